package kz.qupiya.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong in our own house and nobody foresaw. */
public final class Unexpected {

    private static final Logger log = LoggerFactory.getLogger(Unexpected.class);

    private Unexpected() {}

    /** Puts it into the log, by class and place only: a driver or a provider may have put a value into its message. */
    public static void log(Throwable e) {
        log.error("unexpected {} at {}", e.getClass().getName(), place(e));
    }

    private static String place(Throwable e) {
        var root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        for (var frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith("kz.qupiya")) {
                return root.getClass().getName() + " in " + frame;
            }
        }
        return root.getClass().getName();
    }
}
