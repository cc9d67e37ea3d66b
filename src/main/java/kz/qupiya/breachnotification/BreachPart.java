package kz.qupiya.breachnotification;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is learned of a breach later. What is left out stays as it was.
 *
 * @param facts          what has become known
 * @param measures       measures that were taken
 * @param dataCategories categories of data that are touched too; added to those known
 * @param occurredFrom   since when it has been going on
 */
public record BreachPart(
        @Nullable String facts,
        @Nullable String measures,
        @Nullable List<String> dataCategories,
        @Nullable Instant occurredFrom) {

    /** Says nothing of what was written. */
    @Override
    public String toString() {
        return "BreachPart";
    }
}
