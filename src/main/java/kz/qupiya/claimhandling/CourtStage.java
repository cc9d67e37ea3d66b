package kz.qupiya.claimhandling;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.Destructions;
import kz.qupiya.datamap.ActAuthority;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The court stage (Zvonobot 6.3): its dates, the hold until an act is in force, and the act carried out by the data acts. */
@Service
public class CourtStage {

    private static final Set<String> RULINGS =
            Set.of("granted", "granted-in-part", "dismissed", "settled-in-court", "discontinued");
    private static final Set<String> WITHOUT_ORDER = Set.of("dismissed", "discontinued");
    private static final Set<String> ORDERS = Set.of("destroy", "other", "nothing");
    private static final Set<String> REJECTIONS = Set.of("wrong-person-or-items", "act-not-in-force", "must-be-kept");
    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final Destructions destructions;
    private final Recipients recipients;
    private final Evidence evidence;
    private final ClaimRows rows;
    private final Clock clock;

    CourtStage(
            CaseFiles cases,
            Deadlines deadlines,
            Destructions destructions,
            Recipients recipients,
            Evidence evidence,
            ClaimRows rows,
            Clock clock) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.destructions = destructions;
        this.recipients = recipients;
        this.evidence = evidence;
        this.rows = rows;
        this.clock = clock;
    }

    /** The evidence is held for the court from now on. */
    @Transactional
    public void hold(UUID caseId) {
        evidence.court(caseId);
    }

    /**
     * Records the dates of the court stage; a null changes nothing.
     *
     * @param hearingOn next hearing
     * @param inForceOn day on which the act came into force
     * @throws InvalidInputException for a day of the act that lies in the future or before the suit
     * @throws ConflictException     if no court has the matter
     */
    @Transactional
    public void dates(CaseFile caseFile, @Nullable LocalDate hearingOn, @Nullable LocalDate inForceOn, Actor by) {
        var claim = rows.lock(caseFile.id());
        if (!"court".equals(claim.stage()) || claim.ruling() != null) {
            throw new ConflictException("claimhandling.court.not-now");
        }
        var suit = Objects.requireNonNull(claim.suitOn());
        if (inForceOn != null && (inForceOn.isAfter(Almaty.dayOf(clock.instant())) || inForceOn.isBefore(suit))) {
            throw new InvalidInputException("inForceOn", "claimhandling.court.in-force");
        }
        if (hearingOn != null && hearingOn.isBefore(suit)) {
            throw new InvalidInputException("hearingOn", "claimhandling.court.hearing");
        }
        rows.set(
                caseFile.id(),
                "hearing_on = coalesce(cast(? as date), hearing_on), in_force_on = coalesce(cast(? as date), in_force_on)",
                hearingOn,
                inForceOn);
        cases.record(
                caseFile.id(),
                TimelineEvent.of("court.dates", by).with("hearingOn", hearingOn).with("inForceOn", inForceOn));
    }

    /** The morning after the next hearing, when the lawyer has to look at the case again; null while none is set. */
    public @Nullable Instant hearing(UUID caseId) {
        var on = rows.get(caseId).hearingOn();
        return on == null ? null : Almaty.endOf(on);
    }

    /**
     * The act of the court is in force.
     *
     * @param order what it orders; none for a suit that was dismissed or discontinued
     * @return {@code destroy}, {@code other} or {@code nothing}
     * @throws ConflictException if the day on which it came into force is not recorded
     */
    @Transactional
    public String ruled(UUID caseId, @Nullable String ruling, @Nullable String order, Actor by) {
        var claim = rows.lock(caseId);
        if (ruling == null || !RULINGS.contains(ruling)) {
            throw new InvalidInputException("courtRuling", "claimhandling.result.unknown");
        }
        var orders = WITHOUT_ORDER.contains(ruling) ? "nothing" : order;
        if (orders == null || !ORDERS.contains(orders)) {
            throw new InvalidInputException("courtOrder", "claimhandling.result.unknown");
        }
        if (claim.inForceOn() == null) {
            throw new ConflictException("claimhandling.court.not-in-force");
        }
        rows.set(caseId, "ruling = ?, court_order = ?, court_by = ?", ruling, orders, by.id());
        cases.record(
                caseId,
                TimelineEvent.of("court.ruled", by)
                        .result(ruling)
                        .with("inForceOn", claim.inForceOn())
                        .with("order", orders));
        if (orders.equals("destroy")) {
            deadlines.start(caseId, Duty.DESTROY, clock.instant());
        }
        return orders;
    }

    /**
     * Lists what the court wants destroyed; writes nothing in any system. The hold of this case is not in the way of that act, and stands until it is carried out; others are.
     *
     * @return id of the act
     */
    @Transactional
    public String preview(UUID caseId) {
        var claim = rows.lock(caseId);
        return destructions
                .preview(
                        caseId,
                        new ActAuthority(Set.of(caseId), "court-act", clock.instant()),
                        Objects.requireNonNull(claim.courtBy()),
                        SYSTEM)
                .toString();
    }

    /**
     * A second person's word on the list.
     *
     * @return {@code approved}, {@code stale} if the data changed, or {@code rejected}: then the lawyer looks at the act again
     */
    @Transactional
    public String approve(UUID caseId, UUID actId, @Nullable String approval, @Nullable String reason, Actor by) {
        var claim = rows.lock(caseId);
        if ("rejected".equals(approval)) {
            if (reason == null || !REJECTIONS.contains(reason)) {
                throw new InvalidInputException("courtRejection", "claimhandling.reason.missing");
            }
            rows.set(caseId, "ruling = null, court_order = null");
            deadlines.cancel(caseId, Duty.DESTROY, "not-approved", by);
            cases.record(caseId, TimelineEvent.of("destruction.rejected", by).result(reason));
            return "rejected";
        }
        if (!"approved".equals(approval)) {
            throw new InvalidInputException("approval", "claimhandling.result.unknown");
        }
        return destructions.approve(caseId, actId, Objects.requireNonNull(claim.courtBy()), by) ? "approved" : "stale";
    }

    /** User id of the one who recorded what the court ordered, who may not approve the destruction. */
    public Optional<String> ruledBy(UUID caseId) {
        return rows.find(caseId).map(Claim::courtBy);
    }

    /** Ends the destruction; what a law or another hold keeps goes later by itself. */
    @Transactional
    public void complete(UUID caseId) {
        if (destructions.complete(caseId, SYSTEM)) {
            deadlines.meet(caseId, Duty.DESTROY, clock.instant());
            recipients.tell(cases.get(caseId).operator(), caseId, ActKind.DESTROY);
        }
    }

    /** Somebody carried out what the court ordered. */
    @Transactional
    public void carriedOut(UUID caseId, Actor by) {
        cases.record(caseId, TimelineEvent.of("court.act-carried-out", by));
    }
}
