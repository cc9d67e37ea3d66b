package kz.qupiya.restriction;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TransferGround;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * "May this operator process this person for this purpose now?" Asked before each use by mailing, billing and calling systems.
 *
 * <p>It never says yes by mistake: whatever cannot be looked up is denied with the reason {@link Reason#UNAVAILABLE}.
 */
public interface Permits {

    /**
     * The answer for one person. Never throws for a database or a system that fails.
     *
     * @param person the identifiers by which the person is named, at least one
     * @param asker id of the caller, for the record of denials
     */
    Permit ask(OperatorKey operator, Question question, List<Identifier> person, String asker);

    /** The answers for many people, in their order, by one query. Never throws for a database or a system that fails. */
    List<Permit> askAll(OperatorKey operator, Question question, List<List<Identifier>> people, String asker);

    /**
     * What the data are wanted for.
     *
     * @param ground on what ground they go to somebody else; only with {@link Purpose#THIRD_PARTY_TRANSFER}, and then not null
     */
    record Question(Purpose purpose, @Nullable TransferGround ground) {

        public Question {
            if (purpose == Purpose.THIRD_PARTY_TRANSFER && ground == null) {
                throw new IllegalArgumentException("a transfer has a ground");
            }
        }
    }

    /**
     * The answer.
     *
     * @param reasons why not; empty when allowed
     * @param validUntil how long the caller may rely on it: a minute at most ({@code qupiya.permits.valid-for}), less where a restriction
     *     takes force or a consent ends before, and not at all when a look-up failed
     */
    record Permit(boolean allowed, List<Reason> reasons, Instant validUntil) {

        public Permit {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Why a permit is denied.
     *
     * @param restriction the kind of the restriction, or one of the constants
     * @param caseNumber number of the case that placed it; null where no case did
     * @param since when it took force
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reason(String restriction, @JsonProperty("case") @Nullable String caseNumber, @Nullable Instant since) {

        /** A look-up failed or is not complete. */
        public static final String UNAVAILABLE = "unavailable";

        /** The purpose needs a consent and none is running. */
        public static final String NO_CONSENT = "no-consent";

        /** The operator's policy knows no such ground for giving data away. */
        public static final String NO_GROUND = "no-ground";
    }
}
