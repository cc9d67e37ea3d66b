package kz.qupiya.datamap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Acts on the data of a person: preview, approve where it cannot be undone, run and prove system by system.
 *
 * <p>{@link #run} and {@link #prove} work in transactions of their own, since what happened in an operator's system must be on record even if the
 * caller's transaction is rolled back: the act, and the case, must be committed before. Everything else joins the caller's transaction.
 */
public interface Acts {

    /** What a refusal says when a block of an undecided case stands on the data. */
    String BLOCKED = "datamap.act.blocked";

    /**
     * Looks at what the act will do and records it; writes nothing in any of the operator's systems. A system that is down is noted; an act that needs
     * approval cannot be approved then.
     *
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.blocked} if the act changes or ends data, a block of ours stands on them and the
     *     authority does not cover its case
     * @throws kz.qupiya.problem.InvalidInputException {@code corrections[i].field} if a correction names an unknown field, or one that may not be rectified
     */
    Act preview(PrepareAct order);

    /**
     * Looks again. The result is the same act with new items and, if the data changed, a new digest; an approval given before is void then.
     *
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.begun} if a system has begun
     */
    Act previewAgain(UUID actId, String by);

    /**
     * Approves what the preview showed. Looks again first.
     *
     * @param digest the digest of the preview the approver has seen
     * @throws kz.qupiya.problem.ForbiddenException {@code datamap.act.own-preparation} if it is the one who prepared it
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.data-changed} if the data are not what the digest says;
     *     {@code datamap.act.preview-incomplete} if a system could not be looked into
     */
    Act approve(UUID actId, String digest, String approvedBy);

    /**
     * Does the act in one system, in one transaction of that system. Safe to repeat; concurrent runs wait for each other. A destruction or depersonalisation of a person on
     * whom a hold stands by now keeps everything, with the ground {@link ActItem#HOLD}, and is done; while it runs no hold is placed. Not to be called by a transaction
     * that places a hold itself.
     *
     * @return the state reached: {@code done}; {@code waiting-for-answer} if the system answers later ({@link SystemAnswered}); {@code by-hand} if a custodian has
     *     to do it ({@link #completeByHand})
     * @throws SystemUnavailableException if the system cannot be reached or fails: retry
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.not-approved}, {@code datamap.act.data-changed}, {@code datamap.act.blocked}
     */
    SystemState run(UUID actId, String system);

    /**
     * Proves the act in one system by a new query and stores the evidence: counts and hashes. Safe to repeat. By-hand systems are proved by the custodian's proof.
     *
     * @return {@code proved}; {@code waiting-for-answer} if the system answers later; {@code failed} if the data are not as the act left them, with
     *     {@link Act.ActSystem#error()} saying what; run again then
     * @throws SystemUnavailableException if the system cannot be reached: retry
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.not-done} if it has not been done
     */
    SystemState prove(UUID actId, String system);

    /**
     * Records what a custodian did by hand. The system is done and proved then; saying the same twice has no effect.
     *
     * @param proof what was done, in words; kept in the vault of the case
     * @param document document of the case that proves it
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.not-by-hand} if nobody has to do anything by hand
     * @throws kz.qupiya.problem.InvalidInputException {@code proof} if neither words nor document are given
     */
    Act completeByHand(UUID actId, String system, @Nullable String proof, @Nullable UUID document, String by);

    /**
     * What the custodian has to do, without personal data.
     *
     * @return a text of several lines in the reader's language
     */
    String instructions(UUID actId, String system, Locale locale);

    /**
     * The act.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is none
     */
    Act get(UUID actId);

    /** The acts of a case, the oldest first. */
    List<Act> ofCase(UUID caseId);

    /**
     * Ends an act.
     *
     * @throws kz.qupiya.problem.ConflictException {@code datamap.act.unaccounted} if a system is not proved, or a field failed or is not accounted for
     */
    Act complete(UUID actId);

    /**
     * What a completed destruction keeps by now, with the destructions that have continued it.
     *
     * @param actId the first act
     */
    List<ActItem> stillKept(UUID actId);

    /**
     * Looks whether what a completed destruction, or depersonalisation, had to keep may go, and destroys it under the authority and the approval of that act: the rows that it kept, and no
     * others, since the person may be a client again. Works in transactions of its own; several nodes wait for each other. The act of the continuation is left to the
     * caller to {@link #complete}, with what follows from it.
     *
     * <p>Systems that are done by hand say no date and are left as they are, unless it was a hold that kept them.
     *
     * @param actId the first act, of the kind {@link ActKind#DESTROY} or {@link ActKind#DEPERSONALISE}, completed
     */
    Continuation carryOn(UUID actId);

    /**
     * How a destruction goes on.
     *
     * @param act what has been begun, not completed; nothing if all has to stay
     * @param kept what would stay, or stays while nothing has been begun
     * @param errors codes of why a system could not be looked into or acted on, by system
     * @param blocked whether an undecided block of another case stands on the data
     */
    record Continuation(@Nullable Act act, List<ActItem> kept, java.util.Map<String, String> errors, boolean blocked) {

        public Continuation {
            kept = List.copyOf(kept);
            errors = java.util.Map.copyOf(errors);
        }

        /** Whether every system of the act is proved. */
        public boolean proved() {
            return act != null && act.systems().stream().allMatch(s -> s.state() == SystemState.PROVED);
        }
    }

    /** What an export gave of one system: JSON by table, a list of rows each. Read from the vault: personal data. */
    Optional<String> exported(UUID actId, String system);

    /**
     * The identifiers of every record the preview found, record by record, for {@code Restrictions.join} and {@code IdentityLinks.learn}: in memory only.
     *
     * @return empty when the key of the case has been destroyed
     */
    List<Set<Identifier>> records(UUID actId);

    /** Acts of blocking that stand: not ended by an unblock. */
    List<UUID> standingBlocks(OperatorKey operator);

    /**
     * Looks for rows and identifiers that appeared since the block of a case ran, and blocks them too. Works in transactions of its own; a system that is
     * down is left for the next time.
     *
     * @return what was found now, for the restriction to join; nothing if no block of the case stands
     */
    Optional<Rejoined> rejoin(UUID caseId);

    /**
     * What a rejoin did.
     *
     * @param newRows rows blocked now that were not before
     */
    record Rejoined(UUID actId, Findings findings, long newRows) {}
}
