package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** How a case ended. */
public enum Outcome {
    /** Nothing was confirmed; the block was lifted. */
    UNBLOCKED("unblocked"),
    /** The data were corrected. */
    RECTIFIED("rectified"),
    /** The data were destroyed. */
    DESTROYED("destroyed"),
    /** What a retention duty or a hold covers stays; the rest was destroyed. */
    DESTROYED_IN_PART("destroyed-in-part"),
    /** Processing was stopped. */
    STOPPED("stopped"),
    /** Processing was stopped but for what a law demands. */
    STOPPED_IN_PART("stopped-in-part"),
    /** The request was refused with reasons. */
    REFUSED("refused"),
    /** The requester took the request back. */
    TAKEN_BACK("taken-back"),
    /** The requester did not show to be the subject or to act for the subject. */
    NOT_ENTITLED("not-entitled"),
    /** The demand was met. */
    SATISFIED("satisfied"),
    /** The demand was met in part. */
    SATISFIED_IN_PART("satisfied-in-part"),
    /** Everything that was to be done was done, as of a breach. */
    HANDLED("handled"),
    /** What was reported is no breach of security. */
    NOT_A_BREACH("not-a-breach"),
    /** It is another report of what a linked case is about, and is handled there. */
    JOINED("joined"),
    /** It was something else than it was registered as, and is handled on in a linked case. */
    RECLASSIFIED("reclassified");

    private final String json;

    Outcome(String json) {
        this.json = json;
    }

    /** The name that outside systems, the database and the timeline know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** The constant of an outside name. */
    public static Optional<Outcome> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }

    /**
     * The constant of an outside name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Outcome of(String json) {
        return find(json).orElseThrow(() -> new IllegalArgumentException("no such Outcome"));
    }
}
