package kz.qupiya.restriction;

import static kz.qupiya.restriction.RestrictionFixture.EMAIL;
import static kz.qupiya.restriction.RestrictionFixture.IIN;
import static kz.qupiya.restriction.RestrictionFixture.LOGIN;
import static kz.qupiya.restriction.RestrictionFixture.OPERATOR;
import static kz.qupiya.restriction.RestrictionFixture.OTHER_IIN;
import static kz.qupiya.restriction.RestrictionFixture.OTHER_OPERATOR;
import static kz.qupiya.restriction.RestrictionFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.PessimisticLockingFailureException;

class HoldsTest {

    private static RestrictionFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new RestrictionFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @BeforeEach
    void reset() {
        fixture.reset();
    }

    private static Holds.Held on(Identifier... person) {
        return fixture.holds.on(OPERATOR, List.of(person));
    }

    private static boolean held(Identifier... person) {
        return on(person).holds(true);
    }

    @Test
    void aHoldIsFoundUnderEveryIdentifierOfThePerson() {
        fixture.tables.run(() -> fixture.tables.links.learn(OPERATOR, List.of(IIN, PHONE, LOGIN)));
        var hold = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, PHONE);
        assertThat(on(IIN).standing()).extracting(Restriction::id).containsExactly(hold.id());
        assertThat(held(LOGIN)).isTrue();
        assertThat(held(EMAIL)).isFalse();
        fixture.join(hold, IIN, EMAIL);
        assertThat(held(EMAIL)).isTrue();
        assertThat(fixture.holds.on(OTHER_OPERATOR, List.of(IIN)).holds(true)).isFalse();
        fixture.tables.run(() -> fixture.restrictions.lift(hold.id(), "settled"));
        assertThat(held(IIN)).isFalse();
    }

    @Test
    void onlyAHoldHolds() {
        fixture.block("ZVN-2026-000001", IIN);
        assertThat(held(IIN)).isFalse();
        assertThat(on(IIN).unsearched()).isEmpty();
    }

    @Test
    void twoWhoShareATelephoneAndHaveDifferentNumbersAreTwo() {
        fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, OTHER_IIN, PHONE);
        assertThat(held(IIN, PHONE)).isFalse();
        assertThat(held(OTHER_IIN)).isTrue();
        assertThat(held(PHONE)).as("nobody knows which of them").isTrue();
    }

    @Test
    void aHoldOnATelephoneHoldsForEveryoneWhoHasItUntilTheSystemsHaveTold() {
        fixture.tables.run(() -> fixture.tables.links.learn(OPERATOR, List.of(OTHER_IIN, PHONE)));
        var hold = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, PHONE);
        assertThat(held(OTHER_IIN)).isTrue();
        assertThat(held(IIN, PHONE)).as("the other one may be meant").isTrue();
        fixture.searched(hold);
        assertThat(held(IIN, PHONE)).as("the systems have told of one only").isFalse();
        assertThat(held(OTHER_IIN, PHONE)).isTrue();
    }

    @Test
    void theUnknownIsHeldWhileAHoldIsSearchedFor() {
        var hold = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, PHONE);
        assertThat(on(IIN).holds(true))
                .as("the systems have told all of this person")
                .isFalse();
        assertThat(on(IIN).holds(false)).isTrue();
        assertThat(fixture.holds.unsearched(OPERATOR))
                .extracting(Restriction::id)
                .containsExactly(hold.id());
        fixture.searched(hold);
        assertThat(on(IIN).holds(false)).isFalse();
        assertThat(fixture.holds.unsearched(OPERATOR)).isEmpty();
    }

    @Test
    void manyAreAskedForAtOnceByTheSameRule() {
        var hold = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, OTHER_IIN, PHONE);
        fixture.searched(hold);
        fixture.searchedBlock("ZVN-2026-000002", EMAIL);
        var kept = fixture.holds.kept(
                OPERATOR,
                List.of(
                        List.of(IIN, PHONE),
                        List.of(PHONE),
                        List.of(),
                        List.of(OTHER_IIN),
                        List.of(LOGIN),
                        List.of(LOGIN, EMAIL),
                        List.of(OTHER_IIN, EMAIL)));
        var claim = new Holds.Keeper(RestrictionKind.HOLD, "ZVN-2026-000001");
        assertThat(kept)
                .as("a hold comes before a block")
                .isEqualTo(Map.of(
                        1, claim, 3, claim, 5, new Holds.Keeper(RestrictionKind.BLOCK, "ZVN-2026-000002"), 6, claim));
        assertThat(fixture.holds
                        .kept(OTHER_OPERATOR, List.of(List.of(OTHER_IIN)))
                        .isEmpty())
                .isTrue();
        assertThat(fixture.holds.kept(OPERATOR, List.of()).isEmpty()).isTrue();
    }

    @Test
    void aHoldTurnsFromOneReasonToAnotherWithoutAGap() {
        var claim = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, PHONE);
        fixture.join(claim, IIN, PHONE);
        fixture.searched(claim);
        fixture.tables.events.clear();
        var until = LocalDate.of(2029, 11, 20);
        fixture.clock.now = fixture.clock.now.plusSeconds(86_400);
        var limitation = fixture.tables.in(() -> fixture.restrictions.turn(claim.id(), Restrictions.LIMITATION, until));
        assertThat(limitation.reason()).isEqualTo(Restrictions.LIMITATION);
        assertThat(limitation.until()).isEqualTo(until);
        assertThat(limitation.caseId()).isEqualTo(claim.caseId());
        assertThat(limitation.receivedAt()).isEqualTo(claim.receivedAt());
        assertThat(limitation.since()).isEqualTo(claim.since());
        assertThat(limitation.searchComplete()).isTrue();
        assertThat(on(IIN).standing()).extracting(Restriction::id).containsExactly(limitation.id());
        assertThat(fixture.restrictions.find(claim.id()).orElseThrow().stands()).isFalse();
        assertThat(fixture.tables.events)
                .containsExactly(
                        new RestrictionPlaced(limitation.id(), claim.caseId(), OPERATOR, RestrictionKind.HOLD),
                        new RestrictionLifted(
                                claim.id(), claim.caseId(), OPERATOR, RestrictionKind.HOLD, Restrictions.TURNED));

        var later = until.plusDays(30);
        var same = fixture.tables.in(() -> fixture.restrictions.turn(limitation.id(), Restrictions.LIMITATION, later));
        assertThat(same.id()).isEqualTo(limitation.id());
        assertThat(same.until()).isEqualTo(later);
        var court = fixture.tables.in(() -> fixture.restrictions.turn(same.id(), Restrictions.COURT, null));
        assertThat(court.until()).isNull();
        fixture.tables.run(() -> fixture.restrictions.lift(court.id(), "settled"));
        assertThat(held(IIN)).isFalse();
    }

    @Test
    void whatIsNoHoldOrHasNoEndIsNotTurned() {
        var claim = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, IIN);
        var block = fixture.block("ZVN-2026-000002", IIN);
        assertThatThrownBy(() ->
                        fixture.tables.in(() -> fixture.restrictions.turn(claim.id(), Restrictions.LIMITATION, null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixture.tables.in(() -> fixture.restrictions.turn(claim.id(), "whim", null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> fixture.tables.in(() -> fixture.restrictions.turn(block.id(), Restrictions.COURT, null)))
                .isInstanceOf(IllegalArgumentException.class);
        fixture.lift(claim);
        assertThatThrownBy(
                        () -> fixture.tables.in(() -> fixture.restrictions.turn(claim.id(), Restrictions.COURT, null)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(held(IIN)).isFalse();
    }

    @Test
    void thePermitToDestroyNamesTheHoldAndItsCase() {
        var claim = fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, PHONE);
        fixture.join(claim, IIN, PHONE);
        fixture.searched(claim);
        assertThat(fixture.ask(Purpose.DESTRUCTION, IIN).reasons())
                .containsExactly(new Permits.Reason("hold", "ZVN-2026-000001", claim.since()));
        assertThat(fixture.ask(Purpose.SERVICE, IIN).allowed()).isTrue();
        fixture.clock.now = fixture.clock.now.plusSeconds(86_400);
        fixture.tables.run(() -> fixture.restrictions.turn(claim.id(), Restrictions.COURT, null));
        assertThat(fixture.ask(Purpose.DESTRUCTION, IIN).reasons())
                .as("since the claim was received, not since the court has it")
                .containsExactly(new Permits.Reason("hold", "ZVN-2026-000001", claim.since()));
    }

    @Test
    void theDecisionOfACaseIsNotStoppedByTheHoldsOfThatCase() {
        var claim = fixture.hold("ZVN-2026-000001", Restrictions.COURT, IIN);
        var other = fixture.hold("ZVN-2026-000002", Restrictions.CLAIM, PHONE);
        assertThat(on(IIN).beside(Set.of(claim.caseId())).holds(true)).isFalse();
        assertThat(on(IIN).beside(Set.of(claim.caseId())).holds(false))
                .as("the other one may be the same person")
                .isTrue();
        assertThat(on(IIN).beside(Set.of(claim.caseId(), other.caseId())).holds(false))
                .isFalse();
        assertThat(on(IIN, PHONE).beside(Set.of(claim.caseId())).standing())
                .extracting(Restriction::id)
                .containsExactly(other.id());
    }

    @Test
    void holdsThatArePlacedAtTheSameTimeDoNotWaitForEachOther() throws Exception {
        var finish = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(3);
        try {
            var inTheirTransactions = new CountDownLatch(2);
            List<Future<Boolean>> places = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                var number = "ZVN-2026-00000" + i;
                places.add(threads.submit(() -> fixture.tables.in(() -> {
                    fixture.hold(number, Restrictions.CLAIM, IIN);
                    inTheirTransactions.countDown();
                    waitFor(finish);
                    return true;
                })));
            }
            // two of three connections have different slots, whatever their numbers
            assertThat(inTheirTransactions.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(places).noneMatch(Future::isDone);
            finish.countDown();
            for (Future<Boolean> place : places) {
                assertThat(place.get(20, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            finish.countDown();
            threads.shutdownNow();
        }
        assertThat(on(IIN).standing()).hasSize(3);
    }

    @Test
    void aHoldWaitsForWhatIsBeingDestroyed() throws Exception {
        var destroying = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var placed = new AtomicReference<Restriction>();
        var threads = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> run = threads.submit(() -> fixture.holds.whileNonePlaced(OPERATOR, () -> {
                var before = held(IIN);
                destroying.countDown();
                waitFor(finish);
                return before || held(IIN);
            }));
            assertThat(destroying.await(10, TimeUnit.SECONDS)).isTrue();
            var place = threads.submit(() -> placed.set(fixture.hold("ZVN-2026-000001", Restrictions.CLAIM, IIN)));
            await().atMost(Duration.ofSeconds(10)).until(HoldsTest::somebodyWaits);
            assertThat(placed.get()).isNull();
            finish.countDown();
            assertThat(run.get(10, TimeUnit.SECONDS))
                    .as("held, while it was destroyed")
                    .isFalse();
            place.get(10, TimeUnit.SECONDS);
            assertThat(held(IIN)).isTrue();
        } finally {
            finish.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void whatBeginsToBeDestroyedWaitsForAHoldThatIsBeingPlacedAndSeesIt() throws Exception {
        var patient = new JdbcHolds(
                fixture.tables.jdbc,
                fixture.tables.template,
                fixture.tables.hasher,
                fixture.tables.transactions,
                new HoldSettings(Duration.ofSeconds(20)));
        var placing = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(2);
        try {
            var place = threads.submit(() -> fixture.tables.run(() -> {
                fixture.restrictions.place(PlaceRestriction.hold(
                        OPERATOR,
                        UUID.randomUUID(),
                        "ZVN-2026-000001",
                        Restrictions.CLAIM,
                        fixture.clock.now,
                        List.of(IIN)));
                placing.countDown();
                waitFor(commit);
            }));
            assertThat(placing.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(held(IIN)).as("not committed").isFalse();
            var run = threads.submit(() -> patient.whileNonePlaced(OPERATOR, () -> held(IIN)));
            await().atMost(Duration.ofSeconds(10)).until(HoldsTest::somebodyWaits);
            // nobody waits at another operator, and a case file is left for another time
            assertThat(fixture.holds.whileNonePlaced(OTHER_OPERATOR, () -> "done"))
                    .isEqualTo("done");
            assertThat(fixture.tables.in(() -> fixture.holds.keepFromBeingPlaced(OPERATOR)))
                    .isFalse();
            assertThatThrownBy(() -> fixture.holds.whileNonePlaced(OPERATOR, () -> "done"))
                    .as("its patience is short")
                    .isInstanceOf(PessimisticLockingFailureException.class);
            assertThat(run.isDone()).isFalse();
            commit.countDown();
            place.get(10, TimeUnit.SECONDS);
            assertThat(run.get(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            commit.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void severalDestroyAtOnce() {
        var done = fixture.holds.whileNonePlaced(OPERATOR, () -> fixture.holds.whileNonePlaced(OPERATOR, () -> "both"));
        assertThat(done).isEqualTo("both");
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody went on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean somebodyWaits() {
        return fixture.tables
                        .jdbc
                        .sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                        .query(Long.class)
                        .single()
                > 0;
    }
}
