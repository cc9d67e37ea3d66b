package kz.qupiya.calendar;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day that did not count, or on which a term could not end.
 *
 * @param day the day, in Asia/Almaty
 * @param reason why
 * @param name for a holiday and its moved day off the holiday's key, such as {@code nauryz}; for {@link SkipReason#ORDER} the order;
 *     else nothing. {@link ReceiptTexts} puts it into words
 */
public record SkippedDay(LocalDate day, SkipReason reason, @Nullable String name) {}
