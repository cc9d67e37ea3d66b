package kz.qupiya.operator;

import java.time.LocalDate;
import java.util.List;

/** The terms that bind an operator for a duty: law first, then policy, then operator rule. */
public interface DutyTerms {

    /**
     * All rules in force for an event on that day. Empty if nobody sets a term for the duty. An operator rule is given only where the
     * policy is silent.
     *
     * @param on day of the event that starts the term, in Asia/Almaty
     * @throws kz.qupiya.problem.NotFoundException for an unknown operator
     */
    List<TermRule> rules(OperatorKey operator, Duty duty, LocalDate on);
}
