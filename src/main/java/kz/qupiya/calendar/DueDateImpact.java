package kz.qupiya.calendar;

import java.util.List;

/** Implemented by a module that keeps deadlines: says beforehand what a calendar would change. */
public interface DueDateImpact {

    /**
     * The running deadlines that would move. Met and missed ones do not move and are left out. Writes nothing.
     *
     * @param candidate the calendar as it would be; not to be kept
     */
    List<MovedDeadline> movedBy(WorkingCalendar candidate);
}
