package kz.qupiya.letter;

/**
 * A short text for a letter in both languages, such as the name of a kind of data or of a system. No personal data: those go by {@link VaultText}.
 *
 * @param ru in Russian
 * @param kk in Kazakh
 */
public record LocalText(String ru, String kk) {

    public LocalText {
        if (ru.isBlank() || kk.isBlank()) {
            throw new IllegalArgumentException("a text of a letter is needed in both languages");
        }
    }

    /** A text that reads the same in both languages: a number, a name. */
    public static LocalText same(String text) {
        return new LocalText(text, text);
    }

    /** The text in a language. */
    public String in(LetterLanguage language) {
        return language == LetterLanguage.KK ? kk : ru;
    }
}
