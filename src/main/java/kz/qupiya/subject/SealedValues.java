package kz.qupiya.subject;

/**
 * Seals personal values that belong to no case, such as the name in a consent, under a key of its own for each purpose. The key is made when first used and stored wrapped
 * by the master key.
 */
public interface SealedValues {

    /**
     * Encrypts a value.
     *
     * @param purpose whose key, a short code such as {@code consent}
     * @param label what the value belongs to, such as the id of its row; the same label is needed to open it, so that nobody can swap two of them
     */
    byte[] seal(String purpose, String label, byte[] plain);

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalStateException if it was not sealed for this purpose and label, or was changed since
     */
    byte[] open(String purpose, String label, byte[] sealed);
}
