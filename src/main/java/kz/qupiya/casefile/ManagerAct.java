package kz.qupiya.casefile;

import java.util.List;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What a manager may do to work that is under way. Each act has a reason out of a list, which goes on the record; the words are {@code casefile.value.reason.<code>}. What a
 * manager wants to say beyond that is a note of the case.
 */
public enum ManagerAct {
    /** A task goes to somebody else, or back to its group. */
    HAND_OVER("handOver", "absence", "workload", "competence", "conflict-of-interest", "claimed-by-mistake"),
    /** A deadline of policy or operator rule is moved. */
    MOVE_DEADLINE(
            "moveDeadline",
            "agreed-with-subject",
            "information-awaited",
            "unusual-extent",
            "technical-failure",
            "answer-sooner",
            "moved-by-mistake"),
    /** A deadline of policy or operator rule is prolonged, which is possible once and told to the claimant. */
    PROLONG_DEADLINE(
            "prolongDeadline",
            "information-awaited",
            "unusual-extent",
            "expert-opinion",
            "third-party-answer",
            "agreed-with-subject"),
    /** A case is hidden from the members of staff whom it concerns; officers do this too. */
    NAME_CONCERNED(
            "nameConcerned", "conduct-complained-of", "party-to-matter", "personal-interest", "named-by-mistake"),
    /** A failed step is tried again. */
    RETRY("retry", "cause-removed", "system-restored", "passing-failure");

    private final String json;
    private final List<String> reasons;

    ManagerAct(String json, String... reasons) {
        this.json = json;
        this.reasons = List.of(reasons);
    }

    /** The name that the user interface knows it by. */
    public String json() {
        return json;
    }

    /** Codes of the reasons that it may have. */
    public List<String> reasons() {
        return reasons;
    }

    /**
     * The reason, if it is one of this act.
     *
     * @throws InvalidInputException field {@code reason}
     */
    public String reason(@Nullable String code) {
        if (code == null || code.isBlank()) {
            throw new InvalidInputException("reason", "problem.field.missing");
        }
        if (!reasons.contains(code)) {
            throw new InvalidInputException("reason", "problem.field.invalid");
        }
        return code;
    }
}
