package kz.qupiya.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Texts that the server says, in {@code messages/<module>_<language>.properties}. */
@DisplayName("The message bundles")
class MessageBundlesTest {

    private static final Path BUNDLES = Path.of("src/main/resources/messages");
    private static final List<String> LANGUAGES = List.of("ru", "kk", "en");
    private static final Pattern ACTOR = Pattern.compile("Actor\\.(system|job)\\(\"([^\"]+)\"\\)");
    /** Not those that only choose a form of a word: Russian has three, Kazakh one. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-zA-Z0-9.]+}");

    @Test
    @DisplayName("own each key once: of two, the first by name would hide the other")
    void keysAreOwnedOnce() throws IOException {
        var owners = new TreeMap<String, Set<String>>();
        for (var module : modules()) {
            bundle(module, "ru").stringPropertyNames().forEach(key -> owners.computeIfAbsent(key, k -> new TreeSet<>())
                    .add(module));
        }
        assertThat(owners).hasSizeGreaterThan(400);
        assertThat(owners.entrySet().stream()
                        .filter(e -> e.getValue().size() > 1)
                        .map(Map.Entry::toString))
                .isEmpty();
    }

    @Test
    @DisplayName("say the same in three languages, with the same placeholders")
    void threeLanguages() throws IOException {
        var looked = 0;
        for (var module : modules()) {
            var russian = bundle(module, "ru");
            for (var language : LANGUAGES) {
                var other = bundle(module, language);
                assertThat(other.stringPropertyNames())
                        .as(module + " " + language)
                        .isEqualTo(russian.stringPropertyNames());
                for (var key : russian.stringPropertyNames()) {
                    looked++;
                    assertThat(placeholders(other.getProperty(key)))
                            .as(module + " " + language + " " + key)
                            .isEqualTo(placeholders(russian.getProperty(key)));
                }
            }
        }
        assertThat(looked).isGreaterThan(1200);
    }

    @Test
    @DisplayName("name every part of the application that acts by itself, since timelines say who did what")
    void actorsHaveNames() throws IOException {
        var named = new TreeSet<String>();
        for (var module : modules()) {
            named.addAll(bundle(module, "ru").stringPropertyNames());
        }
        var actors = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                ACTOR.matcher(Files.readString(source))
                        .results()
                        .forEach(actor -> actors.add("casefile.value.actor." + actor.group(1) + "." + actor.group(2)));
            }
        }
        assertThat(actors).hasSizeGreaterThan(15);
        assertThat(named).containsAll(actors);
    }

    private static Set<String> placeholders(String text) {
        var found = new TreeSet<String>();
        PLACEHOLDER.matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }

    private static Set<String> modules() throws IOException {
        try (var files = Files.list(BUNDLES)) {
            var names = new TreeSet<String>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_ru.properties"))
                    .forEach(name -> names.add(name.substring(0, name.length() - "_ru.properties".length())));
            assertThat(names).hasSizeGreaterThan(8);
            return names;
        }
    }

    private static Properties bundle(String module, String language) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(
                BUNDLES.resolve(module + "_" + language + ".properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
