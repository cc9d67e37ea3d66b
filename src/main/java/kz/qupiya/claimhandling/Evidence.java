package kz.qupiya.claimhandling;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.DutyTerms;
import kz.qupiya.operator.Operators;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.Restrictions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what is evidence: from the receipt of a claim until it is over for good nothing about the person is destroyed, in any system. Settled, or a court act in force, ends that; else the limitation
 * does (Civil Code art. 178(1)).
 */
@Service
public class Evidence {

    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final Parties parties;
    private final Restrictions restrictions;
    private final PersonFinder finder;
    private final DutyTerms terms;
    private final Operators operators;
    private final WorkingCalendar calendar;
    private final ClaimRows rows;
    private final Clock clock;
    private final TransactionTemplate transactions;

    Evidence(
            CaseFiles cases,
            Parties parties,
            Restrictions restrictions,
            PersonFinder finder,
            DutyTerms terms,
            Operators operators,
            WorkingCalendar calendar,
            ClaimRows rows,
            Clock clock,
            TransactionTemplate transactions) {
        this.cases = cases;
        this.parties = parties;
        this.restrictions = restrictions;
        this.finder = finder;
        this.terms = terms;
        this.operators = operators;
        this.calendar = calendar;
        this.rows = rows;
        this.clock = clock;
        this.transactions = transactions;
    }

    /** Places the hold of a claim that was just received. */
    Restriction hold(CaseFile caseFile, Actor by) {
        var hold = restrictions.place(PlaceRestriction.hold(
                caseFile.operator(),
                caseFile.id(),
                caseFile.number().value(),
                Restrictions.CLAIM,
                caseFile.receivedAt(),
                parties.identifiers(caseFile.id())));
        cases.record(
                caseFile.id(),
                TimelineEvent.of("evidence.held", by)
                        .with("restriction", hold.id())
                        .with("since", hold.since()));
        return hold;
    }

    /**
     * Looks the person up in every system, so that the hold covers every identifier of the person.
     *
     * @throws SystemUnavailableException if one of them is down: the step is tried again, and until then what is not known counts as held
     */
    @Transactional
    public void keep(UUID caseId) {
        var caseFile = cases.get(caseId);
        var hold = rows.get(caseId).holdId();
        var findings = finder.find(caseFile.operator(), parties.identifiers(caseId));
        findings.records().forEach(record -> restrictions.join(hold, record));
        if (!findings.failedSystems().isEmpty()) {
            var system = findings.failedSystems().iterator().next();
            throw new SystemUnavailableException(caseFile.operator().value() + "/" + system, "unreachable");
        }
        restrictions.searchCompleted(hold);
        cases.record(
                caseId,
                TimelineEvent.of("evidence.found", SYSTEM)
                        .with("rows", findings.rows())
                        .with("ambiguous", findings.ambiguous()));
    }

    /** Keys of the systems that hold data of the person, and of those that nobody can ask but their custodian. */
    @Transactional(readOnly = true)
    public List<String> systems(UUID caseId) {
        var findings = finder.find(cases.get(caseId).operator(), parties.identifiers(caseId));
        return findings.systems().stream()
                .filter(one -> !one.asked()
                        || one.error() != null
                        || one.tables().stream().anyMatch(table -> table.rows() > 0))
                .map(one -> one.system())
                .sorted()
                .toList();
    }

    /** The matter is before a court: the hold stands until its act is in force. */
    void court(UUID caseId) {
        turn(caseId, Restrictions.COURT, null);
    }

    /** Nobody has settled the matter: the hold stands as long as somebody may sue, counted from a moment. */
    void limitation(UUID caseId, Instant from) {
        var operator = cases.get(caseId).operator();
        var until = terms.rules(operator, Duty.KEEP_EVIDENCE, Almaty.dayOf(from)).stream()
                .map(rule -> calendar.due(
                                from, rule.term(), operators.get(operator).week())
                        .dueOn())
                .max(LocalDate::compareTo)
                .orElseThrow();
        turn(caseId, Restrictions.LIMITATION, until);
        rows.set(caseId, "evidence_until = ?", until);
    }

    /** From one ground to the next without a gap. */
    private void turn(UUID caseId, String reason, @Nullable LocalDate until) {
        var old = restrictions.find(rows.get(caseId).holdId()).orElseThrow();
        var hold = old.stands() ? restrictions.turn(old.id(), reason, until) : again(old, reason, until);
        if (!hold.id().equals(old.id())) {
            rows.set(caseId, "hold_id = ?", hold.id());
            cases.record(
                    caseId,
                    TimelineEvent.of("evidence.held-on", SYSTEM).result(reason).with("until", until));
        }
    }

    /** A hold that the limitation has ended stands again on the same person: a court has taken the suit up all the same. */
    private Restriction again(Restriction old, String reason, @Nullable LocalDate until) {
        return restrictions.place(new PlaceRestriction(
                old.operator(),
                RestrictionKind.HOLD,
                reason,
                Set.of(),
                null,
                old.caseId(),
                old.caseNumber(),
                old.receivedAt(),
                List.of(),
                null,
                until,
                old.id()));
    }

    /**
     * The matter is over for good: what the hold stopped goes on by itself.
     *
     * @param reason {@code settled}, {@code court-act}, {@code limitation}, {@code not-entitled} or {@code reclassified}
     */
    void release(UUID caseId, String reason) {
        var hold = restrictions.find(rows.get(caseId).holdId()).orElseThrow();
        if (hold.stands()) {
            restrictions.lift(hold.id(), reason);
            cases.record(caseId, TimelineEvent.of("evidence.released", SYSTEM).result(reason));
        }
    }

    /**
     * Releases the evidence whose limitation has passed, each case in a transaction of its own.
     *
     * @return how many
     */
    public int sweep() {
        var passed = rows.limitationPassed(Almaty.dayOf(clock.instant()));
        for (var caseId : passed) {
            transactions.executeWithoutResult(tx -> {
                rows.lock(caseId);
                release(caseId, Restrictions.LIMITATION);
                rows.set(caseId, "evidence_until = null");
            });
        }
        return passed.size();
    }
}
