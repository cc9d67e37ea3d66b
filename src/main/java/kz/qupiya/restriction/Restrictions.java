package kz.qupiya.restriction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import org.jspecify.annotations.Nullable;

/**
 * The register of restrictions. Everything that writes joins the caller's transaction and insists on one, so that a case and its
 * restriction are born together.
 *
 * <p>Several restrictions on one person lie over each other; lifting one never lifts another.
 */
public interface Restrictions {

    /** The reason of a block on what a retention duty keeps from destruction. */
    String RETENTION = "retention";

    /** The reason of a suppression of what a person withdrew consent from. */
    String WITHDRAWN = "consent-withdrawn";

    /** The reason of a hold while a claim is handled. */
    String CLAIM = "claim";

    /** The reason of a hold while the time of limitation runs; such a hold says until when. */
    String LIMITATION = "limitation";

    /** The reason of a hold while a court has the matter. */
    String COURT = "court";

    /** The reasons of a hold. */
    Set<String> HOLD_REASONS = Set.of(CLAIM, LIMITATION, COURT);

    /** Why a hold ended that goes on for another reason. */
    String TURNED = "turned";

    /**
     * Places a restriction, on the identifiers given and on those that the operator's systems have told to belong to the same person.
     * While one of the same case and reason stands, that one is returned, with the identifiers given now added.
     *
     * <p>Its search is incomplete until {@link #searchCompleted} is called: until then the permit check looks the person up live.
     * Publishes {@link RestrictionPlaced}. A hold waits for what is being destroyed at the operator at this moment ({@link Holds}).
     */
    Restriction place(PlaceRestriction order);

    /**
     * Adds identifiers that were found in one of the operator's systems to belong to the person. Call it once for each record found, with
     * all that the record says. A record that carries an IIN, but none of those that the restriction was placed with, is somebody else's
     * who shares an identifier, and is left out; of a mixed bag only the foreign IINs are. Does nothing when the restriction has ended.
     */
    void join(UUID restrictionId, Collection<Identifier> ofOneRecord);

    /** Says that every system of the operator has answered which identifiers the person has. Safe to repeat. Publishes {@link RestrictionSearched} the first time. */
    void searchCompleted(UUID restrictionId);

    /**
     * Ends a restriction now. Safe to repeat; others on the same person stand. Publishes {@link RestrictionLifted} the first time.
     *
     * @param reason code of why it ended, for example {@code not-confirmed}
     */
    void lift(UUID restrictionId, String reason);

    /**
     * Gives a hold another reason: a new one stands on the same person before this one ends, so that there is no moment without, and says since when the first of them did. Turned to the reason that it has, it stays
     * the same hold with the new date.
     *
     * @param holdId a hold that stands
     * @param reason one of {@link #HOLD_REASONS}
     * @param until the day on which the reason is expected to end, Asia/Almaty; never null for {@link #LIMITATION}. The hold stands until it is lifted all the same
     * @return the hold that stands now; it is this one that has to be lifted
     * @throws IllegalStateException if the hold was lifted
     */
    Restriction turn(UUID holdId, String reason, @Nullable LocalDate until);

    /**
     * People have consented anew: what a withdrawal denied for the purposes of the new consent is allowed again, the rest stays denied. A consent given before the
     * suppression took force changes nothing. Two people who share no more than a telephone or a mailbox and have different IINs are different people.
     */
    void consentGiven(OperatorKey operator, Collection<GivenAnew> given);

    /**
     * A new consent.
     *
     * @param person   the identifiers that it names
     * @param purposes what it covers
     * @param at       when it was given
     */
    record GivenAnew(Collection<IdentifierHash> person, Set<Purpose> purposes, Instant at) {

        public GivenAnew {
            person = List.copyOf(person);
            purposes = Set.copyOf(purposes);
        }
    }

    /** One restriction, also an ended one. */
    Optional<Restriction> find(UUID restrictionId);

    /** The restrictions of a case, ended ones included, the oldest first. */
    List<Restriction> ofCase(UUID caseId);

    /** The restrictions that stand on any of these identifiers, the oldest first; also such as take force later. */
    List<Restriction> standingOn(OperatorKey operator, Collection<Identifier> identifiers);

    /**
     * The other restrictions that stand on the person of this one, the oldest first: what must still hold in the operator's systems after
     * this one is lifted. Two who share no more than a telephone or a mailbox and have different IINs are different people.
     */
    List<Restriction> standingBeside(UUID restrictionId);
}
