package kz.qupiya.operator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import kz.qupiya.calendar.ReceiptTexts;
import kz.qupiya.calendar.WorkingCalendar;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Operators and terms without an application around them. */
final class Fixtures {

    static final Locale RU = Locale.forLanguageTag("ru");
    static final Locale KK = Locale.forLanguageTag("kk");
    static final Locale EN = Locale.ENGLISH;

    /** Friday. */
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private Fixtures() {}

    static LoadedOperators shipped() {
        return new LoadedOperators(new OperatorSettings(null, List.of()));
    }

    static LoadedOperators in(Path directory, String... keys) {
        return new LoadedOperators(new OperatorSettings(directory, List.of(keys)));
    }

    static WorkingCalendar calendar() {
        return kz.qupiya.calendar.TestCalendars.fresh();
    }

    static MessageSource messages() {
        var source = new ResourceBundleMessageSource();
        source.setBasenames("messages/calendar", "messages/operator");
        source.setDefaultEncoding(StandardCharsets.UTF_8.name());
        source.setFallbackToSystemLocale(false);
        return source;
    }

    static ReceiptTexts receipts() {
        return kz.qupiya.calendar.TestCalendars.texts(messages());
    }

    static TermTexts texts() {
        return new TermTexts(messages(), receipts());
    }
}
