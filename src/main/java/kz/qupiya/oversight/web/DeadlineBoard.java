package kz.qupiya.oversight.web;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.casefile.CaseFigures;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casework.ModelNames;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.oversight.OpenWork;
import kz.qupiya.oversight.web.Watch.Named;
import kz.qupiya.retention.RetentionRuns;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts the dashboard's figures together. Every figure counts cases without rehearsals, and the list of cases with the same filter is as long; only that of sweeps counts sweeps. */
@Component
class DeadlineBoard {

    private static final int WEEKS = 4;
    private static final int PACE_DAYS = 20;
    private static final int MONTHS = 12;
    private static final int OLDEST = 5;

    private final CaseFigures figures;
    private final PastMonths past;
    private final OpenWork work;
    private final RetentionRuns retention;
    private final Watch watch;
    private final WorkingCalendar calendar;
    private final CaseWording wording;
    private final ModelNames models;

    DeadlineBoard(
            CaseFigures figures,
            PastMonths past,
            OpenWork work,
            RetentionRuns retention,
            Watch watch,
            WorkingCalendar calendar,
            CaseWording wording,
            ModelNames models) {
        this.figures = figures;
        this.past = past;
        this.work = work;
        this.retention = retention;
        this.watch = watch;
        this.calendar = calendar;
        this.wording = wording;
        this.models = models;
    }

    Board of(List<OperatorProfile> operators, Locale locale) {
        var keys = Watch.keys(operators);
        var now = watch.now();
        var today = Almaty.dayOf(now);
        var week = week(operators);
        var counting = calendar.snapshot();
        var rehearsals = figures.openRehearsals(keys);
        return new Board(
                Almaty.at(now),
                today,
                operators.stream().map(each -> Named.of(each, locale)).toList(),
                rows(operators, locale),
                coming(keys, today, counting, week),
                pace(keys, today, counting, week),
                trend(keys, today),
                without(rehearsals, work.casesUnclaimed(keys)),
                oldest(operators, rehearsals, locale),
                without(rehearsals, work.casesFailing(keys)),
                retention.waiting(keys));
    }

    private static int without(Set<String> rehearsals, Set<String> cases) {
        return (int)
                cases.stream().filter(number -> !rehearsals.contains(number)).count();
    }

    /** Days of rest are those of the shorter week as soon as one operator has it: nobody expects work on the others' Saturday alone. */
    private static WorkingWeek week(List<OperatorProfile> operators) {
        return !operators.isEmpty() && operators.stream().allMatch(each -> each.week() == WorkingWeek.SIX)
                ? WorkingWeek.SIX
                : WorkingWeek.FIVE;
    }

    private List<Row> rows(List<OperatorProfile> operators, Locale locale) {
        var named = named(operators, locale);
        var order = Watch.keys(operators);
        return figures.urgency(watch.days(operators)).stream()
                .sorted(Comparator.comparingInt(row -> order.indexOf(row.operator())))
                .map(row -> new Row(
                        named.apply(row.operator()),
                        new Named(
                                row.kind().json(),
                                wording.value("kind", row.kind().json(), locale)),
                        row.overdue(),
                        row.today(),
                        row.threeDays(),
                        row.onTime(),
                        row.undated()))
                .toList();
    }

    private List<Day> coming(List<OperatorKey> keys, LocalDate today, WorkingCalendar counting, WorkingWeek week) {
        var days = IntStream.range(0, WEEKS * 7).mapToObj(today::plusDays).toList();
        // What was due earlier today is overdue and not to come.
        var bounds = Stream.concat(
                        Stream.of(watch.now()),
                        IntStream.rangeClosed(1, days.size()).mapToObj(i -> Almaty.startOf(today.plusDays(i))))
                .toList();
        var due = figures.due(keys, bounds);
        return IntStream.range(0, days.size())
                .mapToObj(i -> new Day(days.get(i), counting.isWorkingDay(days.get(i), week), due.get(i)))
                .toList();
    }

    private Pace pace(List<OperatorKey> keys, LocalDate today, WorkingCalendar counting, WorkingWeek week) {
        var first = counting.plusWorkingDays(today, -PACE_DAYS, week);
        var bounds = first.datesUntil(today.plusDays(1)).map(Almaty::startOf).toList();
        long done =
                figures.done(keys, bounds).stream().mapToLong(Long::longValue).sum();
        return new Pace(Math.round(done * 10.0 / PACE_DAYS) / 10.0, PACE_DAYS);
    }

    private List<Month> trend(List<OperatorKey> keys, LocalDate today) {
        var last = YearMonth.from(today);
        var months =
                IntStream.rangeClosed(1 - MONTHS, 0).mapToObj(last::plusMonths).toList();
        var ended = past.ended(keys, months);
        return IntStream.range(0, months.size())
                .mapToObj(i -> new Month(
                        months.get(i), ended.get(i).missed(), ended.get(i).ended()))
                .toList();
    }

    private List<Unclaimed> oldest(List<OperatorProfile> operators, Set<String> rehearsals, Locale locale) {
        var named = named(operators, locale);
        var tasks = models.in(locale);
        var leftOut = new HashSet<>(watch.hidden());
        leftOut.addAll(rehearsals);
        return work.oldestUnclaimed(Watch.keys(operators), OLDEST, leftOut).stream()
                .map(task -> new Unclaimed(
                        task.caseNumber(),
                        named.apply(task.operator()),
                        tasks.getOrDefault(task.name(), task.name()),
                        Almaty.at(task.createdAt()),
                        task.dueAt() == null ? null : Almaty.at(task.dueAt())))
                .toList();
    }

    private static Function<OperatorKey, Named> named(List<OperatorProfile> operators, Locale locale) {
        var names = operators.stream().collect(Collectors.toMap(OperatorProfile::key, each -> each.name()
                .in(locale)));
        return key -> new Named(key.value(), names.getOrDefault(key, key.value()));
    }

    /**
     * The dashboard.
     *
     * @param rows      open cases by how urgent they are, by operator and kind
     * @param coming    cases with a deadline on each of the coming 28 days, today included
     * @param trend     the last twelve months, this one included
     * @param unclaimed cases with a task that nobody has taken
     * @param oldest    those that lie the longest
     * @param failing   cases with a step that failed and is not tried again
     * @param sweeps    sweeps over terms of storage that wait for approval
     */
    record Board(
            OffsetDateTime at,
            LocalDate today,
            List<Named> operators,
            List<Row> rows,
            List<Day> coming,
            Pace pace,
            List<Month> trend,
            int unclaimed,
            List<Unclaimed> oldest,
            int failing,
            int sweeps) {}

    record Row(Named operator, Named kind, long overdue, long today, long threeDays, long onTime, long undated) {}

    record Day(LocalDate day, boolean working, long cases) {}

    /** @param perDay cases in which a duty was done, on average of the last {@code days} working days before today */
    record Pace(double perDay, int days) {}

    /**
     * @param missed cases in which a deadline was missed
     * @param ended  cases in which one was missed or met
     */
    record Month(YearMonth month, long missed, long ended) {}

    record Unclaimed(
            String number, Named operator, String task, OffsetDateTime since, @Nullable OffsetDateTime dueAt) {}
}
