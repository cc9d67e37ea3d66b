package kz.qupiya.operator;

import java.util.Locale;

/**
 * A text in the three languages of the product.
 *
 * @param ru Russian
 * @param kk Kazakh
 * @param en English
 */
public record Text(String ru, String kk, String en) {

    /** The text in that language. */
    public String in(Language language) {
        return switch (language) {
            case RU -> ru;
            case KK -> kk;
            case EN -> en;
        };
    }

    /** The text for a reader. */
    public String in(Locale locale) {
        return in(Language.of(locale));
    }
}
