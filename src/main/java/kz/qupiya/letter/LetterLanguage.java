package kz.qupiya.letter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** A language in which letters are written, in the order in which the texts of a letter in several languages stand. */
public enum LetterLanguage {
    /** Kazakh, the state language: its text stands first. */
    KK("kk"),
    /** Russian. */
    RU("ru");

    private final String tag;
    private final Locale locale;

    LetterLanguage(String tag) {
        this.tag = tag;
        this.locale = Locale.forLanguageTag(tag);
    }

    /** The language tag (BCP 47), by which profiles, templates and the ledger name it. */
    @JsonValue
    public String tag() {
        return tag;
    }

    /** The locale of the message bundles. */
    public Locale locale() {
        return locale;
    }

    /**
     * The language of a tag.
     *
     * @throws IllegalArgumentException if letters are not written in it
     */
    public static LetterLanguage of(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(tag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no letters in this language"));
    }
}
