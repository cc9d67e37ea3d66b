package kz.qupiya.casefile.web;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Shows enough of a value to tell two apart, and not the value. */
final class Masks {

    private static final String DOTS = "•••";

    private Masks() {}

    /** The masked form for a field of the panel. */
    static String of(String field, String value) {
        if (field.contains("email")) {
            return email(value);
        }
        if (field.contains("iin") || field.contains("phone")) {
            return DOTS + end(value, 2);
        }
        if (field.endsWith("ame") || field.endsWith("Name")) {
            return Arrays.stream(value.strip().split("\\s+")).map(Masks::first).collect(Collectors.joining(" "));
        }
        return first(value);
    }

    private static String email(String value) {
        int at = value.lastIndexOf('@');
        return at < 0 ? DOTS : first(value.substring(0, at)) + value.substring(at);
    }

    private static String first(String word) {
        return word.isEmpty() ? DOTS : new String(Character.toChars(word.codePointAt(0))) + DOTS;
    }

    private static String end(String value, int shown) {
        return value.length() <= 2 * shown ? "" : value.substring(value.length() - shown);
    }
}
