package kz.qupiya.affected;

import java.util.List;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/** Where people come from, line by line, in constant memory. */
interface PeopleSource {

    /**
     * Hands every line to the taker, in their order.
     *
     * @throws kz.qupiya.problem.InvalidInputException if it cannot be read, or no further
     */
    void read(Taker to);

    /** The query in canonical JSON; null for a file. */
    @Nullable
    String query();

    /** SHA-256 of the file as it came, hexadecimal, once it has been read to its end; null for a query. */
    @Nullable
    String sha256();

    /** Takes what a line says. */
    interface Taker {

        /**
         * Takes a line.
         *
         * @param identifiers the good ones; nobody is named where there is none
         * @param faults what is wrong with the line
         */
        void take(
                long line,
                List<Identifier> identifiers,
                @Nullable String name,
                @Nullable String language,
                List<Violation> faults);
    }
}
