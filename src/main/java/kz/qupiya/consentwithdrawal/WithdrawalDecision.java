package kz.qupiya.consentwithdrawal;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.casefile.Outcome;
import org.jspecify.annotations.Nullable;

/** What is decided on a withdrawal. */
enum WithdrawalDecision {
    /** Everything withdrawn stops. */
    STOP("stop", Outcome.STOPPED),
    /** What an unfulfilled obligation needs goes on, the rest stops. */
    STOP_IN_PART("stop-in-part", Outcome.STOPPED_IN_PART),
    /** Nothing stops: Law 94-V art. 8(2). */
    REFUSE("refuse", Outcome.REFUSED),
    /** The requester did not show to be the subject or to act for the subject. */
    NOT_ENTITLED("not-entitled", Outcome.NOT_ENTITLED);

    /** Why an officer decides as the table proposes, or otherwise. */
    static final Set<String> REASONS =
            Set.of("as-proposed", "obligation-fulfilled", "obligation-not-seen", "law-demands", "subject-protected");

    /** On what a refusal rests: an obligation or a law (art. 8(2)), or that the purpose never rested on consent. */
    static final Set<String> REFUSAL_GROUNDS = Set.of("unfulfilled-obligation", "contradicts-law", "not-by-consent");

    private final String json;
    private final Outcome outcome;

    WithdrawalDecision(String json, Outcome outcome) {
        this.json = json;
        this.outcome = outcome;
    }

    String json() {
        return json;
    }

    Outcome outcome() {
        return outcome;
    }

    boolean stops() {
        return this == STOP || this == STOP_IN_PART;
    }

    static Optional<WithdrawalDecision> find(@Nullable String json) {
        return Arrays.stream(values()).filter(one -> one.json.equals(json)).findFirst();
    }
}
