package kz.qupiya.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kz.qupiya.datamap.DataMap;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Expiries;
import kz.qupiya.datamap.ExpiryRule;
import kz.qupiya.datamap.SystemUnavailableException;
import kz.qupiya.datamap.TableName;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.restriction.Holds.Keeper;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.retention.RetentionRun.Part;
import kz.qupiya.retention.RetentionRun.State;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Role;
import kz.qupiya.subject.SubjectTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** A sweep from its preview to its proof; the systems are the test's own, the ledger is real. */
class RetentionRunsTest {

    private static final OperatorKey OPERATOR = new OperatorKey("zvonobot");
    private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");
    private static final Caller OFFICER = new Caller("officer", Set.of(Role.OFFICER), Set.of("zvonobot"));
    private static final Caller OFFICER2 = new Caller("officer2", Set.of(Role.OFFICER), Set.of("zvonobot"));
    private static final Caller LAWYER = new Caller("lawyer", Set.of(Role.LAWYER), Set.of("zvonobot"));

    private static SubjectTables tables;

    private static final Keeper CLAIM = new Keeper(RestrictionKind.HOLD, "ZVN-2026-000001");

    private final Systems systems = new Systems();
    private final List<Object> events = new ArrayList<>();
    private final DataMaps maps = mock(DataMaps.class);
    private RetentionRuns runs;

    @BeforeAll
    static void start() throws IOException {
        tables = new SubjectTables(Clock.fixed(NOW, ZoneOffset.UTC));
        for (var migration : List.of("V120_2__retention.sql", "V125_1__retention_sweeps.sql")) {
            tables.template.execute(
                    new ClassPathResource("db/migration/" + migration).getContentAsString(StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        tables.close();
    }

    @BeforeEach
    void open() {
        tables.template.execute(
                "truncate qupiya.retention_run, qupiya.retention_part, qupiya.retention_chunk, qupiya.retention_keeper");
        map("1");
        events.clear();
        runs = new RetentionRuns(
                new RetentionStore(tables.jdbc), systems, maps, events::add, new Now(), tables.transactions, 100);
    }

    private void map(String version) {
        var map = new DataMap(OPERATOR, List.of(), Map.of(), List.of(), version, "data-map.yaml");
        lenient().when(maps.all()).thenReturn(List.of(map));
        lenient().when(maps.get(any())).thenReturn(map);
    }

    private RetentionRun only() {
        return runs.of(OPERATOR, 100).get(0);
    }

    private RetentionRun approved() {
        assertThat(runs.preview()).isEqualTo(1);
        var run = runs.of(OPERATOR, 100).stream()
                .filter(one -> one.state() == State.PREPARED)
                .findFirst()
                .orElseThrow();
        runs.approve(OPERATOR, run.id(), run.digest(), OFFICER);
        return runs.approve(OPERATOR, run.id(), run.digest(), LAWYER);
    }

    @Test
    void whatIsOverIsCountedApprovedByTwoDestroyedAndProved() {
        systems.add("crm.orders", 250, 30);
        systems.add("crm.client", 90, 10);
        assertThat(runs.preview()).isEqualTo(1);
        var run = only();
        assertThat(run.state()).isEqualTo(State.PREPARED);
        assertThat(run.asOf()).as("the day in Almaty").isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(run.parts()).extracting(Part::counted).containsExactly(250L, 90L);
        assertThat(run.digest()).hasSize(64);
        assertThat(runs.work()).as("nobody has approved it").isZero();
        assertThat(runs.preview()).as("one is open").isZero();

        assertThat(runs.approve(OPERATOR, run.id(), run.digest(), OFFICER).state())
                .isEqualTo(State.CONFIRMED);
        assertThat(runs.work()).as("one is not enough").isZero();
        assertThat(systems.destroyed()).isZero();
        assertThat(runs.approve(OPERATOR, run.id(), run.digest(), LAWYER).state())
                .isEqualTo(State.APPROVED);
        assertThat(runs.work()).isEqualTo(1);

        var done = only();
        assertThat(done.state()).isEqualTo(State.COMPLETED);
        assertThat(done.completedAt()).isEqualTo(NOW);
        assertThat(done.parts()).extracting(Part::destroyed).containsExactly(220L, 80L);
        assertThat(done.parts()).extracting(Part::kept).containsExactly(30L, 10L);
        assertThat(done.parts()).extracting(Part::left).containsExactly(30L, 10L);
        assertThat(ledger("count(*)")).isEqualTo("4");
        assertThat(ledger("count(*) filter (where done_at is not null and hash ~ '^[0-9a-f]{64}$')"))
                .isEqualTo("4");
        assertThat(runs.preview()).as("only what is held is left").isZero();
        systems.add("crm.parcel", 1, 0);
        assertThat(runs.preview()).isEqualTo(1);
    }

    @Test
    void theFirstIsAnOfficerAndTheSecondSomebodyElse() {
        systems.add("crm.client", 5, 0);
        runs.preview();
        var run = only();
        assertThatThrownBy(() -> runs.approve(OPERATOR, run.id(), run.digest(), LAWYER))
                .isInstanceOf(ForbiddenException.class)
                .hasMessage("retention.officer-first");
        assertThatThrownBy(() -> runs.approve(OPERATOR, run.id(), "0".repeat(64), OFFICER))
                .isInstanceOf(ConflictException.class)
                .hasMessage("retention.other-digest");
        runs.approve(OPERATOR, run.id(), run.digest(), OFFICER);
        assertThatThrownBy(() -> runs.approve(OPERATOR, run.id(), run.digest(), OFFICER))
                .isInstanceOf(ForbiddenException.class)
                .hasMessage("retention.second-person");
        runs.approve(OPERATOR, run.id(), run.digest(), OFFICER2);
        assertThatThrownBy(() -> runs.approve(OPERATOR, run.id(), run.digest(), LAWYER))
                .isInstanceOf(ConflictException.class)
                .hasMessage("retention.not-open");
        assertThatThrownBy(() -> runs.reject(OPERATOR, run.id(), "later", LAWYER))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> runs.get(new OperatorKey("twelve"), run.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatIsRejectedIsNotDestroyedAndCountedAnew() {
        systems.add("crm.client", 5, 0);
        runs.preview();
        var run = only();
        runs.approve(OPERATOR, run.id(), run.digest(), OFFICER);
        for (var reason : new String[] {null, " ", "because"}) {
            assertThatThrownBy(() -> runs.reject(OPERATOR, run.id(), reason, LAWYER))
                    .isInstanceOf(InvalidInputException.class);
        }
        assertThat(runs.reject(OPERATOR, run.id(), "later", LAWYER).state()).isEqualTo(State.REJECTED);
        assertThat(only().rejectedReason()).isEqualTo("later");
        assertThat(runs.work()).isZero();
        assertThat(systems.destroyed()).isZero();
        assertThat(runs.preview()).isEqualTo(1);
        assertThat(runs.of(OPERATOR, 100)).hasSize(2);
    }

    @Test
    void whatStaysIsSeenBeforeAnybodyApprovesAndCountedAgainInTheSweep() {
        systems.add("crm.client", 250, 120);
        systems.add("crm.parcel", 10, 0);
        runs.preview();
        assertThat(only().parts()).extracting(Part::expected).containsOnlyNulls();
        systems.downAfter = 1;
        assertThat(runs.look()).as("the second table is not there").isEqualTo(1);
        systems.downAfter = Integer.MAX_VALUE;
        assertThat(runs.look()).as("goes on where it stood").isEqualTo(1);
        assertThat(runs.look()).isZero();
        assertThat(only().parts()).extracting(Part::expected).containsExactly(120L, 0L);
        assertThat(only().parts().get(0).keepers())
                .containsExactly(new RetentionRun.Keeper(CLAIM.caseNumber(), CLAIM.kind(), 120, 0));
        runs.approve(OPERATOR, only().id(), only().digest(), OFFICER);
        runs.approve(OPERATOR, only().id(), only().digest(), LAWYER);
        assertThat(runs.work()).isEqualTo(1);
        assertThat(only().parts().get(0).keepers())
                .as("over two chunks")
                .containsExactly(new RetentionRun.Keeper(CLAIM.caseNumber(), CLAIM.kind(), 120, 120));
        assertThat(runs.look()).as("nobody has to approve it any more").isZero();

        assertThat(runs.preview()).as("only what is held is left").isZero();
        systems.parts.get(0).held = 70;
        assertThat(runs.preview()).as("a hold was lifted").isEqualTo(1);
        assertThat(runs.of(OPERATOR, 100))
                .filteredOn(RetentionRun::waits)
                .singleElement()
                .satisfies(
                        run -> assertThat(run.parts()).extracting(Part::counted).containsExactly(120L, 0L));
    }

    @Test
    void whoAsksForItMayApproveFirstAndNotLast() {
        assertThatThrownBy(() -> runs.ask(OPERATOR, OFFICER))
                .isInstanceOf(ConflictException.class)
                .hasMessage("retention.nothing");
        systems.add("crm.client", 5, 0);
        var run = runs.ask(OPERATOR, OFFICER);
        assertThat(run.askedBy()).isEqualTo("officer");
        assertThat(run.mayApprove(OFFICER)).isTrue();
        assertThat(run.mayApprove(LAWYER)).as("the officer is first").isFalse();
        assertThatThrownBy(() -> runs.ask(OPERATOR, OFFICER2))
                .isInstanceOf(ConflictException.class)
                .hasMessage("retention.open");
        assertThat(runs.preview()).as("the night counts nothing beside it").isZero();
        var confirmed = runs.approve(OPERATOR, run.id(), run.digest(), OFFICER2);
        assertThat(confirmed.mayApprove(OFFICER)).isFalse();
        assertThat(confirmed.mayApprove(OFFICER2)).isFalse();
        assertThat(confirmed.mayApprove(LAWYER)).isTrue();
        assertThatThrownBy(() -> runs.approve(OPERATOR, run.id(), run.digest(), OFFICER))
                .isInstanceOf(ForbiddenException.class)
                .hasMessage("retention.not-who-asked");
        assertThat(runs.waiting(List.of(OPERATOR))).isEqualTo(1);
        assertThat(runs.waiting(List.of(new OperatorKey("twelve")))).isZero();
        runs.approve(OPERATOR, run.id(), run.digest(), LAWYER);
        assertThat(runs.waiting(List.of(OPERATOR))).isZero();
        assertThat(runs.waits(run.id())).isFalse();
        assertThat(events)
                .as("each of the two approvals is asked for once")
                .containsExactly(
                        new RetentionWaiting(run.id(), OPERATOR, run.asOf(), Set.of(Role.OFFICER), Set.of(), false),
                        new RetentionWaiting(
                                run.id(),
                                OPERATOR,
                                run.asOf(),
                                Set.of(Role.OFFICER, Role.LAWYER),
                                Set.of("officer", "officer2"),
                                false));
    }

    @Test
    void anotherMapMakesItStale() {
        systems.add("crm.client", 5, 0);
        runs.preview();
        var first = only();
        map("2");
        assertThatThrownBy(() -> runs.approve(OPERATOR, first.id(), first.digest(), OFFICER))
                .isInstanceOf(ConflictException.class)
                .hasMessage("retention.map-changed");
        assertThat(only().state()).isEqualTo(State.STALE);
        approved();
        map("3");
        assertThat(runs.work()).isZero();
        assertThat(runs.of(OPERATOR, 100)).allMatch(run -> run.state() == State.STALE);
        assertThat(systems.destroyed()).isZero();
    }

    @Test
    void noMoreGoesThanWasApproved() {
        systems.add("crm.client", 150, 0);
        approved();
        systems.parts.get(0).over = 180;
        assertThat(runs.work()).isZero();
        assertThat(only().state()).isEqualTo(State.STALE);
        assertThat(only().error()).isEqualTo("more-than-approved");
        assertThat(systems.destroyed()).as("what was counted, at most").isLessThanOrEqualTo(150);
    }

    @Test
    void aSystemThatIsDownIsTriedAgainFromWhereItStood() {
        systems.add("crm.client", 250, 0);
        approved();
        systems.downAfter = 1;
        assertThat(runs.work()).isZero();
        assertThat(only().state()).isEqualTo(State.RUNNING);
        assertThat(only().error()).isEqualTo("unreachable");
        assertThat(only().parts().get(0).destroyed()).isEqualTo(100);
        systems.downAfter = Integer.MAX_VALUE;
        assertThat(runs.work()).isEqualTo(1);
        assertThat(only().parts().get(0).destroyed()).isEqualTo(250);
        assertThat(only().error()).isNull();
        assertThat(ledger("string_agg(from_page::text, ',' order by seq)")).isEqualTo("0,100,200");
    }

    @Test
    void itWaitsForAHoldThatIsSearchedFor() {
        systems.add("crm.client", 50, 0);
        approved();
        systems.searching = true;
        assertThat(runs.work()).isZero();
        assertThat(only().error()).isEqualTo("holds-unknown");
        systems.searching = false;
        assertThat(runs.work()).isEqualTo(1);
    }

    @Test
    void aCrashBeforeTheCommitIsRepeatedAndCountsOnce() {
        systems.add("crm.client", 150, 20);
        approved();
        systems.crashBeforeCommit = true;
        assertThat(runs.work()).isZero();
        assertThat(systems.destroyed()).isZero();
        assertThat(ledger("count(*) filter (where done_at is null)")).isEqualTo("1");
        assertThat(runs.work()).isEqualTo(1);
        assertThat(only().parts().get(0).destroyed()).isEqualTo(130);
        assertThat(only().parts().get(0).kept()).isEqualTo(20);
        assertThat(ledger("count(*) filter (where done_at is null)")).isEqualTo("0");
    }

    @Test
    void aCrashAfterTheCommitCountsOnceToo() {
        systems.add("crm.client", 150, 20);
        approved();
        systems.crashAfterCommit = true;
        assertThat(runs.work()).isZero();
        assertThat(systems.destroyed()).isPositive();
        assertThat(ledger("count(*) filter (where done_at is null)")).isEqualTo("1");
        assertThat(runs.work()).isEqualTo(1);
        assertThat(only().parts().get(0).destroyed()).isEqualTo(130);
        assertThat(only().parts().get(0).kept()).isEqualTo(20);
        assertThat(ledger("sum(destroyed)")).isEqualTo("130");
    }

    @Test
    void whatWasPassedByIsGoneThroughOnceMore() {
        systems.add("crm.client", 150, 0);
        approved();
        systems.passedBy = 7;
        assertThat(runs.work()).isZero();
        assertThat(only().state()).isEqualTo(State.RUNNING);
        assertThat(only().error()).isEqualTo("not-proved");
        assertThat(runs.work()).isEqualTo(1);
        assertThat(only().parts().get(0).destroyed()).isEqualTo(150);
        assertThat(only().parts().get(0).left()).isZero();
    }

    @Test
    void whatOneNodeWorksOnNoOtherDoes() {
        systems.add("crm.client", 50, 0);
        var run = approved();
        tables.jdbc
                .sql("update qupiya.retention_run set state = 'running', lease_until = ? where id = ?")
                .params(NOW.plusSeconds(60).atOffset(ZoneOffset.UTC), run.id())
                .update();
        assertThat(runs.work()).isZero();
        tables.jdbc
                .sql("update qupiya.retention_run set lease_until = ? where id = ?")
                .params(NOW.minusSeconds(1).atOffset(ZoneOffset.UTC), run.id())
                .update();
        assertThat(runs.work()).isEqualTo(1);
    }

    private static String ledger(String what) {
        return String.valueOf(tables.jdbc
                .sql("select (" + what + ")::text from qupiya.retention_chunk")
                .query(String.class)
                .single());
    }

    private static final class Now extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(NOW, zone);
        }

        @Override
        public Instant instant() {
            return NOW;
        }
    }

    /** Tables of one row a page; the first rows are those of people who are held. */
    private static final class Systems implements Expiries {

        private static final class Rows {
            private final Part part;
            private final long pages;
            private long over;
            private long held;
            private final Set<Long> gone = new java.util.HashSet<>();

            Rows(Part part, long pages, long held) {
                this.part = part;
                this.pages = pages;
                this.over = pages;
                this.held = held;
            }

            long left() {
                return over - gone.size();
            }
        }

        private final List<Rows> parts = new ArrayList<>();
        private int downAfter = Integer.MAX_VALUE;
        private boolean searching;
        private boolean crashBeforeCommit;
        private boolean crashAfterCommit;
        private int passedBy;

        void add(String relation, long rows, long held) {
            parts.add(new Rows(
                    new Part("crm", TableName.of(relation), relation, "law", ExpiryRule.What.ROWS), rows, held));
        }

        long destroyed() {
            return parts.stream().mapToLong(p -> p.gone.size()).sum();
        }

        private Rows rows(Part part) {
            return parts.stream().filter(p -> p.part.equals(part)).findFirst().orElseThrow();
        }

        @Override
        public List<Part> parts(OperatorKey operator) {
            return parts.stream().map(p -> p.part).toList();
        }

        @Override
        public long count(OperatorKey operator, Part part, LocalDate asOf) {
            return rows(part).left();
        }

        @Override
        public long left(OperatorKey operator, Part part, LocalDate asOf) {
            return rows(part).left();
        }

        @Override
        public Map<Keeper, Long> kept(OperatorKey operator, Part part, LocalDate asOf) {
            if (downAfter-- == 0) {
                throw new SystemUnavailableException("zvonobot/crm", "unreachable");
            }
            return rows(part).held == 0 ? Map.of() : Map.of(CLAIM, rows(part).held);
        }

        @Override
        public Chunk end(OperatorKey operator, Part part, LocalDate asOf, long from, int rows, Consumer<Chunk> before) {
            if (searching) {
                throw new HoldsUnknownException();
            }
            if (downAfter-- == 0) {
                throw new SystemUnavailableException("zvonobot/crm", "unreachable");
            }
            var all = rows(part);
            var to = from + rows;
            List<Long> going = new ArrayList<>();
            long kept = 0;
            for (long row = from; row < Math.min(to, all.over); row++) {
                if (row < all.held) {
                    kept++;
                } else if (!all.gone.contains(row)) {
                    if (passedBy > 0) {
                        passedBy--;
                    } else {
                        going.add(row);
                    }
                }
            }
            var chunk = new Chunk(
                    from,
                    to,
                    to >= all.pages,
                    going.size() + kept,
                    going.size(),
                    kept == 0 ? Map.of() : Map.of(CLAIM, kept),
                    "digest");
            before.accept(chunk);
            if (crashBeforeCommit) {
                crashBeforeCommit = false;
                throw new IllegalStateException("crash");
            }
            all.gone.addAll(going);
            if (crashAfterCommit) {
                crashAfterCommit = false;
                throw new IllegalStateException("crash");
            }
            return chunk;
        }
    }
}
