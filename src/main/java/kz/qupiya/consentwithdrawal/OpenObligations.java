package kz.qupiya.consentwithdrawal;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.RetentionVeto;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends what a stop in part left allowed. An unfulfilled obligation is the only reason why processing goes on after a withdrawal (Law 94-V art. 8(2)); the day it is fulfilled,
 * the rest has to stop too (art. 8(7)). The systems are asked once a day; where a custodian had named the obligation, staff say that it is fulfilled. Then a case of its own
 * is opened for the rest, with the law's term from that moment: it looks at the obligations again, and an officer decides.
 */
@Service
public class OpenObligations implements RetentionVeto {

    private static final Logger log = LoggerFactory.getLogger(OpenObligations.class);

    private static final Actor SWEEP = Actor.job("open-obligations");
    private static final int CHUNK = 20;
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORTLY = Duration.ofHours(1);
    private static final int FAILURES_UNTIL_RECORDED = 3;

    private final CaseFiles cases;
    private final Parties parties;
    private final Obligations obligations;
    private final Withdrawals withdrawals;
    private final WithdrawalRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OpenObligations(
            CaseFiles cases,
            Parties parties,
            Obligations obligations,
            Withdrawals withdrawals,
            WithdrawalRows rows,
            TransactionTemplate transaction,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.obligations = obligations;
        this.withdrawals = withdrawals;
        this.rows = rows;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Looks at every withdrawal that is due for a look. Several nodes share the work.
     *
     * @return how many were looked at
     */
    public int sweep() {
        var looked = 0;
        while (true) {
            var now = clock.instant();
            var due =
                    Objects.requireNonNull(transaction.execute(status -> rows.claimLooks(now, now.plus(LEASE), CHUNK)));
            due.forEach(this::look);
            looked += due.size();
            if (due.size() < CHUNK) {
                return looked;
            }
        }
    }

    private void look(UUID caseId) {
        try {
            var caseFile = cases.get(caseId);
            var found = obligations.find(caseFile.operator(), parties.identifiers(caseId));
            if (!found.failedSystems().isEmpty()) {
                failed(caseId, found.failedSystems().iterator().next());
                return;
            }
            var standing = found.obligations().stream()
                    .map(one -> one.system() + "/" + one.code())
                    .collect(Collectors.toUnmodifiableSet());
            transaction.executeWithoutResult(status -> settle(caseFile, standing));
        } catch (ProblemException e) {
            failed(caseId, e.code());
        } catch (RuntimeException e) {
            // One that fails must not keep the others; its message may quote data.
            log.error(
                    "the obligations of the withdrawal {} could not be looked at: {}",
                    caseId,
                    e.getClass().getName());
            failed(caseId, "unexpected");
        }
    }

    /** Notes what is fulfilled, and lets the purposes end that nothing needs any more. */
    private void settle(CaseFile caseFile, Set<String> standing) {
        var caseId = caseFile.id();
        var withdrawal = rows.lock(caseId);
        for (var one : rows.obligations(caseId)) {
            if (one.byCustodian() == null
                    && one.fulfilledAt() == null
                    && !standing.contains(one.system() + "/" + one.code())) {
                rows.fulfilled(caseId, one.system(), one.code(), clock.instant(), SWEEP.id());
                cases.record(
                        caseId,
                        TimelineEvent.of("obligation.fulfilled", SWEEP)
                                .with("system", one.system())
                                .with("code", one.code()));
            }
        }
        var needed = EnumSet.noneOf(Purpose.class);
        rows.obligations(caseId).stream()
                .filter(one -> one.fulfilledAt() == null)
                .forEach(one -> needed.addAll(one.purposes()));
        var ended = EnumSet.noneOf(Purpose.class);
        ended.addAll(withdrawal.allowed());
        ended.removeAll(rows.continued(caseId));
        var left = EnumSet.copyOf(ended);
        left.retainAll(needed);
        ended.removeAll(left);
        if (!ended.isEmpty()) {
            carryOn(caseFile, withdrawal, ended, left.isEmpty());
        }
        rows.lookAt(caseId, left.isEmpty() ? null : clock.instant().plus(DAY));
    }

    /** The last of a withdrawal from everything is withdrawn as everything: only then the service and the account can end with it. */
    private void carryOn(CaseFile caseFile, Withdrawal withdrawal, Set<Purpose> ended, boolean last) {
        var scope = withdrawal.scope().whole() && last
                ? List.of(Scope.ALL)
                : ended.stream().map(Purpose::code).sorted().toList();
        var opened = withdrawals.openPart(caseFile, scope, null, true, SWEEP);
        if (parties.entitlement(caseFile.id()).state() == Entitlement.PROVED
                && parties.entitlement(opened.id()).state() != Entitlement.PROVED) {
            parties.entitle(opened.id(), Entitlement.PROVED, null, SWEEP);
        }
        cases.record(
                opened.id(),
                TimelineEvent.of("withdrawal.continues", SWEEP)
                        .with("number", caseFile.number().value()));
        cases.record(
                caseFile.id(),
                TimelineEvent.of("withdrawal.continued", SWEEP)
                        .with("number", opened.number().value())
                        .with(
                                "purposes",
                                ended.stream().map(Purpose::code).sorted().toList()));
    }

    private void failed(UUID caseId, String code) {
        transaction.executeWithoutResult(status -> {
            var failures = rows.lookFailed(caseId, clock.instant().plus(SHORTLY));
            if (failures == FAILURES_UNTIL_RECORDED) {
                cases.record(
                        caseId, TimelineEvent.of("obligations.not-asked", SWEEP).with("error", code));
            }
        });
    }

    /**
     * Staff's word that the obligations that a custodian had named in a system are fulfilled. It takes effect with the next look, within minutes.
     *
     * @throws ConflictException {@code consentwithdrawal.obligation.none} if no obligation stands there by a custodian's word
     */
    public void fulfilled(CaseFile caseFile, String system, Actor by) {
        transaction.executeWithoutResult(status -> {
            var caseId = caseFile.id();
            rows.lock(caseId);
            var standing = rows.obligations(caseId).stream()
                    .filter(one -> one.byCustodian() != null && one.fulfilledAt() == null)
                    .filter(one -> one.system().equals(system))
                    .toList();
            if (standing.isEmpty() || !rows.isLooked(caseId)) {
                throw new ConflictException("consentwithdrawal.obligation.none");
            }
            standing.forEach(one -> {
                rows.fulfilled(caseId, one.system(), one.code(), clock.instant(), by.id());
                cases.record(
                        caseId,
                        TimelineEvent.of("obligation.fulfilled", by)
                                .with("system", one.system())
                                .with("code", one.code()));
            });
            rows.lookAt(caseId, clock.instant());
        });
    }

    /** Without the key of the case nobody could tell whose obligation it was. */
    @Override
    public Optional<String> reason(CaseFile caseFile) {
        return rows.isLooked(caseFile.id()) ? Optional.of("open-obligations") : Optional.empty();
    }
}
