package kz.qupiya.letter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What became of a letter. */
public enum LetterState {
    /** Written; waits for the sender, or on the print list. */
    QUEUED("queued"),
    /** A sender has it; after a crash it is taken up again when the lease is over. */
    SENDING("sending"),
    /** The mail server took it. */
    SENT("sent"),
    /** The mail server could not take it now; there will be another attempt. */
    FAILED_TEMPORARILY("failed-temporarily"),
    /** The mail server refused it for good, or too often; it is on the print list. */
    FAILED("failed"),
    /** It came back; it is on the print list. */
    BOUNCED("bounced"),
    /** Printed, and posted or handed over. */
    PRINTED("printed");

    private final String json;

    LetterState(String json) {
        this.json = json;
    }

    /** The name in the ledger and in JSON. */
    @JsonValue
    public String json() {
        return json;
    }

    static LetterState of(String json) {
        return Arrays.stream(values())
                .filter(s -> s.json.equals(json))
                .findFirst()
                .orElseThrow();
    }
}
