package kz.qupiya.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Moves the engine's clock and with it every {@code Clock} of the application; put back after each test. */
public final class TestClock implements AfterEachCallback {

    /** Sets the time. */
    public static void set(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
    }

    /** Moves the time forward from where it stands, and stops it there. */
    public static Instant forward(Duration amount) {
        var then = ClockUtil.getCurrentTime().toInstant().plus(amount);
        set(then);
        return then;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ClockUtil.reset();
    }
}
