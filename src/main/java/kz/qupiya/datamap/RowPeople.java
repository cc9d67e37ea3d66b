package kz.qupiya.datamap;

import java.util.List;
import java.util.function.Consumer;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;

/** Tells who the rows of an operator's systems are about, whoever that is: for those a breach touched. */
public interface RowPeople {

    /**
     * Checks a query against the map, and reads nothing.
     *
     * @throws kz.qupiya.problem.InvalidInputException naming the field of the query ({@code query.system}, …) that is wrong; of a system that is no database the custodian's export
     *     file has to be sent
     */
    void check(OperatorKey operator, RowQuery query);

    /**
     * Reads the people of the rows over the joins of the map, row by row in constant memory, in one read-only transaction that sees one state of the system. A row may tell of two
     * people: the one it hangs on, and another one whose IIN stands in it.
     *
     * @throws kz.qupiya.problem.InvalidInputException as {@link #check}
     * @throws SystemUnavailableException if the system cannot be reached or fails; what was handed out before is not all
     */
    void read(OperatorKey operator, RowQuery query, Consumer<Somebody> to);

    /**
     * Who a row is about.
     *
     * @param identifiers may be empty where the row tells none that is valid
     * @param name where the map has a full name, or the parts of one; as written
     * @param language as written
     * @param unreadable kinds of which something stands in the row that is no identifier
     */
    record Somebody(
            List<Identifier> identifiers,
            @Nullable String name,
            @Nullable String language,
            List<IdentifierKind> unreadable) {

        public Somebody {
            identifiers = List.copyOf(identifiers);
            unreadable = List.copyOf(unreadable);
        }

        @Override
        public String toString() {
            return "Somebody" + identifiers.stream().map(Identifier::kind).toList();
        }
    }
}
