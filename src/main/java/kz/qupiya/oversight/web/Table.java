package kz.qupiya.oversight.web;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table in the reader's language, shown as a page or written as a file from one source.
 *
 * @param code  what it tells, for programs
 * @param title what it tells, for people
 * @param rows  values in the order of the columns; what a column holds is said by its {@link Type}, a missing value is null
 */
record Table(String code, String title, List<Column> columns, List<List<@Nullable Object>> rows) {

    /** A column. */
    record Column(String code, String title, Type type) {}

    /** What a column holds. */
    enum Type {
        /** A text. */
        TEXT,
        /** A whole number. */
        COUNT,
        /** A number with one place. */
        NUMBER,
        /** A part of one, from 0 to 1. */
        SHARE,
        /** An instant; written as the wall clock of Asia/Almaty. */
        MOMENT;

        /** The name in JSON. */
        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
