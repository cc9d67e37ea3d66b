package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A demand of a claim.
 *
 * @param seq      place in the claim, from 1
 * @param amount   in tenge, where one is named
 * @param linkedId case in which it is handled; null where the claim answers it
 * @param proposed what the decision table proposes: {@code satisfied}, {@code refused} or {@code lawyer}; null until it was asked
 * @param ground   code of the ground that the table gives
 * @param result   what the lawyer decided where that departs from the table
 * @param reason   code of the ground of such a departure
 */
record Demand(
        int seq,
        DemandKind kind,
        @Nullable BigDecimal amount,
        @Nullable UUID linkedId,
        @Nullable String proposed,
        @Nullable String ground,
        @Nullable String result,
        @Nullable String reason) {

    /** What is decided on it: the lawyer's word before the table's; null while nobody has decided. */
    @Nullable
    String decided() {
        return result != null ? result : "lawyer".equals(proposed) ? null : proposed;
    }

    /** The ground of what is decided. */
    @Nullable
    String decidedGround() {
        return result != null ? reason : ground;
    }

    /** Whether it is met, wholly or in part. */
    boolean met() {
        return decided() != null && !"refused".equals(decided());
    }
}
