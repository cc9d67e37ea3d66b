package kz.qupiya.affected;

import java.util.ArrayList;
import java.util.List;
import kz.qupiya.casefile.CanonicalJson;
import kz.qupiya.datamap.RowPeople;
import kz.qupiya.datamap.RowPeople.Somebody;
import kz.qupiya.datamap.RowQuery;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/** The people of rows of an operator's systems. The line of a fault is the place of the row as it was read. */
final class QueryPeople implements PeopleSource {

    private static final int LONGEST_NAME = 300;

    private final RowPeople rows;
    private final OperatorKey operator;
    private final RowQuery query;
    private long line;

    QueryPeople(RowPeople rows, OperatorKey operator, RowQuery query) {
        this.rows = rows;
        this.operator = operator;
        this.query = query;
    }

    @Override
    public void read(Taker to) {
        try {
            rows.read(operator, query, somebody -> take(somebody, to));
        } catch (SystemUnavailableException e) {
            throw new ConflictException("affected.query.unavailable", e.code());
        }
    }

    /** Asks whether the query can be answered. */
    void check() {
        try {
            rows.check(operator, query);
        } catch (SystemUnavailableException e) {
            throw new ConflictException("affected.query.unavailable", e.code());
        }
    }

    private void take(Somebody somebody, Taker to) {
        List<Violation> faults = new ArrayList<>(0);
        somebody.unreadable().forEach(kind -> faults.add(new Violation(kind.json(), "affected.row.unreadable")));
        if (somebody.identifiers().isEmpty() && faults.isEmpty()) {
            faults.add(new Violation("", "affected.row.nobody"));
        }
        var name = PersonLine.name(somebody.name());
        to.take(
                ++line,
                somebody.identifiers(),
                name == null || name.length() > LONGEST_NAME ? null : name,
                PersonLine.language(somebody.language()),
                faults);
    }

    @Override
    public String query() {
        return CanonicalJson.write(query.canonical());
    }

    @Override
    public @Nullable String sha256() {
        return null;
    }
}
