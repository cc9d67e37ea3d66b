package kz.qupiya.datamap;

import java.util.List;

/**
 * What has to hold of a column of a row. A column without a value fulfils {@link Test#EMPTY} and {@link Test#NOT} only.
 *
 * @param values as texts, in the spelling of the database; none for {@link Test#EMPTY} and {@link Test#PRESENT}, one for {@link Test#ABOVE} and {@link Test#BELOW}
 * @param line line of the map
 */
public record Condition(String column, Test test, List<String> values, int line) {

    public Condition {
        values = List.copyOf(values);
    }

    /** How a column is compared. */
    public enum Test {
        ONE_OF,
        NOT,
        ABOVE,
        BELOW,
        EMPTY,
        PRESENT
    }

    /** The condition over alias {@code t}, for a column of a checked type. Values are those of the map, never of a person. */
    String sql(String type) {
        var name = "t." + TableName.quote(column);
        return switch (test) {
            case ONE_OF -> name + " = any(" + array(type) + ")";
            case NOT -> "(" + name + " is null or " + name + " <> all(" + array(type) + "))";
            case ABOVE -> name + " > " + cast(values.get(0), type);
            case BELOW -> name + " < " + cast(values.get(0), type);
            case EMPTY -> name + " is null";
            case PRESENT -> name + " is not null";
        };
    }

    private String array(String type) {
        return "array["
                + String.join(", ", values.stream().map(v -> cast(v, type)).toList()) + "]";
    }

    private static String cast(String value, String type) {
        return "cast(" + Sql.literal(value) + " as " + type + ")";
    }
}
