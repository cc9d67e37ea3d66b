package kz.qupiya.breachnotification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Timeline;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How long each step of a breach took, from its timeline: what a rehearsal is held for. */
@Service
public class BreachReport {

    /** Events that end a step. */
    private static final Set<String> STEPS = Set.of(
            "breach.reported",
            "breach.assessed",
            "breach.contained",
            "measure.taken",
            "account.reset",
            "list.checked",
            "filing.prepared",
            "filing.approval",
            "filing.sent",
            "filing.registered",
            "breach.people-to-be-told",
            "notice.ready",
            "notice.approval",
            "notice.drained",
            "breach.concluded",
            "case.closed");

    private final Timeline timeline;
    private final BreachRows rows;
    private final MessageSource messages;

    BreachReport(Timeline timeline, BreachRows rows, MessageSource messages) {
        this.timeline = timeline;
        this.rows = rows;
        this.messages = messages;
    }

    /**
     * The report.
     *
     * @param minutes from the discovery to the last step
     */
    public record Report(
            String number, boolean rehearsal, OffsetDateTime discoveredAt, long minutes, List<Step> steps) {}

    /**
     * A step.
     *
     * @param minutes        since the step before
     * @param sinceDiscovery minutes since the discovery
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            String code, String text, @Nullable String result, OffsetDateTime at, long minutes, long sinceDiscovery) {}

    /** The report of a breach. */
    @Transactional(readOnly = true)
    public Report of(CaseFile caseFile, Locale locale) {
        List<Step> steps = new ArrayList<>();
        Instant before = caseFile.receivedAt();
        for (var entry : timeline.of(caseFile.id())) {
            if (!STEPS.contains(entry.code())) {
                continue;
            }
            steps.add(new Step(
                    entry.code(),
                    messages.getMessage("breachnotification.step." + entry.code(), null, locale),
                    entry.result(),
                    Almaty.at(entry.at()),
                    minutes(before, entry.at()),
                    minutes(caseFile.receivedAt(), entry.at())));
            before = entry.at();
        }
        return new Report(
                caseFile.number().value(),
                rows.get(caseFile.id()).rehearsal(),
                Almaty.at(caseFile.receivedAt()),
                minutes(caseFile.receivedAt(), before),
                steps);
    }

    private static long minutes(Instant from, Instant to) {
        return Duration.between(from, to).toMinutes();
    }
}
