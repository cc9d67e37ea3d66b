package kz.qupiya.oversight.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFigures.OperatorDays;
import kz.qupiya.casefile.CaseList;
import kz.qupiya.casefile.CaseStatus;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.oversight.web.Table.Column;
import kz.qupiya.oversight.web.Table.Type;
import kz.qupiya.oversight.web.Watch.Named;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Cases of the list in the reader's words, for the page and for files. */
@Component
class CaseRows {

    private static final Map<String, Type> COLUMNS = new java.util.LinkedHashMap<>();

    static {
        COLUMNS.put("number", Type.TEXT);
        COLUMNS.put("operator", Type.TEXT);
        COLUMNS.put("kind", Type.TEXT);
        COLUMNS.put("status", Type.TEXT);
        COLUMNS.put("outcome", Type.TEXT);
        COLUMNS.put("ground", Type.TEXT);
        COLUMNS.put("channel", Type.TEXT);
        COLUMNS.put("received", Type.MOMENT);
        COLUMNS.put("due", Type.MOMENT);
        COLUMNS.put("duty", Type.TEXT);
        COLUMNS.put("decided", Type.MOMENT);
        COLUMNS.put("closed", Type.MOMENT);
        COLUMNS.put("missed", Type.COUNT);
    }

    private final CaseWording wording;
    private final TermTexts terms;
    private final Operators operators;

    CaseRows(CaseWording wording, TermTexts terms, Operators operators) {
        this.wording = wording;
        this.terms = terms;
        this.operators = operators;
    }

    /** Says the codes of one answer; a code of a million rows is looked up once. */
    Words words(Locale locale) {
        return new Words(locale);
    }

    List<Column> columns(Locale locale) {
        return COLUMNS.entrySet().stream()
                .map(each -> new Column(
                        each.getKey(), wording.text("oversight.column." + each.getKey(), locale), each.getValue()))
                .toList();
    }

    final class Words {

        private final Locale locale;
        private final Map<String, String> known = new HashMap<>();

        private Words(Locale locale) {
            this.locale = locale;
        }

        CaseRow row(CaseList.Row row, Map<String, OperatorDays> days, Instant now) {
            var file = row.caseFile();
            return new CaseRow(
                    file.number().value(),
                    new Named(file.operator().value(), operator(file.operator().value())),
                    named("kind", file.kind().json()),
                    named("status", file.status().json()),
                    file.outcome() == null
                            ? null
                            : named("outcome", file.outcome().json()),
                    file.ground() == null ? null : named("ground", file.ground()),
                    named("channel", file.channel().json()),
                    Almaty.at(file.receivedAt()),
                    row.dueAt() == null ? null : Almaty.at(row.dueAt()),
                    row.duty() == null ? null : duty(row.duty()),
                    urgency(row, days.get(file.operator().value()), now),
                    file.decidedAt() == null ? null : Almaty.at(file.decidedAt()),
                    file.closedAt() == null ? null : Almaty.at(file.closedAt()),
                    row.missed(),
                    row.rehearsal());
        }

        List<@Nullable Object> cells(CaseList.Row row) {
            var file = row.caseFile();
            var cells = new ArrayList<@Nullable Object>();
            cells.add(file.number().value());
            cells.add(operator(file.operator().value()));
            var kind = word("kind", file.kind().json());
            cells.add(row.rehearsal() ? kind + " (" + rehearsal() + ")" : kind);
            cells.add(word("status", file.status().json()));
            cells.add(
                    file.outcome() == null
                            ? null
                            : word("outcome", file.outcome().json()));
            cells.add(file.ground() == null ? null : word("ground", file.ground()));
            cells.add(word("channel", file.channel().json()));
            cells.add(Almaty.at(file.receivedAt()));
            cells.add(row.dueAt() == null ? null : Almaty.at(row.dueAt()));
            cells.add(row.duty() == null ? null : duty(row.duty()));
            cells.add(file.decidedAt() == null ? null : Almaty.at(file.decidedAt()));
            cells.add(file.closedAt() == null ? null : Almaty.at(file.closedAt()));
            cells.add(row.missed());
            return cells;
        }

        private Named named(String list, String code) {
            return new Named(code, word(list, code));
        }

        private String word(String list, String code) {
            return known.computeIfAbsent(list + "." + code, key -> wording.value(list, code, locale));
        }

        private String rehearsal() {
            return known.computeIfAbsent("rehearsal", key -> wording.text("oversight.rehearsal", locale));
        }

        private String duty(Duty duty) {
            return known.computeIfAbsent("duty." + duty.code(), key -> terms.duty(duty, locale));
        }

        private String operator(String key) {
            return known.computeIfAbsent("operator." + key, k -> operators
                    .find(key)
                    .map(profile -> profile.name().in(locale))
                    .orElse(key));
        }
    }

    private static @Nullable String urgency(CaseList.Row row, @Nullable OperatorDays days, Instant now) {
        if (row.caseFile().status() == CaseStatus.CLOSED || days == null) {
            return null;
        }
        var due = row.dueAt();
        if (due == null) {
            return "undated";
        }
        if (due.isBefore(now)) {
            return "overdue";
        }
        return due.isAfter(days.endOfThirdDay()) ? "on-time" : due.isAfter(days.endOfToday()) ? "three-days" : "today";
    }

    /**
     * A case of the list.
     *
     * @param dueAt   last instant of the earliest deadline that is not done
     * @param urgency as in the filter {@code due}; null for a closed case
     * @param missed  how many deadlines were missed
     * @param rehearsal whether it is held on made-up people, and no figure counts it
     */
    record CaseRow(
            String number,
            Named operator,
            Named kind,
            Named status,
            @Nullable Named outcome,
            @Nullable Named ground,
            Named channel,
            OffsetDateTime receivedAt,
            @Nullable OffsetDateTime dueAt,
            @Nullable String duty,
            @Nullable String urgency,
            @Nullable OffsetDateTime decidedAt,
            @Nullable OffsetDateTime closedAt,
            long missed,
            boolean rehearsal) {}
}
