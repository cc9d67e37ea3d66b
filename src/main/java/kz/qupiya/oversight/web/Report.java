package kz.qupiya.oversight.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFigures;
import kz.qupiya.casefile.CaseFigures.Counted;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.oversight.web.Table.Column;
import kz.qupiya.oversight.web.Table.Type;
import kz.qupiya.restriction.RestrictionFigures;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The report for a period: what came, what was done in time, on which grounds, what is restricted at its end. Counts only, nobody's data. */
@Component
class Report {

    private final CaseFigures figures;
    private final RestrictionFigures restrictions;
    private final CaseWording wording;
    private final TermTexts terms;
    private final MessageSource messages;

    Report(
            CaseFigures figures,
            RestrictionFigures restrictions,
            CaseWording wording,
            TermTexts terms,
            MessageSource messages) {
        this.figures = figures;
        this.restrictions = restrictions;
        this.wording = wording;
        this.terms = terms;
        this.messages = messages;
    }

    /**
     * The tables for some operators.
     *
     * @param from first day
     * @param to   last day, it counts
     * @param now  what is open "at the end" of a period that still runs is what is open now
     */
    List<Table> tables(List<OperatorProfile> operators, LocalDate from, LocalDate to, Instant now, Locale locale) {
        var keys = Watch.keys(operators);
        var start = Almaty.startOf(from);
        var end = Almaty.startOf(to.plusDays(1));
        var say = new Words(operators, locale);
        return List.of(
                volumes(keys, start, end, say),
                duties(keys, start, end, say),
                outcomes(keys, start, end, say),
                grounds(keys, start, end, say),
                restrictions(keys, end.isBefore(now) ? end : now, say));
    }

    private Table volumes(List<OperatorKey> keys, Instant from, Instant to, Words say) {
        var found = figures.volumes(keys, from, to).stream()
                .collect(Collectors.toMap(volume -> List.of(volume.operator(), volume.kind()), volume -> volume));
        var rows = new ArrayList<List<@Nullable Object>>();
        // A kind without cases is told too: that there was no breach is what the report is read for.
        for (var operator : keys) {
            for (var kind : CaseKind.values()) {
                var volume = found.get(List.of(operator, kind));
                rows.add(Arrays.asList(
                        say.operator(operator),
                        say.kind(kind),
                        volume == null ? 0 : volume.received(),
                        volume == null ? 0 : volume.closed(),
                        volume == null ? 0 : volume.open(),
                        volume == null ? null : volume.daysToDecision()));
            }
        }
        return say.table(
                "volumes",
                rows,
                say.column("operator", Type.TEXT),
                say.column("kind", Type.TEXT),
                say.column("received-count", Type.COUNT),
                say.column("closed-count", Type.COUNT),
                say.column("open-count", Type.COUNT),
                say.column("days-to-decision", Type.NUMBER));
    }

    private Table duties(List<OperatorKey> keys, Instant from, Instant to, Words say) {
        var rows = figures.duties(keys, from, to).stream()
                .map(duty -> Arrays.<@Nullable Object>asList(
                        say.operator(duty.operator()),
                        terms.duty(duty.duty(), say.locale),
                        duty.met(),
                        duty.missed(),
                        (double) duty.met() / (duty.met() + duty.missed())))
                .toList();
        return say.table(
                "duties",
                rows,
                say.column("operator", Type.TEXT),
                say.column("duty", Type.TEXT),
                say.column("met-count", Type.COUNT),
                say.column("missed-count", Type.COUNT),
                say.column("on-time-share", Type.SHARE));
    }

    private Table outcomes(List<OperatorKey> keys, Instant from, Instant to, Words say) {
        return counted("outcomes", "outcome", figures.outcomes(keys, from, to), say);
    }

    private Table grounds(List<OperatorKey> keys, Instant from, Instant to, Words say) {
        return counted("grounds", "ground", figures.grounds(keys, from, to), say);
    }

    private Table counted(String code, String list, List<Counted> counted, Words say) {
        var rows = counted.stream()
                .map(each -> Arrays.<@Nullable Object>asList(
                        say.operator(each.operator()),
                        say.kind(each.kind()),
                        wording.value(list, each.code(), say.locale),
                        each.cases()))
                .toList();
        return say.table(
                code,
                rows,
                say.column("operator", Type.TEXT),
                say.column("kind", Type.TEXT),
                say.column(list, Type.TEXT),
                say.column("cases", Type.COUNT));
    }

    private Table restrictions(List<OperatorKey> keys, Instant at, Words say) {
        var rows = restrictions.standing(keys, at).stream()
                .map(each -> Arrays.<@Nullable Object>asList(
                        say.operator(each.operator()),
                        say.text(
                                "restriction.kind." + each.kind().json(),
                                each.kind().json()),
                        say.text(
                                "restriction.reason." + each.reason(),
                                wording.value("ground", each.reason(), say.locale)),
                        each.count(),
                        each.oldest() == null ? null : Almaty.at(each.oldest())))
                .toList();
        return say.table(
                "restrictions",
                rows,
                say.column("operator", Type.TEXT),
                say.column("restriction", Type.TEXT),
                say.column("reason", Type.TEXT),
                say.column("standing-count", Type.COUNT),
                say.column("oldest", Type.MOMENT));
    }

    /** The reader's words. */
    private final class Words {

        private final Locale locale;
        private final Map<OperatorKey, String> names;

        Words(List<OperatorProfile> operators, Locale locale) {
            this.locale = locale;
            this.names = operators.stream().collect(Collectors.toMap(OperatorProfile::key, each -> each.name()
                    .in(locale)));
        }

        String operator(OperatorKey key) {
            return String.valueOf(names.get(key));
        }

        String kind(CaseKind kind) {
            return wording.value("kind", kind.json(), locale);
        }

        String text(String code, String otherwise) {
            return String.valueOf(messages.getMessage(code, null, otherwise, locale));
        }

        Column column(String code, Type type) {
            return new Column(code, wording.text("oversight.column." + code, locale), type);
        }

        Table table(String code, List<List<@Nullable Object>> rows, Column... columns) {
            return new Table(code, wording.text("oversight.report." + code, locale), List.of(columns), rows);
        }
    }
}
