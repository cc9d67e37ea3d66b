package kz.qupiya.casefile;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/**
 * Figures over the register, from our own tables and never from the engine's history, so that they stay the same when that is cleaned. A figure of cases counts each case
 * once, so that it equals the length of the list behind it ({@link CaseList}). Rehearsals are counted nowhere.
 */
public interface CaseFigures {

    /** How urgent the open cases are, by operator and kind; a pair without open cases is missing. */
    List<Urgency> urgency(List<OperatorDays> operators);

    /**
     * How many open cases have a deadline to be done in each span of time.
     *
     * @param bounds at least two instants in ascending order; span {@code i} runs from bound {@code i} up to, without, bound {@code i + 1}
     * @return a figure for each span
     */
    List<Long> due(Collection<OperatorKey> operators, List<Instant> bounds);

    /** How many cases had a duty done in each span of time; bounds as of {@link #due}. */
    List<Long> done(Collection<OperatorKey> operators, List<Instant> bounds);

    /** How deadlines ended in each span of time; bounds as of {@link #due}. */
    List<Ended> ended(Collection<OperatorKey> operators, List<Instant> bounds);

    /** How many cases came, were closed and are open at the end, by operator and kind; for {@code from <= t < to}. */
    List<Volume> volumes(Collection<OperatorKey> operators, Instant from, Instant to);

    /** How the deadlines that ended from {@code from} to before {@code to} ended, by operator and duty. */
    List<DutyRecord> duties(Collection<OperatorKey> operators, Instant from, Instant to);

    /** On which grounds the cases received from {@code from} to before {@code to} stand, by operator and kind; a case without a ground is left out. */
    List<Counted> grounds(Collection<OperatorKey> operators, Instant from, Instant to);

    /** How the cases closed from {@code from} to before {@code to} ended, by operator and kind. */
    List<Counted> outcomes(Collection<OperatorKey> operators, Instant from, Instant to);

    /** Numbers of the rehearsals that are not closed, for figures that are counted elsewhere. */
    Set<String> openRehearsals(Collection<OperatorKey> operators);

    /**
     * The days of an operator as its working week gives them.
     *
     * @param endOfToday    the last instant of today
     * @param endOfThirdDay the last instant of the third working day after today
     */
    record OperatorDays(OperatorKey operator, Instant endOfToday, Instant endOfThirdDay) {}

    /**
     * The open cases of an operator and kind, each counted once, by the earliest of its deadlines that is not done.
     *
     * @param overdue   past its last instant
     * @param today     to be done by the end of today
     * @param threeDays to be done by the end of the third working day after today
     * @param onTime    later than that
     * @param undated   without a deadline that runs
     */
    record Urgency(
            OperatorKey operator, CaseKind kind, long overdue, long today, long threeDays, long onTime, long undated) {}

    /**
     * How deadlines ended in a span of time, counted by cases.
     *
     * @param missed cases in which one was missed
     * @param ended  cases in which one was missed or met
     */
    record Ended(long missed, long ended) {}

    /**
     * Cases of an operator and kind in a period.
     *
     * @param received       received in it
     * @param closed         closed in it
     * @param open           open at its end
     * @param daysToDecision median of calendar days (with a fraction) from receipt to decision of those decided in it; null when none was
     */
    record Volume(
            OperatorKey operator,
            CaseKind kind,
            long received,
            long closed,
            long open,
            @Nullable Double daysToDecision) {}

    /**
     * Deadlines of a duty.
     *
     * @param met    done in time
     * @param missed past their last instant, done later or not
     */
    record DutyRecord(OperatorKey operator, Duty duty, long met, long missed) {}

    /** How many cases of an operator and kind share a code: a ground or an outcome. */
    record Counted(OperatorKey operator, CaseKind kind, String code, long cases) {}
}
