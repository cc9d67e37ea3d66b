package kz.qupiya.letter;

/**
 * A personal value that a letter shows: the name of the vault field of the case that holds it. It is revealed only while the letter is written.
 *
 * @param field vault field of the case, for example {@code subject.fullName}
 */
public record VaultText(String field) {

    public VaultText {
        if (field.isBlank()) {
            throw new IllegalArgumentException("a vault field is needed");
        }
    }
}
