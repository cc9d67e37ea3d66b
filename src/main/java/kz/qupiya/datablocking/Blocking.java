package kz.qupiya.datablocking;

import java.time.Clock;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.ActState;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.Findings;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.Restrictions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds the person in the operator's systems and keeps the restriction complete while it stands. */
@Service
public class Blocking {

    private static final Logger log = LoggerFactory.getLogger(Blocking.class);
    private static final Actor SYSTEM = Actor.system("datablocking");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Restrictions restrictions;
    private final PersonFinder finder;
    private final Acts acts;
    private final Recipients recipients;
    private final DataBlockRows rows;
    private final Clock clock;
    private final TransactionTemplate transactions;

    Blocking(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            Restrictions restrictions,
            PersonFinder finder,
            Acts acts,
            Recipients recipients,
            DataBlockRows rows,
            Clock clock,
            TransactionTemplate transactions) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.restrictions = restrictions;
        this.finder = finder;
        this.acts = acts;
        this.recipients = recipients;
        this.rows = rows;
        this.clock = clock;
        this.transactions = transactions;
    }

    /**
     * Looks the person up in every system, lets the restriction join what was found, and prepares the block. A system that is down is left for its own step.
     *
     * @return id of the act of blocking; the same one when run again
     */
    @Transactional
    public UUID prepare(UUID caseId) {
        var caseFile = cases.get(caseId);
        var identifiers = parties.identifiers(caseId);
        var findings = finder.find(caseFile.operator(), identifiers);
        join(caseId, findings);
        return acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == ActKind.BLOCK)
                .findFirst()
                .orElseGet(() -> {
                    cases.record(
                            caseId,
                            TimelineEvent.of("person.looked-up", SYSTEM)
                                    .with("rows", findings.rows())
                                    .with(
                                            "failedSystems",
                                            findings.failedSystems().stream()
                                                    .sorted()
                                                    .toList())
                                    .with("ambiguous", findings.ambiguous()));
                    return acts.preview(PrepareAct.block(caseFile.operator(), caseId, identifiers, "system"));
                })
                .id();
    }

    /**
     * Every system has blocked: the search is complete once all of them have said which identifiers the person has, and the duty to block is done.
     *
     * @throws SystemUnavailableException if one of them is down now: the step is tried again
     */
    @Transactional
    public void complete(UUID caseId) {
        var caseFile = cases.get(caseId);
        var block = rows.get(caseId);
        var complete = restrictions
                .find(block.restrictionId())
                .map(r -> r.searchComplete() || !r.stands())
                .orElse(true);
        if (!complete) {
            var findings = finder.find(caseFile.operator(), parties.identifiers(caseId));
            join(caseId, findings);
            if (!findings.failedSystems().isEmpty()) {
                var system = findings.failedSystems().iterator().next();
                throw new SystemUnavailableException(caseFile.operator().value() + "/" + system, "unreachable");
            }
        }
        acts.ofCase(caseId).stream()
                .filter(act -> act.kind() == ActKind.BLOCK && act.state() != ActState.COMPLETED)
                .filter(act ->
                        act.systems().stream().allMatch(system -> system.state().ran()))
                .forEach(act -> {
                    acts.complete(act.id());
                    deadlines.meet(caseId, Duty.BLOCK, clock.instant());
                    cases.record(
                            caseId, TimelineEvent.of("data.blocked", SYSTEM).with("act", act.id()));
                });
    }

    /** Tells the recipients of the data, whom the block concerns too (KAO Solutions 6.1, 6.2). */
    @Transactional
    public void tellRecipients(UUID caseId) {
        var caseFile = cases.get(caseId);
        recipients.tell(caseFile.operator(), caseId, ActKind.BLOCK);
    }

    /**
     * Looks for rows and identifiers that have appeared since the block ran, in every case whose block stands, and blocks them too.
     *
     * @return how many rows were newly blocked
     */
    public long sweep(OperatorKey operator) {
        long found = 0;
        for (var actId : acts.standingBlocks(operator)) {
            var caseId = acts.get(actId).caseId();
            try {
                var rejoined = acts.rejoin(caseId);
                if (rejoined.isPresent()) {
                    found += rejoined.get().newRows();
                    joinSwept(caseId, rejoined.get());
                }
            } catch (SystemUnavailableException e) {
                // The next sweep looks again; the permit check denies meanwhile.
                log.warn("sweep of act {} waits: {}", actId, e.getMessage());
            }
        }
        return found;
    }

    private void joinSwept(UUID caseId, Acts.Rejoined rejoined) {
        transactions.executeWithoutResult(status -> {
            if (rows.exists(caseId)) {
                join(caseId, rejoined.findings());
            }
            if (rejoined.newRows() > 0) {
                cases.record(caseId, TimelineEvent.of("data.swept", SYSTEM).with("rows", rejoined.newRows()));
            }
        });
    }

    private void join(UUID caseId, Findings findings) {
        var restriction = rows.get(caseId).restrictionId();
        findings.records().forEach(record -> restrictions.join(restriction, record));
        if (findings.failedSystems().isEmpty()) {
            restrictions.searchCompleted(restriction);
        }
    }
}
