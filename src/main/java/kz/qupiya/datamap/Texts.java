package kz.qupiya.datamap;

import java.util.Locale;

/** A text in the three languages of the product. */
public record Texts(String ru, String kk, String en) {

    /** The text for a reader; Russian for a language that is none of the three. */
    public String in(Locale locale) {
        return switch (locale.getLanguage()) {
            case "kk" -> kk;
            case "en" -> en;
            default -> ru;
        };
    }
}
