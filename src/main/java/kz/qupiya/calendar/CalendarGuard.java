package kz.qupiya.calendar;

/** Answered by a module that knows the caller, since this one is below it: who may load calendars and see which cases move. */
public interface CalendarGuard {

    /**
     * Lets a manager pass.
     *
     * @return the caller's id, for the record
     * @throws kz.qupiya.problem.ForbiddenException for anybody else
     */
    String requireManager();

    /** Whether the caller may see cases of that operator. */
    boolean sees(String operator);
}
