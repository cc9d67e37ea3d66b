package kz.qupiya.bulk;

import org.jspecify.annotations.Nullable;

/** Cells of files that people open in a spreadsheet. */
public final class Cells {

    /** A spreadsheet takes a cell that begins so for a formula. */
    private static final String BEGINNINGS = "=+-@\t\r";

    private Cells() {}

    /** A text that is shown and not calculated: what stands in a client base or in a report anybody may have typed. */
    public static String harmless(String text) {
        return !text.isEmpty() && BEGINNINGS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /** As {@link #harmless(String)}; nothing stays nothing. */
    public static @Nullable String harmlessOrNull(@Nullable String text) {
        return text == null ? null : harmless(text);
    }
}
