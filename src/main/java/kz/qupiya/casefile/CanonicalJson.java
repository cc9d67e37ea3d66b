package kz.qupiya.casefile;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON with one spelling only, after RFC 8785: members sorted by UTF-16 code units, no white space, the shortest escapes. Numbers are whole. What is hashed must read
 * the same in ten years and in another tool, so this does not lean on a library's settings.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * Writes a value.
     *
     * @param value a map by text, a collection, text, whole number, boolean or null, and so on inwards
     */
    public static String write(@Nullable Object value) {
        var out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            out.append(value);
        } else if (value instanceof String text) {
            appendText(out, text);
        } else if (value instanceof Map<?, ?> map) {
            appendObject(out, map);
        } else if (value instanceof Collection<?> several) {
            char separator = '[';
            for (Object one : several) {
                out.append(separator);
                append(out, one);
                separator = ',';
            }
            out.append(several.isEmpty() ? "[]" : "]");
        } else {
            throw new IllegalArgumentException(
                    "no canonical form of " + value.getClass().getName());
        }
    }

    private static void appendObject(StringBuilder out, Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((name, value) -> sorted.put((String) name, value));
        char separator = '{';
        for (var member : sorted.entrySet()) {
            out.append(separator);
            appendText(out, member.getKey());
            out.append(':');
            append(out, member.getValue());
            separator = ',';
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    /** Writes a text in quotes. */
    static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
