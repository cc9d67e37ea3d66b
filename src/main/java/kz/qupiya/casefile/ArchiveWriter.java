package kz.qupiya.casefile;

import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kz.qupiya.calendar.Almaty;
import org.jspecify.annotations.Nullable;

/**
 * Writes an archive and takes the hash of every entry as it goes by. The ZIP ends with a comment whose last 64 characters are the SHA-256 over every byte before them: an entry's hash says nothing
 * about the bytes between the entries.
 */
final class ArchiveWriter implements CaseExport.Entries {

    static final String MANIFEST = "manifest.json";

    /** Stands in the comment of the ZIP, before the hash. */
    static final String SEAL = CaseExport.FORMAT + " sha256:";

    static final int HASH = 64;

    /** No name leads out of the directory into which somebody unpacks the archive. */
    static final Pattern NAME = Pattern.compile("(?:[a-zA-Z0-9_][a-zA-Z0-9._-]*/)*[a-zA-Z0-9_][a-zA-Z0-9._-]*");

    private final Sealing sealing;
    private final ZipOutputStream zip;
    private final ObjectWriter json;
    private final LocalDateTime madeAt;
    private final boolean personal;
    private final Set<String> names = new HashSet<>();
    private final List<Map<String, @Nullable Object>> manifest = new ArrayList<>();
    private @Nullable Entry open;

    ArchiveWriter(OutputStream out, ObjectWriter json, Instant madeAt, boolean personal) {
        this.sealing = new Sealing(out);
        this.zip = new ZipOutputStream(sealing, StandardCharsets.UTF_8);
        this.zip.setLevel(Deflater.BEST_SPEED);
        this.json = json;
        this.madeAt = madeAt.atZone(Almaty.ZONE).toLocalDateTime();
        this.personal = personal;
    }

    @Override
    public boolean personal() {
        return personal;
    }

    @Override
    public void json(String name, Object value) throws IOException {
        bytes(name, json.writeValueAsBytes(value));
    }

    @Override
    public void bytes(String name, byte[] content) throws IOException {
        try (var entry = open(name)) {
            entry.write(content);
        }
    }

    @Override
    public void attested(String name, byte[] content, @Nullable String salt, String digest) throws IOException {
        bytes(name, content);
        var attested = manifest.get(manifest.size() - 1);
        attested.put("attested", digest);
        if (salt != null) {
            attested.put("salt", salt);
        }
    }

    @Override
    public OutputStream open(String name) throws IOException {
        if (!NAME.matcher(name).matches() || name.equals(MANIFEST)) {
            throw new IllegalArgumentException("not a name of an entry: " + name);
        }
        return begin(name);
    }

    private Entry begin(String name) throws IOException {
        if (open != null) {
            throw new IllegalStateException("the entry before " + name + " is not closed");
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException("there is an entry " + name + " already");
        }
        var entry = new ZipEntry(name);
        entry.setTimeLocal(madeAt);
        zip.putNextEntry(entry);
        var begun = new Entry(name);
        open = begun;
        return begun;
    }

    /**
     * Ends the archive with its manifest.
     *
     * @param facts what the manifest says besides the entries
     * @return SHA-256 of the manifest
     */
    String end(Map<String, @Nullable Object> facts) throws IOException {
        var whole = new TreeMap<String, @Nullable Object>(facts);
        whole.put("entries", List.copyOf(manifest));
        var content = CanonicalJson.write(whole).getBytes(StandardCharsets.UTF_8);
        try (var entry = begin(MANIFEST)) {
            entry.write(content);
        }
        zip.setComment(SEAL + "0".repeat(HASH));
        zip.finish();
        sealing.end();
        return HashChain.sha256(content);
    }

    /** How many entries there are, the manifest not counted. */
    int entries() {
        return manifest.size();
    }

    /** How many bytes were written. */
    long size() {
        return sealing.size;
    }

    /** What goes into one entry. */
    private final class Entry extends OutputStream {

        private final String name;
        private final MessageDigest digest = HashChain.digest();
        private long size;
        private boolean closed;

        Entry(String name) {
            this.name = name;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            digest.update(bytes, from, length);
            size += length;
            zip.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            open = null;
            zip.closeEntry();
            if (!name.equals(MANIFEST)) {
                var line = new TreeMap<String, @Nullable Object>();
                line.put("name", name);
                line.put("sha256", HexFormat.of().formatHex(digest.digest()));
                line.put("size", size);
                manifest.add(line);
            }
        }
    }

    /** Holds back the last characters of the comment, to put the hash of all that went before in their place. */
    private static final class Sealing extends FilterOutputStream {

        private final MessageDigest digest = HashChain.digest();
        private final byte[] held = new byte[HASH];
        private int holds;
        private long size;

        Sealing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            size += length;
            int over = Math.max(0, holds + length - HASH);
            int old = Math.min(holds, over);
            pass(held, 0, old);
            System.arraycopy(held, old, held, 0, holds - old);
            holds -= old;
            int fresh = over - old;
            pass(bytes, from, fresh);
            System.arraycopy(bytes, from + fresh, held, holds, length - fresh);
            holds += length - fresh;
        }

        private void pass(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                digest.update(bytes, from, length);
                out.write(bytes, from, length);
            }
        }

        void end() throws IOException {
            out.write(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
