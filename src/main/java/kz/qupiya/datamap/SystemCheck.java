package kz.qupiya.datamap;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a system against its map found.
 *
 * @param at when; null if it has not been checked yet
 * @param error code of the reason why it could not be checked, such as {@code unreachable} or {@code not-configured}; null if it was
 */
public record SystemCheck(String system, @Nullable Instant at, @Nullable String error, List<MapFault> faults) {

    public SystemCheck {
        faults = List.copyOf(faults);
    }

    /** Whether the system was reached and is as the map says. */
    public boolean good() {
        return error == null && at != null && faults.isEmpty();
    }
}
