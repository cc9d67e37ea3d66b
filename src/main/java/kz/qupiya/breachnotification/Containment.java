package kz.qupiya.breachnotification;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.CaseworkActs;
import kz.qupiya.datamap.ActState;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.security.Role;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stops a breach: measures with owners and dates, and new credentials for accounts under suspicion (kz pay bot 7). */
@Service
public class Containment {

    /** Whose tasks measures may be. */
    private static final Set<Role> OWNERS = Set.of(Role.SECURITY, Role.OFFICER, Role.CUSTODIAN);

    private static final Actor SYSTEM = Actor.system("breachnotification");

    private final CaseFiles cases;
    private final BreachRows rows;
    private final CaseVault vault;
    private final PersonFinder finder;
    private final Acts acts;
    private final Restrictions restrictions;
    private final BreachProcess process;
    private final Clock clock;

    Containment(
            CaseFiles cases,
            BreachRows rows,
            CaseVault vault,
            PersonFinder finder,
            Acts acts,
            Restrictions restrictions,
            BreachProcess process,
            Clock clock) {
        this.cases = cases;
        this.rows = rows;
        this.vault = vault;
        this.finder = finder;
        this.acts = acts;
        this.restrictions = restrictions;
        this.process = process;
        this.clock = clock;
    }

    /**
     * A measure as it is set.
     *
     * @param text  what is to be done
     * @param owner role whose task it is
     * @param dueOn last day for it, in Asia/Almaty; today at the earliest
     */
    public record NewMeasure(@Nullable String text, @Nullable String owner, @Nullable LocalDate dueOn) {

        /** Says nothing of what was written. */
        @Override
        public String toString() {
            return "NewMeasure";
        }
    }

    /**
     * Sets a measure; whoever owns it gets a task.
     *
     * @return its id
     * @throws InvalidInputException naming every bad field
     * @throws ConflictException     if the breach is not confirmed, or concluded
     */
    @Transactional
    public UUID set(CaseFile caseFile, NewMeasure measure, Actor by) {
        running(rows.lock(caseFile.id()), caseFile.id());
        List<Violation> violations = new ArrayList<>();
        var text = BreachFacts.text("text", measure.text(), violations);
        if (text == null) {
            violations.add(new Violation("text", "problem.field.missing"));
        }
        var owner = OWNERS.stream()
                .filter(role -> role.groupId().equals(measure.owner()))
                .findFirst()
                .orElse(null);
        if (owner == null) {
            violations.add(new Violation("owner", "breachnotification.owner.unknown"));
        }
        var today = Almaty.dayOf(clock.instant());
        var dueOn = measure.dueOn();
        if (dueOn == null || dueOn.isBefore(today) || dueOn.isAfter(today.plusYears(1))) {
            violations.add(new Violation("dueOn", "breachnotification.due.bad"));
        }
        if (text == null || owner == null || dueOn == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        var id = UUID.randomUUID();
        rows.addMeasure(
                new BreachRows.Measure(
                        id,
                        owner.groupId(),
                        Almaty.endOf(dueOn),
                        by.id(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        null,
                        null,
                        null),
                caseFile.id());
        vault.put(caseFile.id(), "measure." + id, text);
        cases.record(
                caseFile.id(),
                TimelineEvent.of("measure.set", by)
                        .with("measure", id)
                        .with("owner", owner.groupId())
                        .with("dueOn", dueOn));
        process.measureSet(caseFile);
        return id;
    }

    /** Last instant for the measure that the next task will be about. */
    public Instant nextDue(UUID caseId) {
        return rows.nextMeasure(caseId).map(BreachRows.Measure::dueAt).orElseGet(clock::instant);
    }

    /**
     * Ties a new task to the measure it was made for.
     *
     * @return the role whose task it is
     */
    @Transactional
    public String assign(UUID caseId, String taskId) {
        return rows.assignMeasure(caseId, taskId)
                .map(BreachRows.Measure::owner)
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    /** A measure was carried out. */
    @Transactional
    public void taken(UUID caseId, String taskId, Actor by) {
        var measure = rows.measureOfTask(taskId).orElseThrow(() -> new NotFoundException("problem.status.404"));
        rows.measureTaken(measure.id(), clock.instant(), by.id());
        cases.record(caseId, TimelineEvent.of("measure.taken", by).with("measure", measure.id()));
    }

    /**
     * The breach is contained.
     *
     * @throws ConflictException if no measure is recorded
     */
    @Transactional
    public void contained(UUID caseId, Actor by) {
        rows.lock(caseId);
        if (rows.measures(caseId).isEmpty()) {
            throw new ConflictException("breachnotification.measures.none");
        }
        rows.contained(caseId, clock.instant());
        cases.record(caseId, TimelineEvent.of("breach.contained", by));
    }

    /** The accounts under suspicion, by place. */
    public List<String> accounts(UUID caseId) {
        return rows.accounts(caseId).stream()
                .map(account -> String.valueOf(account.seq()))
                .toList();
    }

    /**
     * Looks the account up in every system; what is found joins the suspension. Prepares the reset.
     *
     * @return id of the act, or {@link CaseworkActs#NOTHING} where no system knows the account or keeps credentials
     */
    @Transactional
    public String prepareReset(UUID caseId, int seq) {
        var caseFile = cases.get(caseId);
        var account = account(caseId, seq);
        var identifiers = identifiers(caseId, seq);
        var findings = finder.find(caseFile.operator(), identifiers);
        findings.records().forEach(record -> restrictions.join(account.restriction(), record));
        if (findings.failedSystems().isEmpty()) {
            restrictions.searchCompleted(account.restriction());
        }
        if (account.act() != null) {
            return account.act().toString();
        }
        var act = acts.preview(PrepareAct.resetCredentials(caseFile.operator(), caseId, identifiers, "system"));
        if (act.systems().isEmpty()) {
            return CaseworkActs.NOTHING;
        }
        rows.resetBegun(caseId, seq, act.id());
        return act.id().toString();
    }

    /** Every system has reset the credentials: the account may be used again. */
    @Transactional
    public void completeReset(UUID caseId, int seq) {
        var account = account(caseId, seq);
        if (account.resetAt() != null) {
            return;
        }
        var act = account.act();
        if (act != null && acts.get(act).state() == ActState.RUNNING) {
            acts.complete(act);
        }
        rows.reset(caseId, seq, clock.instant());
        restrictions.lift(account.restriction(), act == null ? "account-not-found" : "credentials-reset");
        cases.record(
                caseId,
                TimelineEvent.of("account.reset", SYSTEM)
                        .with("account", seq)
                        .with("act", act)
                        .result(act == null ? "not-found" : "reset"));
    }

    private BreachRows.Account account(UUID caseId, int seq) {
        return rows.accounts(caseId).stream()
                .filter(one -> one.seq() == seq)
                .findFirst()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    private List<Identifier> identifiers(UUID caseId, int seq) {
        return Stream.of(IdentifierKind.values())
                .flatMap(kind -> vault.reveal(caseId, "account." + seq + "." + kind.json()).stream()
                        .map(value -> new Identifier(kind, value)))
                .toList();
    }

    /** The words of a case's measures by id. */
    Map<UUID, String> texts(UUID caseId, List<BreachRows.Measure> measures) {
        var texts = new java.util.HashMap<UUID, String>();
        measures.forEach(
                one -> vault.reveal(caseId, "measure." + one.id()).ifPresent(text -> texts.put(one.id(), text)));
        return texts;
    }

    private void running(Breach breach, UUID caseId) {
        if (!"confirmed".equals(breach.verdict())
                || breach.cause() != null
                || !cases.get(caseId).isOpen()) {
            throw new ConflictException("breachnotification.not-running");
        }
    }
}
