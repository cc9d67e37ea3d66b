package kz.qupiya.campaign;

import java.util.Arrays;

/** Ways to a person, in the order in which they are tried. */
enum Channel {
    /** E-mail. */
    MAIL("mail"),
    /** SMS over the operator's gateway. */
    SMS("sms"),
    /** A list for post by hand. */
    PRINT("print");

    private final String json;

    Channel(String json) {
        this.json = json;
    }

    String json() {
        return json;
    }

    static Channel of(String json) {
        return Arrays.stream(values())
                .filter(channel -> channel.json.equals(json))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such channel"));
    }
}
