package kz.qupiya.oversight.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFigures.OperatorDays;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseList;
import kz.qupiya.casefile.CaseNumber;
import kz.qupiya.casefile.CaseStatus;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.oversight.OpenWork;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the list as they stand in an address. Days are of Asia/Almaty, both ends count.
 *
 * @param due         {@code overdue}, {@code today}, {@code three-days}, {@code on-time}, {@code undated}
 * @param dueOn       day on which a deadline of an open case ends
 * @param missedIn    month in which a deadline was missed, {@code 2026-11}
 * @param number      number of a case
 * @param failing     with a step that failed and is not tried again
 * @param unclaimed   with a task that nobody has taken
 * @param rehearsal   {@code without} leaves rehearsals out, as every figure does; {@code only} lists nothing else
 * @param sort        {@code received} or {@code due}
 */
record CaseQuery(
        @Nullable List<String> operator,
        @Nullable List<String> kind,
        @Nullable List<String> status,
        @Nullable List<String> outcome,
        @Nullable String due,
        @Nullable String dueOn,
        @Nullable String missedIn,
        @Nullable String receivedFrom,
        @Nullable String receivedTo,
        @Nullable String closedFrom,
        @Nullable String closedTo,
        @Nullable String number,
        @Nullable Boolean failing,
        @Nullable Boolean unclaimed,
        @Nullable String rehearsal,
        @Nullable String sort,
        @Nullable Integer page,
        @Nullable Integer size) {

    private static final int MOST_ROWS = 200;
    private static final int MOST_PAGES = 10_000;

    /**
     * The filter.
     *
     * @param days   the operators that the caller looks over, with their days
     * @param reader user id of the caller
     */
    CaseList.Filter filter(List<OperatorDays> days, OpenWork work, String reader) {
        var keys = days.stream().map(OperatorDays::operator).toList();
        var violations = new ArrayList<Violation>();
        var filter = new CaseList.Filter(
                Set.copyOf(keys),
                all("kind", kind, CaseKind::find, violations),
                all("status", status, CaseStatus::find, violations),
                all("outcome", outcome, Outcome::find, violations),
                one("due", due, CaseQuery::urgency, violations),
                days,
                day("dueOn", dueOn, violations),
                month("missedIn", missedIn, violations),
                span("received", receivedFrom, receivedTo, violations),
                span("closed", closedFrom, closedTo, violations),
                one("rehearsal", rehearsal, CaseQuery::rehearsal, violations),
                numbers(violations, () -> work.casesFailing(keys), () -> work.casesUnclaimed(keys)),
                reader);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return filter;
    }

    CaseList.Sort order() {
        return switch (sort == null || sort.isBlank() ? "received" : sort) {
            case "received" -> CaseList.Sort.RECEIVED;
            case "due" -> CaseList.Sort.DUE;
            default -> throw new InvalidInputException("sort", "problem.field.invalid");
        };
    }

    int pageNumber() {
        return within("page", page, 0, 0, MOST_PAGES);
    }

    int rows() {
        return within("size", size, 50, 1, MOST_ROWS);
    }

    private static int within(String field, @Nullable Integer value, int otherwise, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new InvalidInputException(field, "problem.field.invalid");
        }
        return value == null ? otherwise : value;
    }

    private @Nullable Set<String> numbers(
            List<Violation> violations, Supplier<Set<String>> failed, Supplier<Set<String>> unclaimedCases) {
        Set<String> numbers = null;
        if (number != null && !number.isBlank()) {
            var written = CaseNumber.find(number.strip().toUpperCase(Locale.ROOT));
            if (written.isEmpty()) {
                violations.add(new Violation("number", "oversight.number.invalid"));
            }
            numbers = written.map(each -> Set.of(each.value())).orElse(Set.of());
        }
        if (Boolean.TRUE.equals(failing)) {
            numbers = both(numbers, failed.get());
        }
        if (Boolean.TRUE.equals(unclaimed)) {
            numbers = both(numbers, unclaimedCases.get());
        }
        return numbers;
    }

    private static Set<String> both(@Nullable Set<String> one, Set<String> other) {
        if (one == null) {
            return other;
        }
        var kept = new HashSet<>(one);
        kept.retainAll(other);
        return kept;
    }

    private static Optional<CaseList.Due> urgency(String written) {
        return Optional.ofNullable(
                switch (written) {
                    case "overdue" -> CaseList.Due.OVERDUE;
                    case "today" -> CaseList.Due.TODAY;
                    case "three-days" -> CaseList.Due.THREE_DAYS;
                    case "on-time" -> CaseList.Due.ON_TIME;
                    case "undated" -> CaseList.Due.UNDATED;
                    default -> null;
                });
    }

    private static Optional<Boolean> rehearsal(String written) {
        return switch (written) {
            case "without" -> Optional.of(false);
            case "only" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private static CaseList.@Nullable Span day(String field, @Nullable String written, List<Violation> violations) {
        var day = parsed(field, written, LocalDate::parse, violations);
        return day == null ? null : new CaseList.Span(Almaty.startOf(day), Almaty.startOf(day.plusDays(1)));
    }

    private static CaseList.@Nullable Span month(String field, @Nullable String written, List<Violation> violations) {
        var month = parsed(field, written, YearMonth::parse, violations);
        return month == null
                ? null
                : new CaseList.Span(
                        Almaty.startOf(month.atDay(1)),
                        Almaty.startOf(month.plusMonths(1).atDay(1)));
    }

    private static CaseList.@Nullable Span span(
            String field, @Nullable String from, @Nullable String to, List<Violation> violations) {
        var first = parsed(field + "From", from, LocalDate::parse, violations);
        var last = parsed(field + "To", to, LocalDate::parse, violations);
        if (first != null && last != null && last.isBefore(first)) {
            violations.add(new Violation(field + "To", "oversight.period.backwards"));
        }
        return first == null && last == null
                ? null
                : new CaseList.Span(
                        first == null ? null : Almaty.startOf(first),
                        last == null ? null : Almaty.startOf(last.plusDays(1)));
    }

    private static <T> @Nullable T parsed(
            String field, @Nullable String written, Function<String, T> parse, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return null;
        }
        try {
            return parse.apply(written.strip());
        } catch (DateTimeException e) {
            violations.add(bad(field));
            return null;
        }
    }

    private static <T> @Nullable T one(
            String field, @Nullable String written, Function<String, Optional<T>> read, List<Violation> violations) {
        var found = all(field, written == null ? null : List.of(written), read, violations);
        return found.isEmpty() ? null : found.iterator().next();
    }

    private static <T> Set<T> all(
            String field,
            @Nullable List<String> written,
            Function<String, Optional<T>> read,
            List<Violation> violations) {
        var all = new LinkedHashSet<T>();
        for (String each : written == null ? List.<String>of() : written) {
            if (!each.isBlank()) {
                read.apply(each).ifPresentOrElse(all::add, () -> violations.add(bad(field)));
            }
        }
        return all;
    }

    private static Violation bad(String field) {
        return new Violation(field, "problem.field.invalid");
    }
}
