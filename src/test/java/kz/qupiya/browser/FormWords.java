package kz.qupiya.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a form below {@code forms} says in a language, read from its source. */
final class FormWords {

    private final JsonNode form;
    private final String language;

    /** @param name folder and name of the form, without its ending */
    FormWords(String name, String language) {
        this.language = language;
        try {
            form = new ObjectMapper().readTree(Path.of("forms", name + ".form").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words of an option of a choice. */
    String option(String key, String value) {
        for (var component : form.path("components")) {
            if (component.path("key").asText().equals(key)) {
                for (var option : component.path("values")) {
                    if (option.path("value").asText().equals(value)) {
                        return component
                                .path("properties")
                                .path("value:" + value + ":" + language)
                                .asText(option.path("label").asText());
                    }
                }
            }
        }
        throw new IllegalArgumentException(key + " has no " + value);
    }
}
