package kz.qupiya.casefile;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import kz.qupiya.calendar.TermUnit;

/**
 * Counts a receipt again from what it says itself, as somebody would by hand: the day of the event does not count, every day after it is either counted or skipped, and the term ends at 24:00 of the
 * last one. Which days were days of rest is the calendar's word, whose version the receipt names.
 */
final class ReceiptCheck {

    private static final LocalTime LAST = LocalTime.of(23, 59, 59, 999_000_000);

    private ReceiptCheck() {}

    static boolean isRight(JsonNode receipt) {
        try {
            var from = LocalDate.parse(receipt.path("from").asText());
            var dueOn = LocalDate.parse(receipt.path("dueOn").asText());
            var counted = days(receipt.path("counted"), false);
            var skipped = days(receipt.path("skipped"), true);
            int amount = receipt.path("term").path("amount").asInt();
            var unit = TermUnit.of(receipt.path("term").path("unit").asText()).orElse(null);
            if (unit == null || amount < 1 || amount > unit.maximum() || counted.isEmpty()) {
                return false;
            }
            // the offset is that of the day, as the application knew it: not every Java knows it
            if (!OffsetDateTime.parse(receipt.path("dueAt").asText())
                    .toLocalDateTime()
                    .equals(dueOn.atTime(LAST))) {
                return false;
            }
            var last = counted.get(counted.size() - 1);
            if (unit == TermUnit.WORKING_DAYS) {
                return counted.size() == amount
                        && last.equals(dueOn)
                        && areAll(from.plusDays(1), dueOn.plusDays(1), counted, skipped);
            }
            var nominal =
                    switch (unit) {
                        case MONTHS -> from.plusMonths(amount);
                        case YEARS -> from.plusYears(amount);
                        default -> from.plusDays(amount);
                    };
            return last.equals(nominal) && !dueOn.isBefore(nominal) && areAll(nominal, dueOn, List.of(), skipped);
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private static List<LocalDate> days(JsonNode list, boolean named) {
        var days = new ArrayList<LocalDate>();
        list.forEach(one -> days.add(LocalDate.parse((named ? one.path("day") : one).asText())));
        return days;
    }

    /** Whether two lists hold every day from one until before another, each once. */
    private static boolean areAll(LocalDate from, LocalDate until, List<LocalDate> some, List<LocalDate> others) {
        var days = new HashSet<>(some);
        days.addAll(others);
        return days.size() == some.size() + others.size()
                && !until.isBefore(from)
                && days.size() == from.until(until, java.time.temporal.ChronoUnit.DAYS)
                && days.stream().noneMatch(day -> day.isBefore(from) || !day.isBefore(until));
    }
}
