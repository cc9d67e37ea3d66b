package kz.qupiya.restriction;

import static kz.qupiya.restriction.RestrictionFixture.EMAIL;
import static kz.qupiya.restriction.RestrictionFixture.IIN;
import static kz.qupiya.restriction.RestrictionFixture.LOGIN;
import static kz.qupiya.restriction.RestrictionFixture.OPERATOR;
import static kz.qupiya.restriction.RestrictionFixture.OTHER_IIN;
import static kz.qupiya.restriction.RestrictionFixture.OTHER_OPERATOR;
import static kz.qupiya.restriction.RestrictionFixture.OTHER_PHONE;
import static kz.qupiya.restriction.RestrictionFixture.PHONE;
import static kz.qupiya.restriction.RestrictionFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifiersLinked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestrictionsTest {

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

    @Test
    void aRestrictionIsWhatWasOrdered() {
        var caseId = UUID.randomUUID();
        var order = PlaceRestriction.suppression(
                OPERATOR,
                caseId,
                "ZVN-2026-000001",
                "withdrawal",
                START.minusSeconds(60),
                List.of(IIN, PHONE),
                Set.of(Purpose.ADVERTISING, Purpose.NOTICES));
        var placed = fixture.place(order);
        assertThat(placed)
                .isEqualTo(new Restriction(
                        placed.id(),
                        OPERATOR,
                        RestrictionKind.SUPPRESSION,
                        "withdrawal",
                        Set.of(Purpose.ADVERTISING, Purpose.NOTICES),
                        null,
                        caseId,
                        "ZVN-2026-000001",
                        START.minusSeconds(60),
                        START,
                        null,
                        null,
                        2,
                        false));
        assertThat(fixture.restrictions.find(placed.id())).hasValue(placed);
        assertThat(fixture.restrictions.ofCase(caseId)).containsExactly(placed);
        assertThat(fixture.tables.events)
                .containsExactly(new RestrictionPlaced(placed.id(), caseId, OPERATOR, RestrictionKind.SUPPRESSION));
        assertThat(order.toString()).doesNotContain("850515", "7701");
    }

    @Test
    void itTakesForceNoEarlierThanItIsPlaced() {
        var order = PlaceRestriction.block(OPERATOR, UUID.randomUUID(), "ZVN-2026-000001", "r", START, List.of(IIN));
        assertThat(fixture.place(order.from(START.minusSeconds(9))).since()).isEqualTo(START);
        var later = PlaceRestriction.block(OPERATOR, UUID.randomUUID(), "ZVN-2026-000002", "r", START, List.of(IIN));
        assertThat(fixture.place(later.from(START.plusSeconds(9))).since()).isEqualTo(START.plusSeconds(9));
    }

    @Test
    void placingTwiceIsPlacingOnce() {
        var caseId = UUID.randomUUID();
        var first =
                fixture.place(PlaceRestriction.block(OPERATOR, caseId, "ZVN-2026-000001", "r", START, List.of(IIN)));
        fixture.clock.now = START.plusSeconds(5);
        var second = fixture.place(
                PlaceRestriction.block(OPERATOR, caseId, "ZVN-2026-000001", "r", START, List.of(IIN, PHONE)));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.since()).isEqualTo(first.since());
        assertThat(second.identifiers()).isEqualTo(2);
        assertThat(fixture.tables.events).hasSize(1);
        assertThatThrownBy(() -> fixture.place(
                        PlaceRestriction.hold(OPERATOR, caseId, "ZVN-2026-000001", "r", START, List.of(IIN))))
                .as("a hold has one of three reasons")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void placingAgainWithMoreIdentifiersBeginsTheSearchAgain() {
        var caseId = UUID.randomUUID();
        var order = PlaceRestriction.block(OPERATOR, caseId, "ZVN-2026-000001", "r", START, List.of(IIN));
        fixture.searched(fixture.place(order));
        assertThat(fixture.place(order).searchComplete()).isTrue();
        assertThat(fixture.place(PlaceRestriction.block(
                                OPERATOR, caseId, "ZVN-2026-000001", "r", START, List.of(IIN, PHONE)))
                        .searchComplete())
                .isFalse();
    }

    @Test
    void placingTwiceAtOnceIsPlacingOnceToo() throws Exception {
        var caseId = UUID.randomUUID();
        var threads = Executors.newFixedThreadPool(8);
        try {
            var calls = IntStream.range(0, 16)
                    .<Callable<UUID>>mapToObj(i -> () -> fixture.place(PlaceRestriction.block(
                                    OPERATOR,
                                    caseId,
                                    "ZVN-2026-000001",
                                    "r",
                                    START,
                                    i % 2 == 0 ? List.of(IIN, PHONE) : List.of(PHONE, IIN)))
                            .id())
                    .toList();
            assertThat(threads.invokeAll(calls).stream().map(f -> {
                        try {
                            return f.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .containsOnly(fixture.restrictions.ofCase(caseId).get(0).id());
        } finally {
            threads.shutdownNow();
        }
        assertThat(fixture.restrictions.ofCase(caseId)).hasSize(1);
    }

    @Test
    void placingAfterALiftPlacesAnew() {
        var caseId = UUID.randomUUID();
        var order = PlaceRestriction.block(OPERATOR, caseId, "ZVN-2026-000001", "r", START, List.of(IIN));
        var first = fixture.place(order);
        fixture.lift(first);
        assertThat(fixture.place(order).id()).isNotEqualTo(first.id());
        assertThat(fixture.restrictions.standingOn(OPERATOR, List.of(IIN))).hasSize(1);
    }

    @Test
    void nothingStandsWhenTheTransactionRollsBack() {
        fixture.tables.transaction.executeWithoutResult(status -> {
            fixture.restrictions.place(
                    PlaceRestriction.block(OPERATOR, UUID.randomUUID(), "ZVN-2026-000001", "r", START, List.of(IIN)));
            status.setRollbackOnly();
        });
        assertThat(fixture.ask(IIN).allowed()).isTrue();
    }

    @Test
    void liftingOneNeverLiftsAnother() {
        var one = fixture.searchedBlock("ZVN-2026-000001", IIN, PHONE);
        var other = fixture.searchedBlock("ZVN-2026-000002", IIN);
        fixture.lift(one);
        assertThat(fixture.ask(IIN).reasons())
                .extracting(Permits.Reason::caseNumber)
                .containsExactly("ZVN-2026-000002");
        assertThat(fixture.ask(PHONE).allowed()).isTrue();
        fixture.lift(other);
        assertThat(fixture.ask(IIN).allowed()).isTrue();
    }

    @Test
    void liftingTwiceIsLiftingOnce() {
        var block = fixture.block("ZVN-2026-000001", IIN);
        fixture.tables.events.clear();
        fixture.clock.now = START.plusSeconds(60);
        fixture.lift(block);
        fixture.clock.now = START.plusSeconds(120);
        fixture.lift(block);
        assertThat(fixture.restrictions.find(block.id()).orElseThrow().endedAt())
                .isEqualTo(START.plusSeconds(60));
        assertThat(fixture.tables.events)
                .containsExactly(new RestrictionLifted(
                        block.id(), block.caseId(), OPERATOR, RestrictionKind.BLOCK, "not-confirmed"));
    }

    @Test
    void whatIsFoundAfterTheLiftJoinsNothing() {
        var block = fixture.searchedBlock("ZVN-2026-000001", IIN);
        fixture.lift(block);
        fixture.join(block, IIN, PHONE);
        assertThat(fixture.ask(PHONE).allowed()).isTrue();
        assertThat(fixture.restrictions.find(block.id()).orElseThrow().identifiers())
                .isEqualTo(1);
    }

    @Test
    void aLiftAndAJoinAtOnceLeaveNothingStanding() throws Exception {
        for (int i = 0; i < 20; i++) {
            var block = fixture.searchedBlock("ZVN-2026-00000" + i, IIN);
            var threads = Executors.newFixedThreadPool(2);
            try {
                var both = threads.invokeAll(List.<Callable<Void>>of(
                        () -> {
                            fixture.join(block, IIN, PHONE, EMAIL);
                            return null;
                        },
                        () -> {
                            fixture.lift(block);
                            return null;
                        }));
                for (var one : both) {
                    one.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(fixture.restrictions.standingOn(OPERATOR, List.of(IIN, PHONE, EMAIL)))
                    .isEmpty();
            assertThat(fixture.ask(PHONE).allowed()).isTrue();
        }
    }

    @Test
    void aRecordOfSomebodyElseJoinsNothing() {
        var block = fixture.searchedBlock("ZVN-2026-000001", IIN, PHONE);
        fixture.join(block, OTHER_IIN, PHONE, OTHER_PHONE);
        assertThat(fixture.ask(OTHER_IIN).allowed()).isTrue();
        assertThat(fixture.ask(OTHER_PHONE).allowed()).isTrue();
        fixture.join(block, IIN, OTHER_IIN, PHONE, EMAIL);
        assertThat(fixture.ask(OTHER_IIN).allowed()).isTrue();
        assertThat(fixture.ask(EMAIL).allowed()).isFalse();
        fixture.join(block, LOGIN, PHONE);
        assertThat(fixture.ask(LOGIN).allowed()).isFalse();
    }

    @Test
    void aRequestByASharedPhoneIsOnEveryoneWhoHasIt() {
        var block = fixture.searchedBlock("ZVN-2026-000001", PHONE);
        fixture.join(block, IIN, PHONE);
        fixture.join(block, OTHER_IIN, PHONE, OTHER_PHONE);
        assertThat(fixture.ask(IIN).allowed()).isFalse();
        assertThat(fixture.ask(OTHER_IIN).allowed()).isFalse();
        assertThat(fixture.ask(OTHER_PHONE).allowed()).isFalse();
    }

    @Test
    void whatWasKnownBeforeJoinsAtOnceAndWhatIsLearntLaterToo() {
        fixture.tables.run(() -> fixture.tables.links.learn(OPERATOR, List.of(IIN, PHONE)));
        var block = fixture.searchedBlock("ZVN-2026-000001", IIN);
        assertThat(fixture.ask(PHONE).allowed()).isFalse();
        fixture.tables.run(() -> fixture.tables.links.learn(OPERATOR, List.of(IIN, EMAIL)));
        assertThat(fixture.ask(EMAIL).allowed()).isFalse();
        assertThat(fixture.tables.events)
                .filteredOn(IdentifiersLinked.class::isInstance)
                .hasSize(2);
        fixture.lift(block);
        fixture.tables.run(() -> fixture.tables.links.learn(OPERATOR, List.of(IIN, LOGIN)));
        assertThat(fixture.ask(LOGIN).allowed()).isTrue();
    }

    @Test
    void whatARequesterClaimsIsNotLearnt() {
        var block = fixture.searchedBlock("ZVN-2026-000001", IIN, PHONE);
        fixture.lift(block);
        fixture.searchedBlock("ZVN-2026-000002", IIN);
        assertThat(fixture.ask(PHONE).allowed()).isTrue();
    }

    @Test
    void whatAJoinedRecordSaysIsLearnt() {
        var block = fixture.searchedBlock("ZVN-2026-000001", IIN);
        fixture.join(block, IIN, PHONE);
        fixture.lift(block);
        fixture.searchedBlock("ZVN-2026-000002", IIN);
        assertThat(fixture.ask(PHONE).allowed()).isFalse();
    }

    @Test
    void aRetentionCoversWhatTheBlockCovered() {
        var block = fixture.block("ZVN-2026-000001", IIN);
        fixture.join(block, IIN, PHONE);
        fixture.searched(block);
        var retention = fixture.place(PlaceRestriction.retention(
                fixture.restrictions.find(block.id()).orElseThrow(), "Law 11-VI art. 9", LocalDate.of(2031, 11, 20)));
        fixture.lift(block);
        assertThat(retention.kind()).isEqualTo(RestrictionKind.BLOCK);
        assertThat(retention.reason()).isEqualTo("retention");
        assertThat(retention.article()).isEqualTo("Law 11-VI art. 9");
        assertThat(retention.until()).isEqualTo(LocalDate.of(2031, 11, 20));
        assertThat(retention.identifiers()).isEqualTo(2);
        assertThat(retention.searchComplete()).isTrue();
        assertThat(fixture.ask(PHONE).reasons())
                .extracting(Permits.Reason::since)
                .containsExactly(retention.since());
        fixture.clock.now = START.plus(Duration.ofDays(3000));
        assertThat(fixture.ask(PHONE).allowed())
                .as("after the term comes destruction, not use")
                .isFalse();
    }

    @Test
    void otherRestrictionsOnThePersonAreTold() {
        var block = fixture.block("ZVN-2026-000001", IIN, PHONE);
        var samePerson = fixture.block("ZVN-2026-000002", IIN);
        var byPhoneOnly = fixture.block("ZVN-2026-000003", PHONE);
        var somebodyElse = fixture.block("ZVN-2026-000004", OTHER_IIN, PHONE);
        var ended = fixture.block("ZVN-2026-000005", IIN);
        fixture.lift(ended);
        assertThat(fixture.restrictions.standingBeside(block.id()))
                .extracting(Restriction::id)
                .containsExactlyInAnyOrder(samePerson.id(), byPhoneOnly.id());
        assertThat(fixture.restrictions.standingBeside(samePerson.id()))
                .extracting(Restriction::id)
                .containsExactly(block.id());
        assertThat(fixture.restrictions.standingOn(OPERATOR, List.of(PHONE)))
                .extracting(Restriction::id)
                .containsExactlyInAnyOrder(block.id(), byPhoneOnly.id(), somebodyElse.id());
        assertThat(fixture.restrictions.standingOn(OTHER_OPERATOR, List.of(PHONE)))
                .isEmpty();
    }

    @Test
    void aHashIsAllThatIsStored() {
        fixture.block("ZVN-2026-000001", IIN, PHONE, EMAIL, LOGIN);
        var rows = fixture.tables
                .jdbc
                .sql("select r::text || i::text from qupiya.restriction r join qupiya.restriction_identifier i on true")
                .query(String.class)
                .list();
        assertThat(rows)
                .hasSize(4)
                .noneMatch(row ->
                        row.contains("850515499993") || row.contains("7010000001") || row.contains("demo.person"));
    }
}
