package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language in which texts exist. Letters are written in Russian and Kazakh only. */
public enum Language {
    /** Russian. */
    RU("ru"),
    /** Kazakh. */
    KK("kk"),
    /** English: screens only, no letters. */
    EN("en");

    private final String code;

    Language(String code) {
        this.code = code;
    }

    /** ISO 639-1 code. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The locale of the language. */
    public Locale locale() {
        return Locale.forLanguageTag(code);
    }

    /** The language of a code. */
    public static Optional<Language> of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst();
    }

    /** The language of a reader; Russian if the locale is none of the three. */
    public static Language of(Locale locale) {
        return of(locale.getLanguage()).orElse(RU);
    }
}
