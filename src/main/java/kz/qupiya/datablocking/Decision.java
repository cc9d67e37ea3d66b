package kz.qupiya.datablocking;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.operator.Duty;
import org.jspecify.annotations.Nullable;

/** How a verification can end, with what follows from it. Law 94-V art. 25(2)(8). */
public enum Decision {
    /** Inaccurate, and the right values are confirmed by a document: rectify, then unblock. */
    INACCURATE_CORRECTABLE("inaccurate-correctable", Action.RECTIFY, Duty.RECTIFY),
    /** Inaccurate, and cannot be corrected: destroy. */
    INACCURATE_UNCORRECTABLE("inaccurate-uncorrectable", Action.DESTROY, Duty.DESTROY),
    /** Collected or processed against the law: destroy. */
    UNLAWFUL_PROCESSING("unlawful-processing", Action.DESTROY, Duty.DESTROY),
    /** Nothing of it is confirmed: unblock. */
    NOT_CONFIRMED("not-confirmed", Action.UNBLOCK, Duty.UNBLOCK),
    /** The requester has not shown the right to ask in time: unblock. */
    NOT_ENTITLED("not-entitled", Action.UNBLOCK, Duty.UNBLOCK),
    /** It is another request, and handled on as that: unblock. Never chosen on the form. */
    RECLASSIFIED("reclassified", Action.UNBLOCK, Duty.UNBLOCK);

    /** Reasons of a decision that nothing is confirmed. */
    public static final Set<String> NOT_CONFIRMED_REASONS = Set.of(
            "data-match-documents",
            "no-evidence-of-inaccuracy",
            "processing-with-consent",
            "processing-required-by-law",
            "processing-within-purpose",
            "no-data-found");

    /** Reasons of a decision that the requester is not entitled. */
    public static final Set<String> NOT_ENTITLED_REASONS =
            Set.of("no-proof-of-authority", "no-proof-of-identity", "proof-insufficient");

    private final String json;
    private final Action action;
    private final Duty duty;

    Decision(String json, Action action, Duty duty) {
        this.json = json;
        this.action = action;
        this.duty = duty;
    }

    /** The name in the form, the timeline and the case; never renamed. */
    public String json() {
        return json;
    }

    /** What has to be done with the data. */
    public Action action() {
        return action;
    }

    /** The duty whose term of one working day starts with the decision. */
    public Duty duty() {
        return duty;
    }

    /** The decision of a name. */
    public static Optional<Decision> find(@Nullable String json) {
        return Arrays.stream(values()).filter(d -> d.json.equals(json)).findFirst();
    }

    /** What has to be done with the data before the block is lifted. */
    public enum Action {
        /** Nothing. */
        UNBLOCK("unblock"),
        /** Correct them. */
        RECTIFY("rectify"),
        /** Destroy them. */
        DESTROY("destroy");

        private final String json;

        Action(String json) {
            this.json = json;
        }

        /** The value of the process variable {@code action}. */
        public String json() {
            return json;
        }
    }

    Outcome outcome(boolean somethingKept) {
        return switch (this) {
            case INACCURATE_CORRECTABLE -> Outcome.RECTIFIED;
            case INACCURATE_UNCORRECTABLE, UNLAWFUL_PROCESSING ->
                somethingKept ? Outcome.DESTROYED_IN_PART : Outcome.DESTROYED;
            case NOT_CONFIRMED -> Outcome.UNBLOCKED;
            case NOT_ENTITLED -> Outcome.NOT_ENTITLED;
            case RECLASSIFIED -> Outcome.RECLASSIFIED;
        };
    }
}
