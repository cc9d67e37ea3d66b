package kz.qupiya.datamap;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What entitles an act to touch data while they are blocked, the decision that confirmed the inaccuracy or the violation (Law art. 1(3), 25(2)(8)), or while they are held as evidence, the act of
 * the court that the hold has waited for.
 *
 * @param decidedCases the cases whose block or hold the decision covers, as a rule the one case of the act. What the block or the hold of another case keeps is not touched
 * @param decision code of the decision, for example {@code inaccurate-correctable}
 * @param decidedAt when it was taken
 */
public record ActAuthority(Set<UUID> decidedCases, String decision, Instant decidedAt) {

    public ActAuthority {
        decidedCases = Set.copyOf(decidedCases);
    }
}
