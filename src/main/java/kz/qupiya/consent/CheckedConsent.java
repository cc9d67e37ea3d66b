package kz.qupiya.consent;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.KeyedDigests;
import org.jspecify.annotations.Nullable;

/**
 * A consent with nothing wrong in it, ready to be recorded.
 *
 * @param identifiers by which the person is named, in the order of their kinds
 * @param purposes {@link PurposeBits}
 * @param givenAt to the microsecond
 * @param termAsked the term as it was handed in; empty if there was none
 * @param textDigest {@link ConsentText#digest()}, hexadecimal
 */
record CheckedConsent(
        OperatorKey operator,
        List<IdentifierHash> identifiers,
        int purposes,
        Instant givenAt,
        String termAsked,
        TermKind term,
        @Nullable Instant until,
        boolean shortened,
        ConsentText text,
        String textDigest,
        String fullName,
        @Nullable String address) {

    private static final String PURPOSE = "consent";

    /** The same for the same content on every node and for ever, and without the hash key nobody can try contents against it. */
    UUID id(KeyedDigests digests) {
        var digest = ByteBuffer.wrap(digests.of(PURPOSE, content()));
        // The bits of version 8 (RFC 9562): made by a rule of our own.
        long most = (digest.getLong() & ~0xf000L) | 0x8000L;
        long least = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(most, least);
    }

    /** A bit for each kind of identifier that is named. */
    int kinds() {
        return identifiers.stream().mapToInt(hash -> kindBit(hash.kind())).reduce(0, (one, other) -> one | other);
    }

    /** Tells this person from others who share a telephone; null if no IIN is named. */
    @Nullable
    Long person() {
        return identifiers.stream()
                .filter(hash -> hash.kind() == IdentifierKind.IIN)
                .map(CheckedConsent::personOf)
                .findFirst()
                .orElse(null);
    }

    static long personOf(IdentifierHash iin) {
        return ByteBuffer.wrap(iin.bytes()).getLong();
    }

    /** A bit, once given, never means anything else. */
    static int kindBit(IdentifierKind kind) {
        return 1
                << switch (kind) {
                    case IIN -> 0;
                    case CONTRACT -> 1;
                    case LOGIN -> 2;
                    case PHONE -> 3;
                    case EMAIL -> 4;
                };
    }

    private byte[] content() {
        var bytes = new ByteArrayOutputStream(400);
        try (var out = new DataOutputStream(bytes)) {
            part(out, operator.value());
            out.writeInt(identifiers.size());
            for (IdentifierHash hash : identifiers) {
                out.write(hash.bytes());
            }
            out.writeInt(purposes);
            out.writeLong(givenAt.getEpochSecond());
            out.writeInt(givenAt.getNano());
            part(out, termAsked);
            part(out, textDigest);
            part(out, fullName);
            part(out, address == null ? "" : address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void part(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** A person's consent: nothing of it is printed. */
    @Override
    public String toString() {
        return "CheckedConsent[" + operator.value() + "]";
    }
}
