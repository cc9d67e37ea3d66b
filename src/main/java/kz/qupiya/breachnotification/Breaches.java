package kz.qupiya.breachnotification;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.Identifiers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes in reports of breaches and what becomes known later. Case, deadlines, suspended accounts and process are born in one transaction. */
@Service
public class Breaches {

    /** More accounts than these are a matter for a block of all passwords by the custodian, not for a reset one by one. */
    static final int MOST_ACCOUNTS = 200;

    /** What an account under suspicion may not be used for until its credentials are reset. */
    static final Set<Purpose> SUSPENDED =
            Set.of(Purpose.SERVICE, Purpose.BILLING, Purpose.CHANGE, Purpose.THIRD_PARTY_TRANSFER);

    private static final String SUSPECTED = "account-suspected-";
    private static final String DISCOVERED_AT = "discoveredAt";
    private static final String OCCURRED_FROM = "occurredFrom";

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final Operators operators;
    private final Restrictions restrictions;
    private final CaseVault vault;
    private final BreachRows rows;
    private final BreachFacts facts;
    private final BreachProcess process;
    private final Clock clock;

    Breaches(
            CaseFiles cases,
            Deadlines deadlines,
            Operators operators,
            Restrictions restrictions,
            CaseVault vault,
            BreachRows rows,
            BreachFacts facts,
            BreachProcess process,
            Clock clock) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.operators = operators;
        this.restrictions = restrictions;
        this.vault = vault;
        this.rows = rows;
        this.facts = facts;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Opens a case and starts its process.
     *
     * @param by      who reports it
     * @param through the channel that counts when the report names none
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile open(OperatorKey operator, BreachRequest request, Actor by, Channel through) {
        var caseFile = register(operator, request, by, through);
        cases.attachProcess(caseFile.id(), process.reported(caseFile));
        return cases.get(caseFile.id());
    }

    /**
     * Opens a case for a process that is being born already, as over engine REST; the caller ties the two together.
     *
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile register(OperatorKey operator, BreachRequest request, Actor by, Channel through) {
        List<Violation> violations = new ArrayList<>();
        var now = clock.instant();
        var kind = request.kind() == null ? null : BreachKind.of(request.kind()).orElse(null);
        if (kind == null) {
            violations.add(new Violation(
                    "kind", request.kind() == null ? "problem.field.missing" : "breachnotification.kind.unknown"));
        }
        var discoveredAt = request.discoveredAt();
        if (discoveredAt == null) {
            violations.add(new Violation(DISCOVERED_AT, "problem.field.missing"));
        } else if (discoveredAt.isAfter(now)) {
            violations.add(new Violation(DISCOVERED_AT, "breachnotification.discovered.future"));
        }
        var occurredFrom = request.occurredFrom();
        if (occurredFrom != null && occurredFrom.isAfter(discoveredAt == null ? now : discoveredAt)) {
            violations.add(new Violation(OCCURRED_FROM, "breachnotification.occurred.later"));
        }
        var words = BreachFacts.read("description", request.description(), null, request.dataCategories(), violations);
        if (words.facts() == null) {
            violations.add(new Violation("description", "problem.field.missing"));
        }
        if (request.dataCategories() == null || request.dataCategories().isEmpty()) {
            violations.add(new Violation("dataCategories", "problem.field.missing"));
        }
        var accounts = accounts(request.compromisedAccounts(), violations);
        if (!accounts.isEmpty() && Boolean.TRUE.equals(request.rehearsal())) {
            violations.add(new Violation("compromisedAccounts", "breachnotification.rehearsal.accounts"));
        }
        var channel = channel(request.channel(), through, violations);
        CaseFile caseFile;
        try {
            caseFile = cases.open(new OpenCase(
                    operator,
                    CaseKind.BREACH,
                    channel,
                    violations.isEmpty() ? discoveredAt : null,
                    null,
                    null,
                    kind == null ? null : kind.code(),
                    words.facts(),
                    null,
                    Boolean.TRUE.equals(request.rehearsal()),
                    by));
        } catch (InvalidInputException e) {
            e.violations().stream()
                    .map(one -> "receivedAt".equals(one.field())
                            ? new Violation(
                                    DISCOVERED_AT, one.code(), one.args().toArray())
                            : one)
                    .forEach(violations::add);
            throw new InvalidInputException(violations);
        }
        if (kind == null || discoveredAt == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations); // rolls the case back: all fields are named at once
        }
        var rehearsal = Boolean.TRUE.equals(request.rehearsal());
        begin(caseFile, kind, occurredFrom, rehearsal, words, by, now);
        for (int seq = 1; seq <= accounts.size(); seq++) {
            suspend(caseFile, seq, accounts.get(seq - 1));
        }
        return caseFile;
    }

    private void begin(
            CaseFile caseFile,
            BreachKind kind,
            @Nullable Instant occurredFrom,
            boolean rehearsal,
            BreachFacts.Words words,
            Actor by,
            Instant now) {
        var id = caseFile.id();
        rows.create(id, kind, caseFile.receivedAt(), occurredFrom, rehearsal, now, by.id());
        facts.keep(id, 1, words);
        cases.record(
                id,
                TimelineEvent.of("breach.reported", by)
                        .with("kind", kind.code())
                        .with("discoveredAt", caseFile.receivedAt())
                        .with(OCCURRED_FROM, occurredFrom)
                        .with("rehearsal", rehearsal ? true : null));
        deadlines.startAll(
                id,
                List.of(
                        Deadlines.StartDeadline.of(id, Duty.NOTIFY_AUTHORITY, caseFile.receivedAt()),
                        Deadlines.StartDeadline.of(id, Duty.NOTIFY_PEOPLE, caseFile.receivedAt())));
        var duty = operators.get(caseFile.operator()).peopleNotice();
        if (duty.isPresent() && duty.get().kinds().contains(kind.code())) {
            rows.tell(id, "duty", null, now, "system");
            cases.record(
                    id,
                    TimelineEvent.of("breach.people-to-be-told", Actor.system("breachnotification"))
                            .result("duty")
                            .with("clause", duty.get().clause()));
        }
    }

    private static Channel channel(@Nullable String written, Channel through, List<Violation> violations) {
        if (written == null) {
            return through;
        }
        return Channel.find(written).orElseGet(() -> {
            violations.add(new Violation("channel", "casefile.channel.unknown"));
            return through;
        });
    }

    private static List<List<Identifier>> accounts(
            @Nullable List<BreachRequest.Account> named, List<Violation> violations) {
        if (named == null) {
            return List.of();
        }
        if (named.size() > MOST_ACCOUNTS) {
            violations.add(new Violation("compromisedAccounts", "breachnotification.accounts.many", MOST_ACCOUNTS));
            return List.of();
        }
        return IntStream.range(0, named.size())
                .mapToObj(at ->
                        Identifiers.normalise(named.get(at).subject(), "compromisedAccounts[" + at + "]", violations))
                .toList();
    }

    /** From now on permits deny the use of the account: somebody else may be using it. */
    private void suspend(CaseFile caseFile, int seq, List<Identifier> identifiers) {
        for (var one : identifiers) {
            vault.put(caseFile.id(), accountField(seq, one), one.value());
        }
        var restriction = restrictions.place(PlaceRestriction.suppression(
                caseFile.operator(),
                caseFile.id(),
                caseFile.number().value(),
                SUSPECTED + seq,
                caseFile.receivedAt(),
                identifiers,
                SUSPENDED));
        rows.addAccount(caseFile.id(), seq, restriction.id());
    }

    static String accountField(int seq, Identifier identifier) {
        return "account." + seq + "." + identifier.kind().json();
    }

    /**
     * Adds what became known later, as a new version; the earlier ones stay.
     *
     * @throws InvalidInputException naming every bad field, or if nothing is added
     * @throws ConflictException     if the case is closed
     */
    @Transactional
    public void add(CaseFile caseFile, BreachPart part, Actor by) {
        var breach = rows.lock(caseFile.id());
        open(caseFile.id());
        List<Violation> violations = new ArrayList<>();
        var words = BreachFacts.read("facts", part.facts(), part.measures(), part.dataCategories(), violations);
        var occurredFrom = part.occurredFrom();
        if (occurredFrom != null && occurredFrom.isAfter(breach.discoveredAt())) {
            violations.add(new Violation(OCCURRED_FROM, "breachnotification.occurred.later"));
        }
        if (violations.isEmpty() && words.isEmpty() && occurredFrom == null) {
            violations.add(new Violation("facts", "problem.field.missing"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        var now = clock.instant();
        rows.nextVersion(
                breach, occurredFrom == null ? null : occurredFrom.truncatedTo(ChronoUnit.MICROS), now, by.id());
        facts.keep(caseFile.id(), breach.version() + 1, words);
        cases.record(
                caseFile.id(),
                TimelineEvent.of("breach.part-added", by)
                        .with("version", breach.version() + 1)
                        .with("parts", parts(words, occurredFrom)));
    }

    private static List<String> parts(BreachFacts.Words words, @Nullable Instant occurredFrom) {
        List<String> parts = new ArrayList<>();
        if (words.facts() != null) {
            parts.add("facts");
        }
        if (words.measures() != null) {
            parts.add("measures");
        }
        if (!words.categories().isEmpty()) {
            parts.add("dataCategories");
        }
        if (occurredFrom != null) {
            parts.add(OCCURRED_FROM);
        }
        return parts;
    }

    private void open(UUID caseId) {
        if (!cases.get(caseId).isOpen()) {
            throw new ConflictException("breachnotification.closed");
        }
    }
}
