package kz.qupiya.oversight.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFigures;
import kz.qupiya.casefile.CaseFigures.Ended;
import kz.qupiya.operator.OperatorKey;
import org.springframework.stereotype.Component;

/**
 * How deadlines ended month by month. Counting a year of a large register takes seconds, and every open dashboard asks twice a minute, so what was counted of the months that
 * are over is kept for a while. In such a month no deadline is missed any more; one can still be met in it, when an earlier day is recorded today, and is seen that much later.
 */
@Component
class PastMonths {

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final CaseFigures figures;
    private final Clock clock;
    private final Map<Asked, Counted> known = new ConcurrentHashMap<>();

    PastMonths(CaseFigures figures, Clock clock) {
        this.figures = figures;
        this.clock = clock;
    }

    private record Asked(Set<OperatorKey> operators, YearMonth last) {}

    private record Counted(Instant at, List<Ended> months) {}

    /**
     * @param months in order and without a gap; the last is the current one and is counted anew each time
     * @return as many figures
     */
    List<Ended> ended(Collection<OperatorKey> operators, List<YearMonth> months) {
        var last = months.get(months.size() - 1);
        var over = months.subList(0, months.size() - 1);
        var now = clock.instant();
        // also those of a clock that was set back
        known.values().removeIf(each -> Duration.between(each.at(), now).abs().compareTo(KEPT) > 0);
        // whoever asks for the same meanwhile waits for the one count
        var counted = known.computeIfAbsent(
                new Asked(Set.copyOf(operators), last), asked -> new Counted(now, count(operators, over)));
        var all = new ArrayList<>(counted.months());
        all.addAll(count(operators, List.of(last)));
        return all;
    }

    private List<Ended> count(Collection<OperatorKey> operators, List<YearMonth> months) {
        if (months.isEmpty()) {
            return List.of();
        }
        var bounds = new ArrayList<Instant>();
        months.forEach(month -> bounds.add(Almaty.startOf(month.atDay(1))));
        bounds.add(Almaty.startOf(months.get(months.size() - 1).plusMonths(1).atDay(1)));
        return figures.ended(operators, bounds);
    }
}
