package kz.qupiya.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each form has one source, in Russian, and its Kazakh and English in the properties of its components. */
@DisplayName("A task form")
class FormTextsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXTS = List.of("label", "description", "text", "dateLabel", "timeLabel");
    private static final Pattern CYRILLIC = Pattern.compile("[\\p{IsCyrillic}]");
    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2,}");

    /** Letters that Kazakh has and Russian has not: a Kazakh text of several words without any is not Kazakh. */
    private static final Pattern KAZAKH = Pattern.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]");

    static Stream<Path> forms() throws IOException {
        try (var files = Files.walk(Path.of("forms"))) {
            return files.filter(file -> file.toString().endsWith(".form")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    @DisplayName("says everything in Russian, Kazakh and English")
    void everyTextInThreeLanguages(Path form) throws IOException {
        var wrong = new ArrayList<String>();
        check(JSON.readTree(form.toFile()).path("components"), wrong);
        assertThat(wrong).isEmpty();
    }

    /** Short words such as «Жою» use letters that both languages have; a whole sentence never does. */
    private static boolean isKazakh(String kazakh, String russian) {
        return CYRILLIC.matcher(kazakh).find()
                && !kazakh.equals(russian)
                && (kazakh.length() <= 40 || KAZAKH.matcher(kazakh).find());
    }

    private static void check(JsonNode components, List<String> wrong) {
        components.forEach(component -> {
            var wanted = new TreeMap<String, String>();
            for (String name : TEXTS) {
                if (component.path(name).isTextual()) {
                    wanted.put(name, component.path(name).asText());
                }
            }
            component
                    .path("values")
                    .forEach(option -> wanted.put(
                            "value:" + option.path("value").asText(),
                            option.path("label").asText()));
            component
                    .path("columns")
                    .forEach(column -> wanted.put(
                            "column:" + column.path("key").asText(),
                            column.path("label").asText()));
            wanted.forEach((name, russian) -> {
                var where = component.path("id").asText() + " " + name;
                var kazakh = component.path("properties").path(name + ":kk").asText();
                var english = component.path("properties").path(name + ":en").asText();
                if (!CYRILLIC.matcher(russian).find() || KAZAKH.matcher(russian).find()) {
                    wrong.add(where + " is not Russian: " + russian);
                }
                if (LATIN.matcher(russian).find() || LATIN.matcher(kazakh).find()) {
                    wrong.add(where + " has Latin words: " + russian + " | " + kazakh);
                }
                if (!isKazakh(kazakh, russian)) {
                    wrong.add(where + " has no Kazakh text");
                }
                if (english.isBlank() || CYRILLIC.matcher(english).find()) {
                    wrong.add(where + " has no English text");
                }
            });
            check(component.path("components"), wrong);
        });
    }
}
