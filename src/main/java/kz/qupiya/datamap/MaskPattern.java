package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A mask: literal text with {@code {first:n}}, {@code {last:n}} of the old value, and {@code {random:n}} hex digits. */
public record MaskPattern(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(first|last|random):(\\d{1,2})}");
    private static final int MAX_RANDOM = 32;

    public MaskPattern {
        var rest = PLACEHOLDER.matcher(text).replaceAll("");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new IllegalArgumentException("a mask knows {first:n}, {last:n} and {random:n} only");
        }
        var placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            if ("random".equals(placeholder.group(1)) && Integer.parseInt(placeholder.group(2)) > MAX_RANDOM) {
                throw new IllegalArgumentException("at most " + MAX_RANDOM + " random digits");
            }
        }
    }

    /** Whether the mask is the same for every value. */
    boolean literal() {
        return !PLACEHOLDER.matcher(text).find();
    }

    /** Length of the longest text the mask makes. */
    int length() {
        var length = PLACEHOLDER.matcher(text).replaceAll("").length();
        var placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            length += Integer.parseInt(placeholder.group(2));
        }
        return length;
    }

    /** The SQL expression that masks {@code column}, a quoted and qualified name of text type; literal parts are quoted for SQL. */
    String sql(String column) {
        List<String> parts = new ArrayList<>();
        var placeholder = PLACEHOLDER.matcher(text);
        var at = 0;
        while (placeholder.find()) {
            literalTo(parts, text.substring(at, placeholder.start()));
            var n = Integer.parseInt(placeholder.group(2));
            parts.add(
                    switch (placeholder.group(1)) {
                        case "first" -> "left(" + column + "::text, " + n + ")";
                        case "last" -> "right(" + column + "::text, " + n + ")";
                        default -> "left(replace(gen_random_uuid()::text, '-', ''), " + n + ")";
                    });
            at = placeholder.end();
        }
        literalTo(parts, text.substring(at));
        return parts.isEmpty() ? "''" : String.join(" || ", parts);
    }

    /** A regular expression (POSIX, anchored) that every masked value satisfies. */
    String proof() {
        var proof = new StringBuilder("^");
        var placeholder = PLACEHOLDER.matcher(text);
        var at = 0;
        while (placeholder.find()) {
            proof.append(escape(text.substring(at, placeholder.start())));
            var n = placeholder.group(2);
            proof.append("random".equals(placeholder.group(1)) ? "[0-9a-f]{" + n + "}" : ".{0," + n + "}");
            at = placeholder.end();
        }
        return proof.append(escape(text.substring(at))).append('$').toString();
    }

    private static void literalTo(List<String> parts, String literal) {
        if (!literal.isEmpty()) {
            parts.add("'" + literal.replace("'", "''") + "'");
        }
    }

    private static String escape(String literal) {
        return literal.replaceAll("([\\\\^$.|?*+()\\[\\]{}])", "\\\\$1");
    }
}
