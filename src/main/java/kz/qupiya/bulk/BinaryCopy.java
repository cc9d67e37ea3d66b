package kz.qupiya.bulk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows in the binary format of PostgreSQL's {@code COPY}, which is the quickest way in. Values come in the order of the columns. For one thread. */
public final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    /** 2000-01-01, from which PostgreSQL counts. */
    private static final long EPOCH = 946_684_800L;

    private final String table;
    private final String columns;
    private final int width;
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private int rows;

    /**
     * Begins a copy without rows.
     *
     * @param table its name with the schema
     * @param columns their names, parted by commas
     */
    public BinaryCopy(String table, String columns) {
        this.table = table;
        this.columns = columns;
        this.width = columns.split(",").length;
        bytes.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** Begins the next row. */
    public BinaryCopy row() {
        rows++;
        room(Short.BYTES).putShort((short) width);
        return this;
    }

    /** A {@code text}. */
    public BinaryCopy text(@Nullable String value) {
        return value == null ? none() : bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A {@code bytea}. */
    public BinaryCopy bytes(byte[] value) {
        room(Integer.BYTES + value.length).putInt(value.length).put(value);
        return this;
    }

    /** A {@code uuid}. */
    public BinaryCopy uuid(UUID value) {
        room(Integer.BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return this;
    }

    /** A {@code timestamptz}, to the microsecond. */
    public BinaryCopy at(@Nullable Instant value) {
        return int8(value == null ? null : (value.getEpochSecond() - EPOCH) * 1_000_000 + value.getNano() / 1_000);
    }

    /** A {@code bigint}. */
    public BinaryCopy int8(@Nullable Long value) {
        if (value == null) {
            return none();
        }
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    /** An {@code integer}. */
    public BinaryCopy int4(int value) {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    /** A {@code smallint}. */
    public BinaryCopy int2(int value) {
        room(Integer.BYTES + Short.BYTES).putInt(Short.BYTES).putShort((short) value);
        return this;
    }

    /** A {@code boolean}. */
    public BinaryCopy flag(boolean value) {
        room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    private BinaryCopy none() {
        room(Integer.BYTES).putInt(-1);
        return this;
    }

    /**
     * Sends the rows, if there are any, within the connection's transaction. A copy is sent once.
     *
     * @throws SQLException as the driver does; its message may quote a row
     */
    public void send(Connection connection) throws SQLException {
        if (rows == 0) {
            return;
        }
        room(Short.BYTES).putShort((short) -1);
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin (format binary)");
        try {
            copy.writeToCopy(bytes.array(), 0, bytes.position());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** The buffer, with room for so many bytes more. */
    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            var larger = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), Math.addExact(bytes.position(), more)));
            larger.put(bytes.flip());
            bytes = larger;
        }
        return bytes;
    }
}
