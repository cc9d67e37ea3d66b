package kz.qupiya.letter;

import org.jspecify.annotations.Nullable;

/**
 * A fact that a template may show.
 *
 * @param name     name in the facts of the request and in the template
 * @param type     what its value is
 * @param required whether the template cannot do without
 * @param with     another fact of the template together with which it is given, or not at all; null if it stands alone
 * @param topic    under which its codes are worded: {@code <topic>.<code>} in {@code letters/words_<language>.properties}; the name, unless several facts are
 *                 worded alike
 */
public record LetterFact(String name, FactType type, boolean required, @Nullable String with, String topic) {

    static LetterFact needed(String name, FactType type) {
        return new LetterFact(name, type, true, null, name);
    }

    static LetterFact optional(String name, FactType type) {
        return new LetterFact(name, type, false, null, name);
    }

    static LetterFact optionalWith(String other, String name, FactType type) {
        return new LetterFact(name, type, false, other, name);
    }

    /** The same fact, its codes worded under a topic that it shares with others. */
    LetterFact wordedAs(String sharedTopic) {
        return new LetterFact(name, type, required, with, sharedTopic);
    }
}
