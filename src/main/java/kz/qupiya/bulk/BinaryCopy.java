package kz.qupiya.bulk;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private final DataOutputStream out = new DataOutputStream(bytes);
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
        write(() -> {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    /** Begins the next row. */
    public BinaryCopy row() {
        rows++;
        return write(() -> out.writeShort(width));
    }

    /** A {@code text}. */
    public BinaryCopy text(@Nullable String value) {
        return value == null ? write(() -> out.writeInt(-1)) : bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A {@code bytea}. */
    public BinaryCopy bytes(byte[] value) {
        return write(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    /** A {@code uuid}. */
    public BinaryCopy uuid(UUID value) {
        return write(() -> {
            out.writeInt(16);
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        });
    }

    /** A {@code timestamptz}, to the microsecond. */
    public BinaryCopy at(@Nullable Instant value) {
        return int8(value == null ? null : (value.getEpochSecond() - EPOCH) * 1_000_000 + value.getNano() / 1_000);
    }

    /** A {@code bigint}. */
    public BinaryCopy int8(@Nullable Long value) {
        return write(() -> {
            if (value == null) {
                out.writeInt(-1);
            } else {
                out.writeInt(8);
                out.writeLong(value);
            }
        });
    }

    /** An {@code integer}. */
    public BinaryCopy int4(int value) {
        return write(() -> {
            out.writeInt(4);
            out.writeInt(value);
        });
    }

    /** A {@code smallint}. */
    public BinaryCopy int2(int value) {
        return write(() -> {
            out.writeInt(2);
            out.writeShort(value);
        });
    }

    /** A {@code boolean}. */
    public BinaryCopy flag(boolean value) {
        return write(() -> {
            out.writeInt(1);
            out.writeByte(value ? 1 : 0);
        });
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
        write(() -> out.writeShort(-1));
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin (format binary)");
        try {
            var all = bytes.toByteArray();
            copy.writeToCopy(all, 0, all.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private BinaryCopy write(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private interface Step {
        void run() throws IOException;
    }
}
