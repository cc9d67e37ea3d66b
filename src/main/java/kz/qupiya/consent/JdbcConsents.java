package kz.qupiya.consent;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.KeyedDigests;
import kz.qupiya.subject.SaltedDigest;
import kz.qupiya.subject.SealedValues;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class JdbcConsents implements Consents {

    /** Purpose of the key under which what is personal lies sealed. */
    static final String SEAL = "consent";

    private static final int SWEPT_AT_ONCE = 500;

    private final Operators operators;
    private final ConsentChecks checks;
    private final ConsentRows rows;
    private final KeyedDigests digests;
    private final SealedValues seals;
    private final Restrictions restrictions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JdbcConsents(
            Operators operators,
            ConsentChecks checks,
            ConsentRows rows,
            KeyedDigests digests,
            SealedValues seals,
            Restrictions restrictions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.operators = operators;
        this.checks = checks;
        this.rows = rows;
        this.digests = digests;
        this.seals = seals;
        this.restrictions = restrictions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Recorded give(OperatorKey operator, GivenConsent given, String by) {
        var profile = operators.get(operator);
        List<Violation> violations = new ArrayList<>(0);
        var consent = checks.check(profile, given, checks.text(profile, given.proof()), violations);
        if (consent == null) {
            throw new InvalidInputException(violations);
        }
        var id = consent.id(digests);
        var now = now();
        rows.lockToGive(consent.identifiers());
        var salt = SaltedDigest.salt();
        var digest = Evidence.digest(salt, Evidence.content(id, consent));
        var isNew = rows.insert(
                id,
                consent,
                rows.text(operator, consent.text(), now),
                by,
                now,
                digest,
                seals.seal(SEAL, id.toString(), Evidence.sealed(salt, consent.fullName(), consent.address())));
        if (isNew) {
            settle(List.of(new Fresh(id, consent, digest)), now);
        }
        return new Recorded(views(rows.rows(operator, List.of(id))).get(0), isNew);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Consent> of(OperatorKey operator, Set<IdentifierHash> person) {
        return person.isEmpty() ? List.of() : views(rows.rows(operator, rows.ids(person)));
    }

    @Override
    public List<Consent> withdraw(
            OperatorKey operator, Set<IdentifierHash> person, Set<Purpose> purposes, Instant at, String caseNumber) {
        var now = now();
        var from = at.truncatedTo(ChronoUnit.MICROS);
        if (from.isAfter(now)) {
            throw new IllegalArgumentException("a withdrawal that lies ahead has not happened");
        }
        if (person.isEmpty() || purposes.isEmpty()) {
            return List.of();
        }
        var bits = PurposeBits.of(purposes);
        rows.lockToWithdraw(person);
        rows.remember(operator, person, bits, onlyPerson(person), from, caseNumber, now);
        var ended = end(
                rows.held(operator, rows.ids(person)),
                row -> !row.givenAt().isAfter(from),
                row -> row.runningAt(from) & bits,
                HowEnded.WITHDRAWN,
                from,
                caseNumber,
                now);
        return views(rows.rows(operator, ended));
    }

    @Override
    public int storageEnded(OperatorKey operator, Set<IdentifierHash> person, Instant at, String caseNumber) {
        if (person.isEmpty()) {
            return 0;
        }
        rows.lockToWithdraw(person);
        return end(
                        rows.held(operator, rows.ids(person)),
                        row -> row.term() == TermKind.UNTIL_STORAGE_ENDS
                                && !row.givenAt().isAfter(at),
                        ConsentRows.Row::running,
                        HowEnded.STORAGE_ENDED,
                        at.truncatedTo(ChronoUnit.MICROS),
                        caseNumber,
                        now())
                .size();
    }

    /**
     * Puts some of the expiries on record that the clock has brought about.
     *
     * @return how many; fewer than could be when no more are left or other nodes work on them
     */
    int expire() {
        var now = now();
        var due = rows.due(now, SWEPT_AT_ONCE);
        due.forEach(row -> {
            if (row.until() == null) {
                throw new IllegalStateException("a consent without an end does not expire");
            }
        });
        List<Ended> ended = new ArrayList<>(due.size());
        for (var row : due) {
            if (row.until() != null) {
                ended.add(new Ended(row, row.running(), HowEnded.EXPIRED, row.until(), null));
            }
        }
        record(ended, now);
        return due.size();
    }

    /** A consent that was just recorded. */
    record Fresh(UUID id, CheckedConsent consent, String digest) {}

    /**
     * Ends of new consents what was withdrawn after they were given, and tells of the rest that it runs.
     *
     * @param fresh rows inserted in this transaction, which holds {@link ConsentRows#lockToGive}
     */
    void settle(Collection<Fresh> fresh, Instant now) {
        List<IdentifierHash> hashes = new ArrayList<>();
        fresh.forEach(one -> hashes.addAll(one.consent.identifiers()));
        var withdrawals = rows.withdrawals(hashes);
        List<Ended> ended = new ArrayList<>(0);
        Map<OperatorKey, List<Restrictions.GivenAnew>> given = new HashMap<>();
        for (var one : fresh) {
            var consent = one.consent;
            var running = consent.purposes();
            var row = new ConsentRows.Row(
                    one.id,
                    consent.operator(),
                    consent.givenAt(),
                    now,
                    consent.until(),
                    running,
                    running,
                    consent.shortened(),
                    consent.term(),
                    one.digest);
            var whose = withdrawals.isEmpty() ? null : consent.person();
            for (var hash : withdrawals.isEmpty() ? List.<IdentifierHash>of() : consent.identifiers()) {
                for (var withdrawal : withdrawals.getOrDefault(hash, List.of())) {
                    if ((withdrawal.purposes() & running) != 0 && withdrawal.takesBack(whose, consent.givenAt())) {
                        ended.add(new Ended(
                                row,
                                withdrawal.purposes() & running,
                                HowEnded.WITHDRAWN,
                                withdrawal.at(),
                                withdrawal.caseNumber()));
                        running &= ~withdrawal.purposes();
                    }
                }
            }
            if (running != 0 && row.runningAt(now) != 0) {
                given.computeIfAbsent(consent.operator(), operator -> new ArrayList<>())
                        .add(new Restrictions.GivenAnew(
                                consent.identifiers(), PurposeBits.purposes(running), consent.givenAt()));
                events.publishEvent(
                        new ConsentGiven(consent.operator(), one.id, PurposeBits.purposes(running), consent.givenAt()));
            }
        }
        record(ended, now);
        given.forEach(restrictions::consentGiven);
    }

    private List<UUID> end(
            List<ConsentRows.Row> held,
            Predicate<ConsentRows.Row> which,
            ToIntFunction<ConsentRows.Row> purposes,
            HowEnded how,
            Instant at,
            String caseNumber,
            Instant now) {
        var ended = held.stream()
                .filter(which)
                .map(row -> new Ended(row, purposes.applyAsInt(row), how, at, caseNumber))
                .filter(end -> end.purposes != 0)
                .toList();
        record(ended, now);
        return ended.stream().map(end -> end.row.id()).toList();
    }

    private void record(List<Ended> ended, Instant now) {
        if (ended.isEmpty()) {
            return;
        }
        var before = rows.events(ended.stream().map(end -> end.row.id()).toList());
        Map<UUID, Head> heads = new HashMap<>();
        List<ConsentRows.Event> endings = new ArrayList<>(ended.size());
        for (var end : ended) {
            var row = end.row;
            var head = heads.computeIfAbsent(row.id(), id -> Head.of(row, before.getOrDefault(id, List.of())));
            var sequence = head.sequence + 1;
            var hash = Evidence.chained(
                    head.hash, Evidence.row(row.id(), sequence, end.how, end.purposes, end.at, now, end.caseNumber));
            heads.put(row.id(), new Head(sequence, hash));
            endings.add(new ConsentRows.Event(
                    row.id(), sequence, end.how, end.purposes, end.at, now, end.caseNumber, hash));
        }
        rows.end(endings);
        ended.forEach(end -> events.publishEvent(new ConsentEnded(
                end.row.operator(), end.row.id(), PurposeBits.purposes(end.purposes), end.at, end.how)));
    }

    private List<Consent> views(List<ConsentRows.Row> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        var endings = rows.events(found.stream().map(ConsentRows.Row::id).toList());
        var now = clock.instant();
        return found.stream()
                .map(row -> view(row, endings.getOrDefault(row.id(), List.of()), now))
                .toList();
    }

    static Consent view(ConsentRows.Row row, List<ConsentRows.Event> endings, Instant now) {
        return new Consent(
                row.id(),
                row.operator(),
                PurposeBits.purposes(row.purposes()),
                PurposeBits.purposes(row.runningAt(now)),
                row.givenAt(),
                row.recordedAt(),
                row.term(),
                row.until(),
                row.shortened(),
                endings.stream()
                        .map(event -> new Consent.Ending(
                                event.how(), PurposeBits.purposes(event.purposes()), event.at(), event.caseNumber()))
                        .toList());
    }

    /** The person, if the identifiers name one IIN; of several nobody can tell who is meant. */
    private static @Nullable Long onlyPerson(Set<IdentifierHash> person) {
        var numbers = person.stream()
                .filter(hash -> hash.kind() == IdentifierKind.IIN)
                .toList();
        return numbers.size() == 1 ? (Long) CheckedConsent.personOf(numbers.get(0)) : null;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private record Ended(ConsentRows.Row row, int purposes, HowEnded how, Instant at, @Nullable String caseNumber) {}

    private record Head(int sequence, String hash) {

        static Head of(ConsentRows.Row row, List<ConsentRows.Event> before) {
            return before.isEmpty()
                    ? new Head(0, row.digest())
                    : new Head(
                            before.get(before.size() - 1).sequence(),
                            before.get(before.size() - 1).hash());
        }
    }
}
