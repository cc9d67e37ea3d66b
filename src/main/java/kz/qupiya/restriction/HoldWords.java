package kz.qupiya.restriction;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says why data are held: the reason, the number of the case that set the hold, and where there is one the day. */
@Component
public class HoldWords {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");

    private final MessageSource messages;

    /** Words of a message source, which has the bundle {@code messages/restriction}. */
    public HoldWords(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * Why something is held, as the end of a sentence.
     *
     * @param reason one of {@link Restrictions#HOLD_REASONS}
     * @param until of {@link Restrictions#LIMITATION}: its last day
     */
    public String text(String reason, String caseNumber, @Nullable LocalDate until, Locale locale) {
        var code = "restriction.hold." + reason + (until == null ? "" : ".until");
        var plain = "restriction.hold." + reason;
        var args = new Object[] {caseNumber, until == null ? "" : DAY.format(until)};
        return String.valueOf(
                messages.getMessage(code, args, messages.getMessage(plain, args, caseNumber, locale), locale));
    }
}
