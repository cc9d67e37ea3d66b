package kz.qupiya.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The parts that the steps of a case have of its terms, in the case panel; names nobody. */
@Component
class TermPartsSection implements CasePanelSection {

    /** A topic that is an id tells nobody anything. */
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final JdbcTermParts parts;
    private final Deadlines deadlines;
    private final CaseWording wording;
    private final TermTexts terms;
    private final Clock clock;

    TermPartsSection(JdbcTermParts parts, Deadlines deadlines, CaseWording wording, TermTexts terms, Clock clock) {
        this.parts = parts;
        this.deadlines = deadlines;
        this.wording = wording;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * A part of a term.
     *
     * @param text  the step in words
     * @param topic what tells it apart, in words
     * @param state {@code running}, {@code done}, {@code done-late} or {@code overdue}
     * @param why   whose part it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartView(
            String step,
            String text,
            @Nullable String topic,
            String state,
            String stateText,
            OffsetDateTime dueAt,
            OffsetDateTime chaseAt,
            @Nullable OffsetDateTime chasedAt,
            @Nullable OffsetDateTime doneAt,
            String why) {}

    @Override
    public String name() {
        return "term-parts";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN, Role.MANAGER);
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        List<PartView> list = parts.rowsOf(caseFile.id()).stream()
                .map(row -> view(caseFile, row, locale))
                .toList();
        return list.isEmpty() ? null : Map.of("parts", list);
    }

    private PartView view(CaseFile caseFile, JdbcTermParts.Row row, Locale locale) {
        var part = row.part();
        var state = state(part);
        var chasedAt = part.chasedAt();
        var doneAt = part.doneAt();
        var ends = deadlines
                .of(caseFile.id(), part.duty())
                .map(deadline -> wording.moment(deadline.dueAt()))
                .orElse("–");
        return new PartView(
                part.step(),
                wording.value("part", part.step(), locale),
                topic(caseFile, part.topic(), locale),
                state,
                wording.value("partState", state, locale),
                Almaty.at(part.dueAt()),
                Almaty.at(part.chaseAt()),
                chasedAt == null ? null : Almaty.at(chasedAt),
                doneAt == null ? null : Almaty.at(doneAt),
                wording.text(
                        "casework.part.why",
                        locale,
                        row.share(),
                        terms.duty(part.duty(), locale),
                        wording.moment(row.givenAt()),
                        ends));
    }

    private String state(TermPart part) {
        var doneAt = part.doneAt();
        if (doneAt != null) {
            return doneAt.isAfter(part.dueAt()) ? "done-late" : "done";
        }
        return part.overdue(clock.instant()) ? "overdue" : "running";
    }

    private @Nullable String topic(CaseFile caseFile, String topic, Locale locale) {
        if (topic.isEmpty() || ID.matcher(topic).matches()) {
            return null;
        }
        var worded = wording.value("topic", topic, locale);
        return worded.equals(topic) ? wording.system(caseFile.operator(), topic, locale) : worded;
    }
}
