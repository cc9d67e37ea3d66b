package kz.qupiya.calendar;

import java.util.Set;

/**
 * Calendars were loaded. Published inside the transaction that stores them, in which {@link WorkingCalendar} already answers by the new
 * ones: a listener that recomputes due dates in the same transaction makes the change whole, and its failure undoes the load.
 *
 * @param version the new {@link WorkingCalendar#version()}
 * @param years the years that changed
 * @param loadedBy id of the caller, or {@code system}
 */
public record CalendarLoaded(String version, Set<Integer> years, String loadedBy) {

    public CalendarLoaded {
        years = Set.copyOf(years);
    }
}
