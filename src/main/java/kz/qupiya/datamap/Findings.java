package kz.qupiya.datamap;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a person in the systems of an operator. Holds identifiers, so it is passed on in memory only.
 *
 * @param systems every system of the map, in its order
 * @param covered identifiers a block has to cover: those given and those that belong together; where only a weak identifier was given and leads to people
 *     who contradict each other, the identifiers of all of them
 * @param certain identifiers by which data may be changed, given out or destroyed: without weak ones that another person has too
 * @param records the identifiers of every record found that belongs to {@code covered}, record by record
 * @param ambiguous whether only weak identifiers were given and they lead to more than one person
 * @param otherPeople how many other people were met who share a weak identifier with the person, and are left alone
 */
public record Findings(
        List<SystemFinding> systems,
        Set<Identifier> covered,
        Set<Identifier> certain,
        List<Set<Identifier>> records,
        boolean ambiguous,
        int otherPeople) {

    public Findings {
        systems = List.copyOf(systems);
        covered = Set.copyOf(covered);
        certain = Set.copyOf(certain);
        records = List.copyOf(records);
    }

    /** Keys of the systems that could not be asked; manual systems are not among them. */
    public Set<String> failedSystems() {
        return systems.stream()
                .filter(s -> s.error() != null)
                .map(SystemFinding::system)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Rows found in all. */
    public long rows() {
        return systems.stream()
                .flatMap(s -> s.tables().stream())
                .mapToLong(TableFinding::rows)
                .sum();
    }

    /**
     * What one system holds.
     *
     * @param asked whether the system was asked: a manual one is not
     * @param error code of why it could not be asked, for example {@code unreachable}
     */
    public record SystemFinding(String system, boolean asked, @Nullable String error, List<TableFinding> tables) {

        public SystemFinding {
            tables = List.copyOf(tables);
        }
    }

    /**
     * What one table holds.
     *
     * @param rows rows of the person
     * @param blocked how many of them stand blocked
     */
    public record TableFinding(TableName table, long rows, long blocked) {}

    /** Without the identifiers: they must not get into a log. */
    @Override
    public String toString() {
        return "Findings[" + systems.size() + " systems]";
    }
}
