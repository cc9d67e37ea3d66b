package kz.qupiya.datamap;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the credentials in a table are made useless, when somebody else may know them.
 *
 * @param columns what is written into which column: a value that opens nothing, a flag that a new password has to be chosen; null clears. Empty for http and manual systems, which
 *     know how
 * @param line line of the map
 */
public record ResetRule(Map<String, @Nullable String> columns, int line) {

    public ResetRule {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The credentials of a table that the rule is about. */
    List<ColumnRule> credentials(List<ColumnRule> all) {
        return all.stream()
                .filter(c ->
                        c.category() == Category.CREDENTIALS && (columns.isEmpty() || columns.containsKey(c.column())))
                .toList();
    }
}
