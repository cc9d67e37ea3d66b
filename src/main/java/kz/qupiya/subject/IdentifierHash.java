package kz.qupiya.subject;

import java.util.Arrays;

/**
 * The keyed hash by which a person is found without being named: HMAC-SHA-256 over operator, kind and normal form. The same person has
 * different hashes at different operators, and without the key nobody can try numbers out. It is still a pseudonym, so it is no more
 * printed than what it stands for.
 */
public final class IdentifierHash {

    private static final int LENGTH = 32;

    private final IdentifierKind kind;
    private final byte[] value;

    private IdentifierHash(IdentifierKind kind, byte[] value) {
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("a keyed hash has " + LENGTH + " bytes");
        }
        this.kind = kind;
        this.value = value.clone();
    }

    /** A hash as it was stored. */
    public static IdentifierHash of(IdentifierKind kind, byte[] stored) {
        return new IdentifierHash(kind, stored);
    }

    /** The kind of identifier that was hashed. */
    public IdentifierKind kind() {
        return kind;
    }

    /** The 32 bytes, a copy. */
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentifierHash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return kind.json() + "#***";
    }
}
