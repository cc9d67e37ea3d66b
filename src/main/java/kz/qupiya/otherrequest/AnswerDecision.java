package kz.qupiya.otherrequest;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.casefile.Outcome;
import org.jspecify.annotations.Nullable;

/** How a request is answered. */
public enum AnswerDecision {
    /** What was asked is done or given. */
    GRANTED("granted", Outcome.SATISFIED),
    /** A part of it is; the rest is refused with a ground. */
    GRANTED_IN_PART("granted-in-part", Outcome.SATISFIED_IN_PART),
    /** Refused with a ground. */
    REFUSED("refused", Outcome.REFUSED),
    /** The right to ask was not shown. */
    NOT_ENTITLED("not-entitled", Outcome.NOT_ENTITLED);

    /** Grounds of a refusal, each with its article in the letter. */
    static final Set<String> REFUSAL_GROUNDS = Set.of(
            "law-keeps-data",
            "processing-required-by-law",
            "unfulfilled-obligation",
            "data-match-documents",
            "no-evidence-of-inaccuracy",
            "confidential-of-others",
            "no-data-found",
            "demand-not-founded");

    /** Why a requester is not entitled. */
    static final Set<String> NOT_ENTITLED_REASONS =
            Set.of("no-proof-of-authority", "no-proof-of-identity", "proof-insufficient");

    private final String json;
    private final Outcome outcome;

    AnswerDecision(String json, Outcome outcome) {
        this.json = json;
        this.outcome = outcome;
    }

    /** The code in the register, forms and letters; never renamed. */
    public String json() {
        return json;
    }

    /** How the case ends by it. */
    public Outcome outcome() {
        return outcome;
    }

    /** The reasons of which one must be named; none if no reason is needed. */
    Set<String> reasons() {
        return switch (this) {
            case GRANTED -> Set.of();
            case GRANTED_IN_PART, REFUSED -> REFUSAL_GROUNDS;
            case NOT_ENTITLED -> NOT_ENTITLED_REASONS;
        };
    }

    /** The constant of a code. */
    public static Optional<AnswerDecision> find(@Nullable String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }
}
