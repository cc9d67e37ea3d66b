package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.retention.RetentionRuns;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.MadeUpIin;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Terms of storage of very many people, some of them held: the sweep beside one {@code DELETE} by hand on the same table, filled again. */
@QupiyaBench
class RetentionBench {

    private static final int PEOPLE = Integer.getInteger("bench.retention", 1_000_000);
    private static final int HELD = Integer.getInteger("bench.retention.held", PEOPLE / 10);
    private static final int TURNS = Integer.getInteger("bench.retention.turns", 3);
    private static final OperatorKey KAO = new OperatorKey("kao-solutions");
    private static final int BATCH = 20_000;

    @Autowired
    RetentionRuns runs;

    @Autowired
    IdentifierHasher hasher;

    @Autowired
    JdbcTemplate jdbc;

    @Value("${qupiya.embedded.postgres.url}")
    String adminUrl;

    @Test
    void sweep() {
        var theirs =
                new JdbcTemplate(new DriverManagerDataSource(adminUrl.replace("/postgres?", "/demo_kao_solutions?")));
        people(theirs);
        hold();
        List<Double> swept = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            if (turn % 2 == 0) {
                byHand.add(byHand(theirs));
                swept.add(swept(theirs));
            } else {
                swept.add(swept(theirs));
                byHand.add(byHand(theirs));
            }
        }
        Report.add(
                Report.Row.RETENTION,
                "Sweep over the terms of storage of %,d people, %,d of them held, beside one DELETE by hand on the same table"
                        .formatted(PEOPLE, HELD),
                "people/s",
                swept,
                byHand,
                0.3);
    }

    private double byHand(JdbcTemplate theirs) {
        fill(theirs);
        var begin = System.nanoTime();
        theirs.update(
                "delete from crm.client c where (c.closed_at::date + interval '5 years')::date < current_date and c.login like 'bench-%'"
                        + " and not exists (select from bench.held h where h.iin = c.iin)");
        return rate(theirs, begin);
    }

    private double swept(JdbcTemplate theirs) {
        fill(theirs);
        assertThat(runs.preview()).isPositive();
        jdbc.update(
                "update qupiya.retention_run set state = 'approved', first_by = 'officer', first_at = now(), second_by = 'lawyer', second_at = now() where operator = ? and state = 'prepared'",
                KAO.value());
        jdbc.update("update qupiya.retention_run set state = 'rejected' where state = 'prepared'");
        var begin = System.nanoTime();
        var completed = runs.work();
        assertThat(completed)
                .as(() -> "why not: "
                        + jdbc.queryForList(
                                "select state, error from qupiya.retention_run where operator = ? order by prepared_at desc limit 1",
                                KAO.value()))
                .isEqualTo(1);
        var rate = rate(theirs, begin);
        // the next preview has to find what is filled again
        jdbc.update("update qupiya.retention_part set counted = destroyed");
        return rate;
    }

    private static double rate(JdbcTemplate theirs, long begin) {
        var rate = PEOPLE / ((System.nanoTime() - begin) / 1e9);
        assertThat(theirs.queryForObject("select count(*) from crm.client where login like 'bench-%'", Integer.class))
                .as("those who are held")
                .isEqualTo(HELD);
        return rate;
    }

    private static void fill(JdbcTemplate theirs) {
        theirs.update("delete from crm.client where login like 'bench-%'");
        theirs.execute("vacuum crm.client");
        theirs.update(
                """
                insert into crm.client (id, iin, surname, name, login, password_hash, language, registered_at, closed_at)
                select gen_random_uuid(), iin, 'Клиентов', 'Клиент', 'bench-' || n, '-', 'ru', '2015-01-01', '2018-01-01' from bench.person order by n""");
        theirs.execute("vacuum analyze crm.client");
        theirs.execute("checkpoint");
    }

    private void people(JdbcTemplate theirs) {
        theirs.execute("create schema bench");
        theirs.execute("create table bench.person (n integer primary key, iin char(12) not null)");
        List<Object[]> batch = new ArrayList<>();
        var made = 0;
        var day = LocalDate.of(1950, 1, 1);
        while (made < PEOPLE) {
            for (int serial = MadeUpIin.FIRST_SERIAL; serial <= MadeUpIin.LAST_SERIAL && made < PEOPLE; serial++) {
                for (boolean female : new boolean[] {true, false}) {
                    var iin = MadeUpIin.of(day, female, serial);
                    if (iin != null && made < PEOPLE) {
                        batch.add(new Object[] {made++, iin});
                    }
                }
            }
            day = day.plusDays(1);
            if (batch.size() >= BATCH || made == PEOPLE) {
                theirs.update(
                        "insert into bench.person select * from unnest(cast(? as integer[]), cast(? as text[]))",
                        batch.stream().map(row -> (Integer) row[0]).toArray(Integer[]::new),
                        batch.stream().map(row -> (String) row[1]).toArray(String[]::new));
                batch.clear();
            }
        }
        theirs.execute("create table bench.held (iin char(12) primary key)");
        theirs.update(
                "insert into bench.held select iin from bench.person where n % (? / ?) = 0 limit ?",
                PEOPLE, HELD, HELD);
        theirs.execute("analyze bench.held");
        var known = theirs.queryForObject(
                "select count(*) from crm.client c join bench.person p using (iin)", Integer.class);
        assertThat(known).as("nobody is a client already").isZero();
    }

    private void hold() {
        var theirs =
                new JdbcTemplate(new DriverManagerDataSource(adminUrl.replace("/postgres?", "/demo_kao_solutions?")));
        var held = theirs.queryForList("select iin from bench.held", String.class);
        List<Object[]> restrictions = new ArrayList<>();
        List<Object[]> identifiers = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            var id = UUID.randomUUID();
            restrictions.add(new Object[] {id, KAO.value(), UUID.randomUUID(), "KAO-2000-%07d".formatted(i)});
            identifiers.add(new Object[] {
                id,
                hasher.hash(KAO, new Identifier(IdentifierKind.IIN, held.get(i)))
                        .bytes()
            });
        }
        jdbc.batchUpdate(
                "insert into qupiya.restriction (id, operator, kind, reason, purposes, case_id, case_number, received_at, since, searched_at)"
                        + " values (?, ?, 'hold', 'claim', '{}', ?, ?, now(), now(), now())",
                restrictions);
        jdbc.batchUpdate(
                "insert into qupiya.restriction_identifier (restriction_id, hash, kind, origin, added_at) values (?, ?, 'iin', 'given', now())",
                identifiers);
        jdbc.execute("analyze qupiya.restriction_identifier");
        jdbc.execute("analyze qupiya.restriction");
    }
}
