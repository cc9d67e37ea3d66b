package kz.qupiya.datamap;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A statement whose parameters are identifiers, spelled as each column has them. The text holds quoted names of a checked map and placeholders only, so one text
 * serves every person and stays prepared.
 */
final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();

    private record Parameter(IdentifierColumn column, boolean number) {}

    Sql add(String part) {
        text.append(part);
        return this;
    }

    Sql add(Sql other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    /** A placeholder for the values of an identifier column. */
    Sql values(IdentifierColumn column, boolean number, String type) {
        text.append("any(cast(cast(? as text[]) as ").append(type).append("[]))");
        parameters.add(new Parameter(column, number));
        return this;
    }

    String text() {
        return text.toString();
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether any parameter would have a value; a statement without one finds nobody. */
    boolean asks(IdentifierSet identifiers) {
        return parameters.stream().anyMatch(p -> identifiers.has(p.column.kind()));
    }

    /** Binds the identifiers, from the given position on. */
    int bind(PreparedStatement statement, int from, IdentifierSet identifiers) throws SQLException {
        var at = from;
        for (Parameter parameter : parameters) {
            var written = parameter.column.spelling().write(identifiers.of(parameter.column.kind()));
            if (parameter.number) {
                written = Arrays.stream(written).filter(Sql::isNumber).toArray(String[]::new);
            }
            statement.setArray(at++, statement.getConnection().createArrayOf("text", written));
        }
        return at;
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A text as an SQL literal; for values of the map, never of a person. */
    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
