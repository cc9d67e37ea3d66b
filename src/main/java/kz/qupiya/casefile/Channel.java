package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** How a request reached the operator. */
public enum Channel {
    /** A system of the operator called the API. */
    API("api"),
    /** A system of the operator started the process over engine REST. */
    ENGINE("engine"),
    /** The public web form. */
    FORM("form"),
    /** A mail. */
    MAIL("mail"),
    /** A letter on paper. */
    LETTER("letter"),
    /** A telephone call. */
    CALL("call"),
    /** A visit in person. */
    VISIT("visit");

    private final String json;

    Channel(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<Channel> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Channel of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such Channel"));
    }
}
