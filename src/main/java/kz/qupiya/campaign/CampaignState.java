package kz.qupiya.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Where a campaign stands. */
public enum CampaignState {
    /** Written, not yet released. */
    DRAFT("draft"),
    /** Being sent. */
    RUNNING("running"),
    /** Nothing goes out until somebody resumes it. */
    PAUSED("paused"),
    /** Ended by somebody before its end. */
    STOPPED("stopped"),
    /** Nothing is left to do. A bounce that comes later sets it running again, for that person. */
    DRAINED("drained");

    private final String json;

    CampaignState(String json) {
        this.json = json;
    }

    /** The name that outside systems and the database know it by. */
    @JsonValue
    public String json() {
        return json;
    }

    static CampaignState of(String json) {
        return Arrays.stream(values())
                .filter(state -> state.json.equals(json))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such state of a campaign"));
    }
}
