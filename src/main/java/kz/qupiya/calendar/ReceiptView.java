package kz.qupiya.calendar;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as the API shows it: times in Asia/Almaty, every skipped day with its reason in the reader's language.
 *
 * @param from day of the event, which does not count
 * @param term length and unit
 * @param week days of the working week
 * @param dueOn last day of the term
 * @param dueAt last instant of that day
 * @param counted see {@link DeadlineReceipt#counted}
 * @param skipped see {@link DeadlineReceipt#skipped}
 * @param calendar version of each calendar that decided
 * @param official whether they are all official
 */
public record ReceiptView(
        LocalDate from,
        Term term,
        WorkingWeek week,
        LocalDate dueOn,
        OffsetDateTime dueAt,
        List<LocalDate> counted,
        List<SkippedView> skipped,
        String calendar,
        boolean official) {

    public ReceiptView {
        counted = List.copyOf(counted);
        skipped = List.copyOf(skipped);
    }

    /**
     * A skipped day.
     *
     * @param day the day
     * @param reason code of the reason
     * @param name key of the holiday, or the order
     * @param text the reason in words
     */
    public record SkippedView(LocalDate day, SkipReason reason, @Nullable String name, String text) {

        static @Nullable SkippedView of(@Nullable SkippedDay skipped, ReceiptTexts texts, Locale locale) {
            return skipped == null
                    ? null
                    : new SkippedView(skipped.day(), skipped.reason(), skipped.name(), texts.reason(skipped, locale));
        }
    }

    static ReceiptView of(DeadlineReceipt receipt, ReceiptTexts texts, Locale locale) {
        return new ReceiptView(
                receipt.from(),
                receipt.term(),
                receipt.week(),
                receipt.dueOn(),
                Almaty.at(receipt.dueAt()),
                receipt.counted(),
                receipt.skipped().stream()
                        .map(skipped -> new SkippedView(
                                skipped.day(), skipped.reason(), skipped.name(), texts.reason(skipped, locale)))
                        .toList(),
                receipt.calendar(),
                receipt.official());
    }
}
