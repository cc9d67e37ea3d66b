package kz.qupiya.casefile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hash chain of a timeline.
 *
 * <p>{@code hash = SHA-256(previousHash + "\n" + row)}, hexadecimal, where {@code row} is the canonical JSON of {@code actor, at, case, code, data, result, sequence}; an absent
 * result is {@code null}. The data are taken as they are stored, so that another spelling of the same facts is noticed too.
 */
final class HashChain {

    /** Stands before the first row. */
    static final String GENESIS = "0".repeat(64);

    private HashChain() {}

    /** A row as stored. */
    record Row(
            long sequence,
            Instant at,
            String actor,
            String code,
            @Nullable String result,
            String data,
            String previousHash,
            String hash) {}

    /** What is wrong first. */
    record Break(long sequence, String fault) {}

    /** A head that verification saw earlier. */
    record Anchor(long count, String head) {}

    static String hash(
            UUID caseId,
            long sequence,
            Instant at,
            String actor,
            String code,
            @Nullable String result,
            String data,
            String previousHash) {
        var text = new StringBuilder(512).append(previousHash).append('\n');
        append(text, caseId, new Row(sequence, at, actor, code, result, data, previousHash, ""));
        return sha256(text.toString());
    }

    /** The canonical JSON of a row, as it is hashed; written out by hand in the order of the names, because the data go in as they are stored. */
    static void append(StringBuilder out, UUID caseId, Row row) {
        out.append("{\"actor\":");
        CanonicalJson.appendText(out, row.actor());
        out.append(",\"at\":\"");
        append(out, row.at());
        out.append("\",\"case\":\"").append(caseId).append("\",\"code\":");
        CanonicalJson.appendText(out, row.code());
        out.append(",\"data\":").append(row.data()).append(",\"result\":");
        if (row.result() == null) {
            out.append("null");
        } else {
            CanonicalJson.appendText(out, row.result());
        }
        out.append(",\"sequence\":").append(row.sequence()).append('}');
    }

    /** An instant as {@link Instant#toString} has it, which is what was hashed ever since; several times as quick, and a check of all timelines does little else. */
    private static void append(StringBuilder out, Instant at) {
        var utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
        int nanos = at.getNano();
        if (utc.getYear() < 1000 || utc.getYear() > 9999 || nanos % 1_000 != 0) {
            out.append(at);
            return;
        }
        out.append(utc.getYear());
        two(out.append('-'), utc.getMonthValue());
        two(out.append('-'), utc.getDayOfMonth());
        two(out.append('T'), utc.getHour());
        two(out.append(':'), utc.getMinute());
        two(out.append(':'), utc.getSecond());
        if (nanos != 0) {
            int micros = nanos / 1_000;
            boolean millis = micros % 1_000 == 0;
            int shown = millis ? micros / 1_000 : micros;
            out.append('.');
            for (int place = millis ? 100 : 100_000; place > 1 && shown < place; place /= 10) {
                out.append('0');
            }
            out.append(shown);
        }
        out.append('Z');
    }

    private static void two(StringBuilder out, int number) {
        if (number < 10) {
            out.append('0');
        }
        out.append(number);
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** SHA-256, which every JDK has. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Finds the first break of a chain whose rows come one by one, in constant memory: that of the application, and that of an archive that somebody checks without it.
     *
     * <p>A wrong row goes before a head that was seen earlier and is not there any more, and that before the count and the head that the case names.
     */
    static final class Checker {

        private final UUID caseId;
        private final Iterator<Anchor> anchors;
        private final MessageDigest digest = digest();
        private final StringBuilder text = new StringBuilder(1024);
        private @Nullable Anchor anchor;
        private String previous = GENESIS;
        private @Nullable String last;
        private long rows;
        private @Nullable Break wrong;
        private @Nullable Break unseen;

        /** @param anchors heads seen earlier, the shortest chain first */
        Checker(UUID caseId, List<Anchor> anchors) {
            this.caseId = caseId;
            this.anchors = anchors.iterator();
            this.anchor = next();
        }

        private @Nullable Anchor next() {
            return anchors.hasNext() ? anchors.next() : null;
        }

        /** Takes the next row as it is stored. */
        void add(Row row) {
            rows++;
            last = row.hash();
            if (wrong != null) {
                return;
            }
            wrong = fault(row);
            previous = row.hash();
            while (anchor != null && anchor.count() <= rows) {
                if (unseen == null && !(anchor.count() == rows && row.hash().equals(anchor.head()))) {
                    unseen = new Break(anchor.count(), "anchor");
                }
                anchor = next();
            }
        }

        private @Nullable Break fault(Row row) {
            if (row.sequence() != rows) {
                return new Break(rows, "sequence");
            }
            if (!row.previousHash().equals(previous)) {
                return new Break(rows, "previous-hash");
            }
            text.setLength(0);
            text.append(previous).append('\n');
            append(text, caseId, row);
            var hash = HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
            return hash.equals(row.hash()) ? null : new Break(rows, "hash");
        }

        /** How many rows came. */
        long rows() {
            return rows;
        }

        /** Hash of the last row that came, as it stands there; null when none did. */
        @Nullable
        String head() {
            return last;
        }

        /**
         * Says what is wrong, when all rows have come.
         *
         * @param count how many rows the case says there are
         * @param head  hash of the last row as the case says
         * @return the first break, or null when the chain is sound
         */
        @Nullable
        Break end(long count, @Nullable String head) {
            if (rows == 0) {
                return new Break(1, "empty");
            }
            if (wrong != null) {
                return wrong;
            }
            if (unseen != null) {
                return unseen;
            }
            if (anchor != null || rows < count) {
                return new Break(rows + 1, "truncated");
            }
            if (rows > count || !previous.equals(head)) {
                return new Break(Math.min(rows, count + 1), "head");
            }
            return null;
        }
    }
}
