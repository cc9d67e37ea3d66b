package kz.qupiya.letter;

import org.jspecify.annotations.Nullable;

/**
 * A fact that a template may show.
 *
 * @param name     name in the facts of the request and in the template
 * @param type     what its value is
 * @param required whether the template cannot do without
 * @param with     another fact of the template together with which it is given, or not at all; null if it stands alone
 */
public record LetterFact(String name, FactType type, boolean required, @Nullable String with) {

    static LetterFact needed(String name, FactType type) {
        return new LetterFact(name, type, true, null);
    }

    static LetterFact optional(String name, FactType type) {
        return new LetterFact(name, type, false, null);
    }

    static LetterFact optionalWith(String other, String name, FactType type) {
        return new LetterFact(name, type, false, other);
    }
}
