package kz.qupiya.letter;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The texts of letters on the classpath: those that all operators share in {@code letters}, and in {@code operators/<operator>/letters} what one operator says
 * otherwise, be it a whole template or a few words in {@code texts_<language>.properties}.
 */
final class LetterTexts {

    private final Map<String, Optional<String>> files = new ConcurrentHashMap<>();
    private final Map<LetterLanguage, Map<String, String>> words = new ConcurrentHashMap<>();

    /** The template of a letter, the operator's own if there is one. */
    String template(String operator, LetterTemplate template, LetterLanguage language) {
        var path = template.key() + "/" + language.tag() + ".html";
        return read("operators/" + operator + "/letters/" + path)
                .or(() -> read("letters/" + path))
                .orElseThrow(() -> new IllegalStateException("there is no template " + path));
    }

    /** The frame of all letters. */
    String layout() {
        return read("letters/layout.html").orElseThrow(() -> new IllegalStateException("there is no layout"));
    }

    /** The look of all letters. */
    String style() {
        return read("letters/letter.css").orElseThrow(() -> new IllegalStateException("there is no style"));
    }

    /** The operator's own words, by name. */
    Map<String, String> words(String operator, LetterLanguage language) {
        return properties(wordsSource(operator, language));
    }

    private String shared(LetterLanguage language) {
        var path = "letters/words_" + language.tag() + ".properties";
        return read(path).orElseThrow(() -> new IllegalStateException("there is no " + path));
    }

    private static Map<String, String> properties(String source) {
        var properties = new Properties();
        try (Reader reader = new StringReader(source)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    }

    /** The wording of a code or label that all letters share; nothing if there is none. */
    Optional<String> word(String name, LetterLanguage language) {
        return Optional.ofNullable(
                words.computeIfAbsent(language, l -> properties(shared(l))).get(name));
    }

    /** SHA-256 of all sources of a letter, hexadecimal: tells later by which text it was written. */
    String hash(String operator, LetterTemplate template, Iterable<LetterLanguage> languages) {
        var sources = new StringBuilder(layout()).append(style());
        for (var language : languages) {
            sources.append(language.tag())
                    .append(template(operator, template, language))
                    .append(shared(language))
                    .append(wordsSource(operator, language));
        }
        return RenderedLetter.sha256(sources.toString());
    }

    private String wordsSource(String operator, LetterLanguage language) {
        return read("operators/" + operator + "/letters/texts_" + language.tag() + ".properties")
                .orElse("");
    }

    private Optional<String> read(String path) {
        return files.computeIfAbsent(path, LetterTexts::load);
    }

    private static Optional<String> load(String path) {
        try (var in = LetterTexts.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
