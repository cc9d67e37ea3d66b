package kz.qupiya.calendar;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.calendar.ReceiptView.SkippedView;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Due dates for anybody who may call the API at all; what-ifs and loading for managers. */
@RestController
@RequestMapping("/api/v1/calendar")
class CalendarController {

    private final CalendarStore store;
    private final WorkingCalendar calendar;
    private final CalendarAdministration administration;
    private final CalendarGuard guard;
    private final ReceiptTexts texts;

    CalendarController(
            CalendarStore store,
            WorkingCalendar calendar,
            CalendarAdministration administration,
            CalendarGuard guard,
            ReceiptTexts texts) {
        this.store = store;
        this.calendar = calendar;
        this.administration = administration;
        this.guard = guard;
        this.texts = texts;
    }

    /** When a term ends that starts with an event on a day, or at an instant; with the days that led there. */
    @GetMapping("/term")
    ReceiptView term(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String amount,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable String week,
            Locale locale) {
        var query = TermQuery.parse(from, amount, unit, week);
        return texts.view(calendar.due(query.from(), query.term(), query.week()), locale);
    }

    /** The calendars: every year from the first stored one to the year after the last. */
    @GetMapping("/years")
    YearsView years(Locale locale) {
        var snapshot = store.current();
        var rows = store.inForce().stream().collect(Collectors.toMap(CalendarStore.Row::year, Function.identity()));
        var years = new ArrayList<YearView>();
        if (!rows.isEmpty()) {
            var first = rows.keySet().stream().min(Integer::compare).orElseThrow();
            var last = rows.keySet().stream().max(Integer::compare).orElseThrow();
            for (int year = first; year <= last + 1; year++) {
                years.add(year(year, rows.get(year), snapshot, locale));
            }
        }
        return new YearsView(snapshot.version(), years);
    }

    /** What a calendar or an order would change, the running deadlines included; writes nothing. */
    @PostMapping("/preview")
    ChangeView preview(@RequestBody CalendarLoadRequest request, Locale locale) {
        guard.requireManager();
        return view(request.preview(administration), locale);
    }

    /** Puts a calendar or an order into force, and moves the running deadlines. */
    @PostMapping("/load")
    ChangeView load(@RequestBody CalendarLoadRequest request, Locale locale) {
        var caller = guard.requireManager();
        return view(request.load(administration, caller), locale);
    }

    private YearView year(int year, CalendarStore.@Nullable Row row, CalendarSnapshot snapshot, Locale locale) {
        var known = row == null ? null : row.calendar();
        return new YearView(
                year,
                snapshot.versionOf(year),
                snapshot.isOfficial(year),
                known == null ? null : known.source(),
                known == null ? null : known.certainty(),
                row == null ? null : row.origin(),
                row == null ? null : Almaty.at(row.loadedAt()),
                row == null ? null : row.loadedBy(),
                known == null ? null : known.kurbanAit(),
                known == null ? List.of() : known.transfers(),
                weekdaysOff(year, WorkingWeek.FIVE, snapshot, locale),
                weekdaysOff(year, WorkingWeek.SIX, snapshot, locale),
                known != null && known.sixDayDaysOff() != null);
    }

    private List<SkippedView> weekdaysOff(int year, WorkingWeek week, CalendarSnapshot snapshot, Locale locale) {
        var off = new ArrayList<SkippedView>();
        var end = LocalDate.of(year + 1, 1, 1);
        for (var day = LocalDate.of(year, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            var view = week.isWeekend(day) ? null : SkippedView.of(snapshot.off(day, week), texts, locale);
            if (view != null) {
                off.add(view);
            }
        }
        return off;
    }

    /** Cases of operators that are not the caller's are counted, not named. */
    private ChangeView view(CalendarChange change, Locale locale) {
        var visible = change.moved().stream()
                .filter(deadline -> guard.sees(deadline.operator()))
                .map(deadline -> new MovedView(
                        deadline.operator(),
                        deadline.caseNumber(),
                        deadline.duty(),
                        Almaty.at(deadline.from()),
                        Almaty.at(deadline.to())))
                .toList();
        return new ChangeView(
                change.year(),
                change.version(),
                change.loaded(),
                change.days().stream()
                        .map(day -> new DayView(
                                day.day(),
                                day.week(),
                                SkippedView.of(day.nowOff(), texts, locale),
                                SkippedView.of(day.thenOff(), texts, locale)))
                        .toList(),
                change.differsFromLaw(),
                change.moved().size(),
                change.intoPast(),
                visible);
    }

    /** @param revision of the whole calendar */
    record YearsView(String revision, List<YearView> years) {}

    /**
     * @param fiveDayWeek non-working days from Monday to Friday
     * @param sixDayWeek non-working days from Monday to Saturday
     * @param sixDayListed whether the six-day week has an official list of its own; else its moved days are computed by law
     */
    record YearView(
            int year,
            String version,
            boolean official,
            @Nullable String source,
            @Nullable String certainty,
            @Nullable String origin,
            @Nullable OffsetDateTime loadedAt,
            @Nullable String loadedBy,
            @Nullable LocalDate kurbanAit,
            List<DayTransfer> transfers,
            List<SkippedView> fiveDayWeek,
            List<SkippedView> sixDayWeek,
            boolean sixDayListed) {}

    /**
     * @param movedCount running deadlines that move, of all operators
     * @param moved those of the caller's operators
     */
    record ChangeView(
            int year,
            int version,
            boolean loaded,
            List<DayView> days,
            List<LocalDate> differsFromLaw,
            int movedCount,
            int intoPast,
            List<MovedView> moved) {}

    record DayView(LocalDate day, WorkingWeek week, @Nullable SkippedView nowOff, @Nullable SkippedView thenOff) {}

    record MovedView(String operator, String caseNumber, String duty, OffsetDateTime from, OffsetDateTime to) {}
}
