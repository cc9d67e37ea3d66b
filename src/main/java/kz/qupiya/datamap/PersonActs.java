package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.PersonHistory;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The acts on a person's data over all cases, the newest first. */
@Component
class PersonActs implements PersonHistory.Part {

    private final ActStore store;
    private final MessageSource messages;

    PersonActs(ActStore store, MessageSource messages) {
        this.store = store;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "acts";
    }

    /** An act in one line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String caseNumber,
            UUID id,
            ActKind kind,
            String title,
            ActState state,
            OffsetDateTime preparedAt,
            @Nullable OffsetDateTime completedAt,
            List<String> systems) {}

    @Override
    public @Nullable Object of(OperatorKey operator, List<CaseFile> cases, Locale locale) {
        var lines = cases.stream()
                .flatMap(each -> store.ofCase(each.id()).stream()
                        .map(act -> new Line(
                                each.number().value(),
                                act.id(),
                                act.kind(),
                                messages.getMessage(
                                        "datamap.act-kind." + act.kind().json(), null, locale),
                                act.state(),
                                Almaty.at(act.preparedAt()),
                                act.completedAt() == null ? null : Almaty.at(act.completedAt()),
                                act.systems().stream()
                                        .map(Act.ActSystem::system)
                                        .toList())))
                .sorted(Comparator.comparing(Line::preparedAt).reversed())
                .toList();
        return lines.isEmpty() ? null : lines;
    }
}
