package kz.qupiya.casefile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
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
        // written out by hand in the order of the names, because the data go in as they are stored
        var row = "{\"actor\":" + CanonicalJson.write(actor)
                + ",\"at\":" + CanonicalJson.write(at.toString())
                + ",\"case\":" + CanonicalJson.write(caseId.toString())
                + ",\"code\":" + CanonicalJson.write(code)
                + ",\"data\":" + data
                + ",\"result\":" + CanonicalJson.write(result)
                + ",\"sequence\":" + sequence + "}";
        return sha256(previousHash + "\n" + row);
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Finds the first break.
     *
     * @param rows    in order of their sequence
     * @param count   how many rows the case says there are
     * @param head    hash of the last row as the case says
     * @param anchors heads seen earlier
     * @return the first break, or null when the chain is sound
     */
    static @Nullable Break check(UUID caseId, List<Row> rows, long count, @Nullable String head, List<Anchor> anchors) {
        if (rows.isEmpty()) {
            return new Break(1, "empty");
        }
        var previous = GENESIS;
        long expected = 1;
        for (Row row : rows) {
            if (row.sequence() != expected) {
                return new Break(expected, "sequence");
            }
            if (!row.previousHash().equals(previous)) {
                return new Break(expected, "previous-hash");
            }
            var hash =
                    hash(caseId, row.sequence(), row.at(), row.actor(), row.code(), row.result(), row.data(), previous);
            if (!row.hash().equals(hash)) {
                return new Break(expected, "hash");
            }
            previous = hash;
            expected++;
        }
        for (Anchor anchor : anchors) {
            if (anchor.count() > rows.size()) {
                return new Break(rows.size() + 1L, "truncated");
            }
            if (!rows.get((int) anchor.count() - 1).hash().equals(anchor.head())) {
                return new Break(anchor.count(), "anchor");
            }
        }
        if (rows.size() < count) {
            return new Break(rows.size() + 1L, "truncated");
        }
        if (rows.size() > count || !previous.equals(head)) {
            return new Break(Math.min(rows.size(), count + 1), "head");
        }
        return null;
    }
}
