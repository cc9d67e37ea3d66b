package kz.qupiya.casefile;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Puts the view together from the register, the deadlines and what higher modules add. */
@Service
class AssembledCaseViews implements CaseViews {

    private static final Set<String> OWN = Set.of(
            "number",
            "kind",
            "status",
            "outcome",
            "channel",
            "entitlement",
            "receivedAt",
            "openedAt",
            "decidedAt",
            "closedAt",
            "deadlines",
            "openTasks",
            "process");

    private final JdbcDeadlines deadlines;
    private final ObjectProvider<OpenTasks> openTasks;
    private final ObjectProvider<CaseViewExtra> extras;

    AssembledCaseViews(
            JdbcDeadlines deadlines, ObjectProvider<OpenTasks> openTasks, ObjectProvider<CaseViewExtra> extras) {
        this.deadlines = deadlines;
        this.openTasks = openTasks;
        this.extras = extras;
    }

    @Override
    public CaseView of(CaseFile caseFile) {
        return of(List.of(caseFile)).get(0);
    }

    @Override
    public List<CaseView> of(Collection<CaseFile> caseFiles) {
        var byCase = deadlines.of(caseFiles.stream().map(CaseFile::id).toList());
        var tasks = tasks(caseFiles);
        return caseFiles.stream()
                .map(one ->
                        view(one, byCase.getOrDefault(one.id(), List.of()), tasks.getOrDefault(one.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<String>> tasks(Collection<CaseFile> caseFiles) {
        var open = openTasks.getIfAvailable();
        return open == null || caseFiles.isEmpty() ? Map.of() : open.names(caseFiles);
    }

    private CaseView view(CaseFile one, List<Deadline> ofCase, List<String> tasks) {
        return new CaseView(
                one.number(),
                one.kind(),
                one.status(),
                one.outcome(),
                one.channel(),
                one.entitlement(),
                Almaty.at(one.receivedAt()),
                Almaty.at(one.openedAt()),
                atOrNull(one.decidedAt()),
                atOrNull(one.closedAt()),
                ofCase.stream()
                        .filter(deadline -> deadline.state() != DeadlineState.CANCELLED)
                        .map(AssembledCaseViews::view)
                        .toList(),
                List.copyOf(tasks),
                one.processInstanceId(),
                more(one));
    }

    private Map<String, Object> more(CaseFile one) {
        var more = new LinkedHashMap<String, Object>();
        extras.orderedStream().forEach(extra -> extra.of(one).forEach((name, value) -> {
            if (!OWN.contains(name)) {
                more.put(name, value);
            }
        }));
        return more;
    }

    private static CaseView.DeadlineView view(Deadline deadline) {
        return new CaseView.DeadlineView(
                deadline.duty().code(),
                Almaty.at(deadline.dueAt()),
                deadline.ruling().rule().basis(),
                deadline.readings().stream()
                        .filter(reading -> reading.role() == Deadline.Reading.Role.OVERRIDDEN)
                        .map(reading -> new CaseView.DeadlineView.Override(
                                reading.rule().basis(),
                                Almaty.at(reading.receipt().dueAt())))
                        .toList(),
                deadline.state(),
                atOrNull(deadline.metAt()));
    }

    private static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant) {
        return instant == null ? null : Almaty.at(instant);
    }
}
