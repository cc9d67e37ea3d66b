/**
 * Working days of Kazakhstan, terms, and due dates with a receipt that explains them.
 *
 * <p>Ask {@link kz.qupiya.calendar.WorkingCalendar} for a due date. {@link kz.qupiya.calendar.CalendarAdministration} takes in a new
 * year or an order that moves a day while the application runs; modules that keep deadlines implement
 * {@link kz.qupiya.calendar.DueDateImpact} and listen to {@link kz.qupiya.calendar.CalendarLoaded}.
 */
@NullMarked
@ApplicationModule(displayName = "Calendar")
package kz.qupiya.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
