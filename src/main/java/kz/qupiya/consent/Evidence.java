package kz.qupiya.consent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.CanonicalJson;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.SaltedDigest;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a consent has not been changed since it was recorded: a digest over its content behind a salt, and from there a chain over its endings. The rules are
 * told with every proof, so that it can be checked without this software.
 */
final class Evidence {

    private Evidence() {}

    /** The canonical JSON of a consent, over which its digest goes. */
    static String content(
            UUID id,
            String operator,
            List<IdentifierHash> identifiers,
            int purposes,
            Instant givenAt,
            TermKind term,
            @Nullable Instant until,
            boolean shortened,
            String textDigest,
            String fullName,
            @Nullable String address) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("consent", id.toString());
        content.put("operator", operator);
        content.put(
                "identifiers",
                identifiers.stream()
                        .map(hash -> Map.of(
                                "kind",
                                hash.kind().json(),
                                "keyedHash",
                                java.util.HexFormat.of().formatHex(hash.bytes())))
                        .toList());
        content.put("purposes", PurposeBits.codes(purposes));
        content.put("givenAt", givenAt.toString());
        content.put("term", term.code());
        content.put("until", until == null ? null : until.toString());
        content.put("shortened", shortened);
        content.put("text", textDigest);
        content.put("fullName", fullName);
        content.put("address", address);
        return CanonicalJson.write(content);
    }

    static String content(UUID id, CheckedConsent consent) {
        return content(
                id,
                consent.operator().value(),
                consent.identifiers(),
                consent.purposes(),
                consent.givenAt(),
                consent.term(),
                consent.until(),
                consent.shortened(),
                consent.textDigest(),
                consent.fullName(),
                consent.address());
    }

    /** SHA-256 over salt and content, hexadecimal. */
    static String digest(String salt, String content) {
        return SaltedDigest.of(salt, content);
    }

    /** What lies sealed in the row of a consent. */
    static byte[] sealed(String salt, String fullName, @Nullable String address) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("salt", salt);
        values.put("fullName", fullName);
        values.put("address", address);
        return CanonicalJson.write(values).getBytes(StandardCharsets.UTF_8);
    }

    /** Canonical JSON of an ending, over which its hash goes. */
    static String row(
            UUID consent,
            int sequence,
            HowEnded how,
            int purposes,
            Instant at,
            Instant recordedAt,
            @Nullable String caseNumber) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("consent", consent.toString());
        row.put("sequence", sequence);
        row.put("how", how.code());
        row.put("purposes", PurposeBits.codes(purposes));
        row.put("at", at.toString());
        row.put("recordedAt", recordedAt.toString());
        row.put("case", caseNumber);
        return CanonicalJson.write(row);
    }

    /**
     * The hash of an ending, hexadecimal.
     *
     * @param previous hash of the ending before, or the digest of the consent, hexadecimal
     */
    static String chained(String previous, String row) {
        return SaltedDigest.of(null, previous + "\n" + row);
    }
}
