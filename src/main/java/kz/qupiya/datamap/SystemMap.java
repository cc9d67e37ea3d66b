package kz.qupiya.datamap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierKind;

/**
 * A system of an operator that holds personal data.
 *
 * @param schemas jdbc only: the schemas looked after
 * @param accepts identifier kinds it understands
 * @param instructions texts for the custodian, added to what is told anyway
 * @param tables at least one; of jdbc systems in an order in which a table comes after those it refers to
 * @param obligations what this system knows of what the person and the operator owe each other
 * @param noPersonalData tables of the schemas that hold none
 * @param line line of the map
 */
public record SystemMap(
        String key,
        Texts name,
        Connector connector,
        List<String> schemas,
        Texts custodian,
        Set<IdentifierKind> accepts,
        Map<ActKind, Texts> instructions,
        List<TableMap> tables,
        List<ObligationRule> obligations,
        Set<TableName> noPersonalData,
        int line) {

    public SystemMap {
        schemas = List.copyOf(schemas);
        accepts = Set.copyOf(accepts);
        instructions = Map.copyOf(instructions);
        tables = List.copyOf(tables);
        obligations = List.copyOf(obligations);
        noPersonalData = Set.copyOf(noPersonalData);
    }

    /** Whether a stop of these purposes has anything to stop here. */
    boolean stops(Set<Purpose> purposes) {
        return tables.stream().anyMatch(table -> !table.stops(purposes).isEmpty());
    }

    /** Whether it keeps credentials that can be reset. */
    boolean resets() {
        return tables.stream().anyMatch(table -> table.reset().isPresent());
    }

    /** The table of a name. */
    public Optional<TableMap> table(TableName name) {
        return tables.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
