package kz.qupiya.letter;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who gets a letter; texts differ by it. */
public enum Addressee {
    /** The person whom the data concern. */
    SUBJECT("subject"),
    /** Who acts for that person. */
    REPRESENTATIVE("representative"),
    /** The authorised body. */
    AUTHORITY("authority"),
    /** A recipient to whom the operator gave data. */
    THIRD_PARTY("third-party");

    private final String json;

    Addressee(String json) {
        this.json = json;
    }

    /** The name in the ledger and in JSON. */
    @JsonValue
    public String json() {
        return json;
    }
}
