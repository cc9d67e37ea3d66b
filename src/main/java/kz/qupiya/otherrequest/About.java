package kz.qupiya.otherrequest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import kz.qupiya.operator.Duty;

/** What somebody asks. */
public enum About {
    /** Information on the data held: three working days (art. 25(2)(6), rules of the authorised body 16). */
    ACCESS("access", Duty.GIVE_INFORMATION, true),
    /** A change or supplement on documents: one working day (art. 25(2)(8)). */
    CORRECTION("correction", Duty.RECTIFY, true),
    /** Destruction: one working day (art. 25(2)(8)). */
    DESTRUCTION("destruction", Duty.DESTROY, true),
    /** Anything else, a claim among it: the term of a claim by policy or operator rule. */
    OTHER("other", Duty.ANSWER_CLAIM, false);

    private final String json;
    private final Duty duty;
    private final boolean needsProof;

    About(String json, Duty duty, boolean needsProof) {
        this.json = json;
        this.duty = duty;
        this.needsProof = needsProof;
    }

    /** The name that outside systems and the database know it by; never renamed. */
    @JsonValue
    public String json() {
        return json;
    }

    /** Whose term runs from receipt. */
    public Duty duty() {
        return duty;
    }

    /** Whether data would be given out or changed, so that the requester has to show who they are. */
    public boolean needsProof() {
        return needsProof;
    }

    /** The constant of an outside name. */
    public static Optional<About> find(String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }
}
