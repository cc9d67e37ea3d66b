package kz.qupiya.calendar;

/**
 * A length of time as a law or a policy states it, such as 15 working days.
 *
 * @param amount how many, from 1 to the {@linkplain TermUnit#maximum() maximum} of the unit
 * @param unit of what
 */
public record Term(int amount, TermUnit unit) {

    /** @throws IllegalArgumentException if the amount is out of bounds */
    public Term {
        if (amount < 1 || amount > unit.maximum()) {
            throw new IllegalArgumentException(
                    "a term in " + unit.code() + " is 1 to " + unit.maximum() + ", not " + amount);
        }
    }

    /** So many working days. */
    public static Term workingDays(int amount) {
        return new Term(amount, TermUnit.WORKING_DAYS);
    }

    /** So many calendar days. */
    public static Term calendarDays(int amount) {
        return new Term(amount, TermUnit.CALENDAR_DAYS);
    }

    /** So many months. */
    public static Term months(int amount) {
        return new Term(amount, TermUnit.MONTHS);
    }

    /** So many years. */
    public static Term years(int amount) {
        return new Term(amount, TermUnit.YEARS);
    }
}
