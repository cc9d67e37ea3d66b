package kz.qupiya.bench;

import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import org.springframework.jdbc.core.JdbcTemplate;

/** Restrictions of other people, but for one, and the rows of the floor: what counts is the size of the tables and indexes. */
final class StoredRestrictions {

    static final int COUNT = Integer.getInteger("bench.restrictions", 1_000_000);
    static final String OPERATOR = "twelve";

    private StoredRestrictions() {}

    /** Stores them, unless another benchmark has. */
    static void fill(JdbcTemplate jdbc, IdentifierHasher hasher) {
        jdbc.execute("create schema if not exists bench");
        if (jdbc.queryForObject("select to_regclass('bench.row')::text", String.class) != null) {
            return;
        }
        jdbc.execute("create table bench.row (id bigint primary key, value text not null)");
        jdbc.update("insert into bench.row select i, 'value ' || i from generate_series(1, ?) i", COUNT);
        jdbc.update(
                """
                insert into qupiya.restriction
                       (id, operator, kind, reason, purposes, case_id, case_number, received_at, since, searched_at)
                select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ?, 'block', 'bench', '{}', gen_random_uuid(),
                       'TWL-2000-' || lpad(i::text, 7, '0'), now(), now(), now()
                  from generate_series(1, ?) i""",
                OPERATOR,
                COUNT);
        jdbc.update(
                """
                insert into qupiya.restriction_identifier (restriction_id, hash, kind, origin, added_at)
                select r.id, sha256((r.id::text || k.kind)::bytea), k.kind, 'given', now()
                  from qupiya.restriction r, (values ('iin'), ('phone')) k(kind)
                 where r.reason = 'bench'""");
        jdbc.update(
                """
                insert into qupiya.restriction_identifier (restriction_id, hash, kind, origin, added_at)
                select id, ?, 'login', 'given', now() from qupiya.restriction where case_number = 'TWL-2000-0000001'""",
                hasher.hash(new OperatorKey(OPERATOR), new Identifier(IdentifierKind.LOGIN, "bench-blocked"))
                        .bytes());
        for (var table : new String[] {"qupiya.restriction", "qupiya.restriction_identifier", "bench.row"}) {
            jdbc.execute("vacuum analyze " + table);
        }
        jdbc.execute("checkpoint");
    }
}
