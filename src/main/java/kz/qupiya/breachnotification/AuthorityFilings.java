package kz.qupiya.breachnotification;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.affected.AffectedList;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.breachnotification.FilingRows.Filing;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.letter.LetterSent;
import kz.qupiya.letter.Letters;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells the authorised body, within one working day of the discovery (Law 94-V art. 25(2)(8); Order 481/НҚ p. 4): prepared by security, approved by an officer and bound to what the officer
 * read, sent or handed in, registered. The first notification is whole; a later one holds what is new.
 */
@Service
public class AuthorityFilings {

    /** A list of so many people, or more, is handed in as a file and not sent by open mail; below, it is an annex of the letter. */
    static final int ANNEX_LIMIT = 1_000;

    private static final String MAIL = "mail";
    private static final String HAND = "hand";
    private static final int LONGEST_NUMBER = 100;
    private static final Set<String> REJECTIONS = Set.of("facts-incomplete", "measures-incomplete", "list-wrong");
    private static final Actor SYSTEM = Actor.system("breachnotification");

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final AffectedLists lists;
    private final BreachRows breaches;
    private final FilingRows rows;
    private final FilingLetters filingLetters;
    private final Letters letters;
    private final BreachSettings settings;
    private final BreachProcess process;
    private final Clock clock;

    AuthorityFilings(
            CaseFiles cases,
            Deadlines deadlines,
            AffectedLists lists,
            BreachRows breaches,
            FilingRows rows,
            FilingLetters filingLetters,
            Letters letters,
            BreachSettings settings,
            BreachProcess process,
            Clock clock) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.lists = lists;
        this.breaches = breaches;
        this.rows = rows;
        this.filingLetters = filingLetters;
        this.letters = letters;
        this.settings = settings;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Prepares the notification from what is known now, in place of an earlier preparation that was not approved.
     *
     * @param way {@code mail} or {@code hand}
     * @throws InvalidInputException field {@code filingWay}: unknown, or mail where no address is configured or the list is too long for it
     */
    @Transactional
    public void prepare(UUID caseId, @Nullable String way, Actor by) {
        var breach = breaches.lock(caseId);
        if (way == null || !Set.of(MAIL, HAND).contains(way)) {
            throw new InvalidInputException("filingWay", "problem.field.missing");
        }
        var filing = asThingsStand(breach, way, by);
        if (MAIL.equals(way) && settings.authority().email() == null) {
            throw new InvalidInputException("filingWay", "breachnotification.filing.no-address");
        }
        if (MAIL.equals(way) && filing.people() >= ANNEX_LIMIT) {
            throw new InvalidInputException("filingWay", "breachnotification.filing.list-by-hand", ANNEX_LIMIT);
        }
        rows.prepare(filing);
        cases.record(
                caseId,
                TimelineEvent.of("filing.prepared", by)
                        .with("round", filing.round())
                        .with("way", way)
                        .with("version", filing.factsVersion())
                        .with("people", filing.people())
                        .with("listHash", filing.listHash().isEmpty() ? null : filing.listHash()));
    }

    /** What a notification would hold now. */
    Filing asThingsStand(Breach breach, String way, Actor by) {
        var caseId = breach.caseId();
        var sent = rows.of(caseId).stream().filter(one -> one.sentAt() != null).toList();
        int told = sent.stream().mapToInt(Filing::toList).max().orElse(0);
        var fresh = lists.ofCase(caseId).stream()
                .filter(list -> list.frozenAt() != null && list.version() > told)
                .toList();
        return new Filing(
                caseId,
                sent.size() + 1,
                way,
                breach.version(),
                breaches.measures(caseId).size(),
                fresh.isEmpty() ? 0 : told + 1,
                fresh.stream().mapToInt(AffectedList::version).max().orElse(told),
                fresh.stream().mapToLong(AffectedList::people).sum(),
                fresh.stream().map(AffectedList::hash).collect(Collectors.joining(",")),
                by.id(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Puts the words of the letter together, so that whoever approves reads what will go out. */
    @Transactional
    public void write(UUID caseId) {
        filingLetters.compose(unsent(caseId));
    }

    /**
     * The second person's word.
     *
     * @return {@code approved}, {@code rejected}, or {@code stale} where facts or list have changed since: then it is prepared anew
     * @throws ForbiddenException if it is the one who prepared it
     */
    @Transactional
    public String approve(UUID caseId, @Nullable String approval, @Nullable String reason, Actor by) {
        var breach = breaches.lock(caseId);
        var filing = unsent(caseId);
        if (by.id().equals(filing.preparedBy())) {
            throw new ForbiddenException("breachnotification.own-preparation");
        }
        if ("rejected".equals(approval)) {
            if (reason == null || !REJECTIONS.contains(reason)) {
                throw new InvalidInputException("filingRejection", "breachnotification.reason.missing");
            }
            recordApproval(filing, "rejected", reason, by);
            return "rejected";
        }
        if (!"approved".equals(approval)) {
            throw new InvalidInputException("approval", "problem.field.missing");
        }
        if (!filing.covers(asThingsStand(breach, filing.way(), by))) {
            recordApproval(filing, "stale", null, by);
            return "stale";
        }
        rows.approved(filing, clock.instant(), by.id());
        recordApproval(filing, "approved", null, by);
        return "approved";
    }

    private void recordApproval(Filing filing, String result, @Nullable String reason, Actor by) {
        cases.record(
                filing.caseId(),
                TimelineEvent.of("filing.approval", by)
                        .result(result)
                        .with("round", filing.round())
                        .with("reason", reason));
    }

    /** Who prepared the notification that waits for approval. */
    public Optional<String> preparedBy(UUID caseId) {
        return rows.unsent(caseId).map(Filing::preparedBy);
    }

    /** Sends what was approved, or gives it out for handing in. In a rehearsal nothing leaves the house. */
    @Transactional
    public void send(UUID caseId) {
        var filing = unsent(caseId);
        if (filing.approvedBy() == null) {
            throw new IllegalStateException("a notification that nobody approved is not sent");
        }
        var letter = letters.send(filingLetters.request(filing));
        rows.sent(filing, letter, clock.instant());
        cases.record(
                caseId,
                TimelineEvent.of("filing.sent", SYSTEM)
                        .with("round", filing.round())
                        .with("way", filing.way())
                        .with("letterId", letter));
    }

    /** The mail server has taken the letter: the authority is told. What is handed in by hand counts from its registration. */
    @EventListener
    void sent(LetterSent letter) {
        rows.ofLetter(letter.letterId())
                .filter(filing -> MAIL.equals(filing.way()))
                .ifPresent(filing -> deadlines.meet(filing.caseId(), Duty.NOTIFY_AUTHORITY, clock.instant()));
    }

    /**
     * A registration as staff record it.
     *
     * @param number     under which the authority registered the notification
     * @param handedInAt when it was handed in, or arrived
     */
    public record Registration(@Nullable String number, @Nullable Instant handedInAt) {}

    /**
     * Records how the authority registered a notification that was sent.
     *
     * @throws InvalidInputException naming every bad field
     * @throws ConflictException     if it was not sent
     * @throws NotFoundException     if there is none of that round
     */
    @Transactional
    public void register(CaseFile caseFile, int round, Registration registration, Actor by) {
        breaches.lock(caseFile.id());
        var filing = rows.of(caseFile.id()).stream()
                .filter(one -> one.round() == round)
                .findFirst()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
        var sentAt = filing.sentAt();
        if (sentAt == null) {
            throw new ConflictException("breachnotification.filing.not-sent");
        }
        List<Violation> violations = new ArrayList<>();
        var number = registration.number();
        if (number == null || number.isBlank()) {
            violations.add(new Violation("number", "problem.field.missing"));
        } else if (number.length() > LONGEST_NUMBER) {
            violations.add(new Violation("number", "problem.field.too-long", LONGEST_NUMBER));
        }
        var at = registration.handedInAt();
        if (at == null || at.isAfter(clock.instant()) || at.isBefore(caseFile.receivedAt())) {
            violations.add(new Violation("handedInAt", "breachnotification.filing.when"));
        }
        if (number == null || at == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        rows.registered(filing, number.strip(), at.truncatedTo(ChronoUnit.MICROS), clock.instant(), by.id());
        cases.record(
                caseFile.id(),
                TimelineEvent.of("filing.registered", by).with("round", round).with("handedInAt", at));
        if (round == 1) {
            deadlines.meet(caseFile.id(), Duty.NOTIFY_AUTHORITY, at);
        }
    }

    /**
     * The registration is on record.
     *
     * @throws ConflictException if it is not
     */
    @Transactional
    public void requireRegistered(UUID caseId) {
        var missing = rows.of(caseId).stream().anyMatch(one -> one.sentAt() != null && one.recordedAt() == null);
        if (missing) {
            throw new ConflictException("breachnotification.filing.not-registered");
        }
    }

    /**
     * Orders a supplement, where facts or measures have become known since the last notification.
     *
     * @throws ConflictException if none was sent yet, one is being prepared, or nothing is new
     */
    @Transactional
    public void supplement(CaseFile caseFile, Actor by) {
        var breach = breaches.lock(caseFile.id());
        var filings = rows.of(caseFile.id());
        var last = filings.stream().filter(one -> one.sentAt() != null).reduce((one, other) -> other);
        if (last.isEmpty() || filings.size() > last.get().round() || !caseFile.isOpen() || breach.cause() != null) {
            throw new ConflictException("breachnotification.supplement.not-now");
        }
        var now = asThingsStand(breach, HAND, by);
        if (now.factsVersion() == last.get().factsVersion()
                && now.measures() == last.get().measures()
                && now.fromList() == 0) {
            throw new ConflictException("breachnotification.supplement.nothing-new");
        }
        cases.record(caseFile.id(), TimelineEvent.of("filing.supplement-ordered", by));
        process.supplementNeeded(caseFile);
    }

    /** Whether the authority was told before the newest list was frozen, so that the list has to follow. */
    public boolean needsSupplement(UUID caseId) {
        var filings = rows.of(caseId);
        return filings.stream().anyMatch(one -> one.sentAt() != null)
                && filings.stream().allMatch(one -> one.sentAt() != null)
                && asThingsStand(breaches.get(caseId), HAND, SYSTEM).people() > 0;
    }

    /** Whether a notification is under way. */
    boolean isUnderWay(UUID caseId) {
        return rows.of(caseId).stream().anyMatch(one -> one.recordedAt() == null);
    }

    private Filing unsent(UUID caseId) {
        return rows.unsent(caseId).orElseThrow(() -> new NotFoundException("problem.status.404"));
    }
}
