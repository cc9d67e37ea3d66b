package kz.qupiya.restriction;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/** Figures over the register of restrictions; nobody's data. */
public interface RestrictionFigures {

    /** The restrictions that stand at an instant, by operator, kind and reason. */
    List<Standing> standing(Collection<OperatorKey> operators, Instant at);

    /**
     * Restrictions that stand.
     *
     * @param reason why they were placed, a code
     * @param count  how many
     * @param oldest since when the oldest has been in force
     */
    record Standing(OperatorKey operator, RestrictionKind kind, String reason, long count, @Nullable Instant oldest) {}
}
