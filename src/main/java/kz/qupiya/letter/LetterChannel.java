package kz.qupiya.letter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How a letter reaches the reader. */
public enum LetterChannel {
    /** By mail over SMTP. */
    MAIL("mail"),
    /** On paper, by post. */
    PRINT("print"),
    /** On paper, handed over. */
    HAND("hand");

    private final String json;

    LetterChannel(String json) {
        this.json = json;
    }

    /** The name in the ledger and in JSON. */
    @JsonValue
    public String json() {
        return json;
    }

    static LetterChannel of(String json) {
        return Arrays.stream(values())
                .filter(c -> c.json.equals(json))
                .findFirst()
                .orElseThrow();
    }
}
