package kz.qupiya.campaign;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import kz.qupiya.letter.LetterLanguage;

/** What stands in every notice beside its own text, in {@code notices/words_<language>.properties}. */
final class NoticeWords {

    private final Map<LetterLanguage, Properties> words = new EnumMap<>(LetterLanguage.class);

    NoticeWords() {
        for (var language : LetterLanguage.values()) {
            words.put(language, read(language));
        }
    }

    String of(String name, LetterLanguage language) {
        var word = Objects.requireNonNull(words.get(language)).getProperty(name);
        if (word == null) {
            throw new IllegalStateException("notices have no word " + name + " in " + language.tag());
        }
        return word;
    }

    private static Properties read(LetterLanguage language) {
        var file = "/notices/words_" + language.tag() + ".properties";
        try (var in = Objects.requireNonNull(NoticeWords.class.getResourceAsStream(file), file);
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            var properties = new Properties();
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
