package kz.qupiya.calendar;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.springframework.stereotype.Component;

/**
 * Refuses to start on a Java runtime whose time-zone data are older than the change of 1 March 2024: it would end every term of Almaty an
 * hour early.
 */
@Component
class AlmatyGuard {

    private static final Instant CHANGE = Instant.parse("2024-02-29T18:00:00Z");

    AlmatyGuard(Clock clock) {
        check(Almaty.ZONE.getRules(), clock.instant());
    }

    /** @throws IllegalStateException if Almaty is not at +05:00 now, or was not at +06:00 before the change */
    static void check(ZoneRules rules, Instant now) {
        if (!rules.getOffset(now).equals(ZoneOffset.ofHours(5))) {
            throw new IllegalStateException("Asia/Almaty is at " + rules.getOffset(now)
                    + " by the time-zone data of this Java runtime, but at +05:00 by law since 1 March 2024."
                    + " Update Java, or its data with the tzupdater tool to 2024a or newer.");
        }
        var before = rules.getOffset(CHANGE.minusSeconds(1));
        if (!before.equals(ZoneOffset.ofHours(6))) {
            throw new IllegalStateException(
                    "Asia/Almaty was at " + before
                            + " before 1 March 2024 by the time-zone data of this Java runtime, but at +06:00 by law. Update Java.");
        }
    }
}
