package kz.qupiya.breachnotification;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Ends a breach with its facts, measures and lessons, once nothing of it is under way. */
@Service
public class BreachClosing {

    /** The parts of a conclusion. */
    static final List<String> PARTS = List.of("facts", "measures", "lessons");

    private static final Set<String> CAUSES = Set.of(
            "attack",
            "malware",
            "stolen-credentials",
            "staff-error",
            "staff-abuse",
            "processor",
            "software-fault",
            "lost-device",
            "unknown");
    private static final Actor SYSTEM = Actor.system("breachnotification");

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final BreachRows rows;
    private final AuthorityFilings filings;
    private final PeopleNotices notices;
    private final CaseVault vault;
    private final Clock clock;

    BreachClosing(
            CaseFiles cases,
            Deadlines deadlines,
            BreachRows rows,
            AuthorityFilings filings,
            PeopleNotices notices,
            CaseVault vault,
            Clock clock) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.rows = rows;
        this.filings = filings;
        this.notices = notices;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * The conclusion as it is written.
     *
     * @param facts    what happened
     * @param measures what was done against it
     * @param lessons  what changes, so that it does not happen again
     */
    public record Conclusion(@Nullable String facts, @Nullable String measures, @Nullable String lessons) {

        /** Says nothing of what was written. */
        @Override
        public String toString() {
            return "Conclusion";
        }
    }

    /**
     * Writes the conclusion, in place of what was written before.
     *
     * @throws InvalidInputException naming every part that is missing or too long
     * @throws ConflictException     if the case is closed
     */
    @Transactional
    public void write(CaseFile caseFile, Conclusion conclusion, Actor by) {
        rows.lock(caseFile.id());
        if (!cases.get(caseFile.id()).isOpen()) {
            throw new ConflictException("breachnotification.closed");
        }
        List<Violation> violations = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        part("facts", conclusion.facts(), values, violations);
        part("measures", conclusion.measures(), values, violations);
        part("lessons", conclusion.lessons(), values, violations);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        vault.putAll(caseFile.id(), values);
        cases.record(caseFile.id(), TimelineEvent.of("breach.conclusion-written", by));
    }

    private static void part(
            String name, @Nullable String written, Map<String, String> values, List<Violation> violations) {
        var text = BreachFacts.text(name, written, violations);
        if (text == null) {
            violations.add(new Violation(name, "problem.field.missing"));
        } else {
            values.put("conclusion." + name, text);
        }
    }

    /** What was written, by part. */
    Map<String, String> conclusion(UUID caseId) {
        Map<String, String> parts = new HashMap<>();
        for (var part : PARTS) {
            vault.reveal(caseId, "conclusion." + part).ifPresent(text -> parts.put(part, text));
        }
        return parts;
    }

    /**
     * Ends the handling: from here nothing is added to the breach.
     *
     * @param cause code of the cause
     * @throws InvalidInputException for an unknown cause
     * @throws ConflictException     if the conclusion is not written, or a measure, a notification or a notice is under way
     */
    @Transactional
    public void conclude(UUID caseId, @Nullable String cause, Actor by) {
        rows.lock(caseId);
        if (cause == null || !CAUSES.contains(cause)) {
            throw new InvalidInputException("breachCause", "breachnotification.reason.missing");
        }
        if (conclusion(caseId).size() < PARTS.size()) {
            throw new ConflictException("breachnotification.conclusion.missing");
        }
        if (rows.measures(caseId).stream().anyMatch(one -> one.takenAt() == null)) {
            throw new ConflictException("breachnotification.under-way.measures");
        }
        if (filings.isUnderWay(caseId)) {
            throw new ConflictException("breachnotification.under-way.filing");
        }
        if (notices.isUnderWay(caseId)) {
            throw new ConflictException("breachnotification.under-way.notice");
        }
        rows.concluded(caseId, cause, clock.instant(), by.id());
        cases.record(caseId, TimelineEvent.of("breach.concluded", by).result(cause));
    }

    /** Closes the case. What was no breach owes nothing; a joined report is told by the first. */
    @Transactional
    public void close(UUID caseId) {
        var verdict = rows.get(caseId).verdict();
        if (!"confirmed".equals(verdict)) {
            var why = String.valueOf(verdict);
            deadlines.cancel(caseId, Duty.NOTIFY_AUTHORITY, why, SYSTEM);
            deadlines.cancel(caseId, Duty.NOTIFY_PEOPLE, why, SYSTEM);
        } else {
            // Nobody to tell: the duty has fallen away. What was told is met by now.
            deadlines.cancel(caseId, Duty.NOTIFY_PEOPLE, "nobody-to-tell", SYSTEM);
        }
        cases.decide(caseId, String.valueOf(verdict), SYSTEM);
        cases.close(
                caseId,
                switch (String.valueOf(verdict)) {
                    case "joined" -> Outcome.JOINED;
                    case "not-a-breach" -> Outcome.NOT_A_BREACH;
                    default -> Outcome.HANDLED;
                },
                SYSTEM);
    }
}
