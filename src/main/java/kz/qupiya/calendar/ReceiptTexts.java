package kz.qupiya.calendar;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts the days of a receipt into words, in Russian, Kazakh or English. */
@Component
public class ReceiptTexts {

    private final MessageSource messages;

    ReceiptTexts(MessageSource messages) {
        this.messages = messages;
    }

    /** Why the day did not count, such as «перенесённый выходной день: Наурыз мейрамы». */
    public String reason(SkippedDay skipped, Locale locale) {
        var key = "calendar.skip." + skipped.reason().code();
        var name = skipped.name();
        if (name == null) {
            return messages.getMessage(key, null, locale);
        }
        var words =
                skipped.reason() == SkipReason.ORDER ? name : messages.getMessage("calendar.day." + name, null, locale);
        return messages.getMessage(key + ".named", new Object[] {words}, locale);
    }

    /** The receipt as the API shows it. */
    public ReceiptView view(DeadlineReceipt receipt, Locale locale) {
        return ReceiptView.of(receipt, this, locale);
    }

    /** The term in words, such as «15 рабочих дней». */
    public String term(Term term, Locale locale) {
        return messages.getMessage(
                "calendar.term." + term.unit().code(), new Object[] {term.amount(), form(term.amount())}, locale);
    }

    /** Russian has three forms of a noun after a number; Kazakh and English texts use what they need of it. */
    private static int form(int amount) {
        var tens = amount % 100;
        var ones = amount % 10;
        if (tens >= 11 && tens <= 14) {
            return 2;
        }
        return ones == 1 ? 0 : ones >= 2 && ones <= 4 ? 1 : 2;
    }
}
