package kz.qupiya.subject;

/** Digests that tell whether two contents are the same and that nobody without the installation's hash key can try contents against. Safe for many threads. */
public interface KeyedDigests {

    /**
     * HMAC-SHA-256 of a content, 32 bytes.
     *
     * @param purpose what it is made for, a short code; the same content has another digest for another purpose
     */
    byte[] of(String purpose, byte[] content);
}
