package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.Locale;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The permit check over HTTP with a million restrictions stored, beside a call that does one prepared {@code SELECT} by primary key. */
@QupiyaBench
class PermitBench {

    private static final int RESTRICTIONS = Integer.getInteger("bench.restrictions", 1_000_000);
    private static final String OPERATOR = "twelve";
    private static final String API = "/api/v1/operators/" + OPERATOR;

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    IdentifierHasher hasher;

    @Autowired
    DemoUsers users;

    @Test
    void permitCheck() throws Exception {
        store();
        var http = new HttpLoad(port, "integration2", users.password());
        assertThat(http.send(permit(http, "bench-blocked")).body()).contains("\"allowed\":false", "TWL-2000-0000001");
        assertThat(http.send(permit(http, "bench-0")).body()).contains("\"allowed\":true");
        var rates = http.compare(
                new HttpLoad.Side(i -> permit(http, "bench-" + i), 200),
                new HttpLoad.Side(i -> http.get(API + "/bench-rows/" + (1 + i % RESTRICTIONS)), 200));
        Report.add(
                Report.Row.PERMIT,
                String.format(
                        Locale.ROOT,
                        "permit check over HTTP, %,d restrictions, %d clients; floor: one SELECT by primary key",
                        RESTRICTIONS,
                        HttpLoad.CLIENTS),
                "/s",
                rates.measured(),
                rates.floor(),
                0.8);
    }

    private static HttpRequest permit(HttpLoad http, String login) {
        return http.post(API + "/permits", "{\"purpose\":\"service\",\"subject\":{\"login\":\"" + login + "\"}}");
    }

    /** Restrictions of other people, but for one: what counts is the size of the tables and indexes. */
    private void store() {
        jdbc.execute("create schema bench");
        jdbc.execute("create table bench.row (id bigint primary key, value text not null)");
        jdbc.update("insert into bench.row select i, 'value ' || i from generate_series(1, ?) i", RESTRICTIONS);
        jdbc.update(
                """
                insert into qupiya.restriction
                       (id, operator, kind, reason, purposes, case_id, case_number, received_at, since, searched_at)
                select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ?, 'block', 'bench', '{}', gen_random_uuid(),
                       'TWL-2000-' || lpad(i::text, 7, '0'), now(), now(), now()
                  from generate_series(1, ?) i""",
                OPERATOR,
                RESTRICTIONS);
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
