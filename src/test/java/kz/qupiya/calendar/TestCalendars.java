package kz.qupiya.calendar;

import org.springframework.context.MessageSource;

/** The calendar of a fresh installation for tests of other modules, without a database. */
public final class TestCalendars {

    private TestCalendars() {}

    public static WorkingCalendar fresh() {
        return CalendarTables.fresh();
    }

    public static ReceiptTexts texts(MessageSource messages) {
        return new ReceiptTexts(messages);
    }
}
