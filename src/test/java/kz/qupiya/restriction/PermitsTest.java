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

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TransferGround;
import kz.qupiya.restriction.IdentityResolver.Resolution;
import kz.qupiya.restriction.Permits.Permit;
import kz.qupiya.restriction.Permits.Question;
import kz.qupiya.restriction.Permits.Reason;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermitsTest {

    private static final Reason UNAVAILABLE = new Reason(Reason.UNAVAILABLE, null, null);
    private static RestrictionFixture shared;

    private RestrictionFixture fixture;

    @BeforeEach
    void start() {
        if (shared == null) {
            shared = new RestrictionFixture();
        }
        fixture = shared;
        fixture.reset();
    }

    @Test
    void whoIsNotRestrictedMayBeProcessed() {
        assertThat(fixture.ask(IIN)).isEqualTo(new Permit(true, List.of(), START.plusSeconds(60)));
    }

    @Test
    void aBlockIsToldWithItsCaseAndMoment() {
        fixture.block("ZVN-2026-000001", IIN);
        fixture.clock.now = START.plusSeconds(30);
        assertThat(fixture.ask(IIN))
                .isEqualTo(new Permit(
                        false, List.of(new Reason("block", "ZVN-2026-000001", START)), START.plusSeconds(90)));
        assertThat(fixture.permits
                        .ask(OTHER_OPERATOR, new Question(Purpose.SERVICE, null), List.of(IIN), "x")
                        .reasons())
                .as("another operator's restrictions are another operator's")
                .extracting(Reason::restriction)
                .doesNotContain("block");
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void eachKindDeniesWhatItDenies(Purpose purpose) {
        var question = new Question(purpose, purpose == Purpose.THIRD_PARTY_TRANSFER ? TransferGround.CONTRACT : null);
        fixture.searchedBlock("ZVN-2026-000001", IIN);
        assertThat(kinds(question, IIN).contains("block"))
                .isEqualTo(!EnumSet.of(Purpose.STORAGE, Purpose.CASE_CORRESPONDENCE)
                        .contains(purpose));
        var hold = fixture.place(
                PlaceRestriction.hold(OPERATOR, UUID.randomUUID(), "ZVN-2026-000002", "claim", START, List.of(PHONE)));
        fixture.searched(hold);
        assertThat(kinds(question, PHONE).contains("hold")).isEqualTo(purpose == Purpose.DESTRUCTION);
        var suppression = fixture.place(PlaceRestriction.suppression(
                OPERATOR,
                UUID.randomUUID(),
                "ZVN-2026-000003",
                "withdrawal",
                START,
                List.of(EMAIL),
                Set.of(Purpose.NOTICES, Purpose.STORAGE)));
        fixture.searched(suppression);
        assertThat(kinds(question, EMAIL).contains("suppression"))
                .isEqualTo(EnumSet.of(Purpose.NOTICES, Purpose.STORAGE).contains(purpose));
    }

    @Test
    void oneRestrictedIdentifierIsEnough() {
        fixture.searchedBlock("ZVN-2026-000001", PHONE);
        assertThat(fixture.ask(OTHER_IIN, PHONE, LOGIN).allowed()).isFalse();
        assertThat(fixture.ask(OTHER_IIN, LOGIN).allowed()).isTrue();
    }

    @Test
    void anIdentifierThatTwoShareIsDeniedIfEitherIs() {
        var block = fixture.block("ZVN-2026-000001", IIN);
        fixture.join(block, IIN, PHONE);
        fixture.searched(block);
        assertThat(fixture.ask(PHONE).allowed()).isFalse();
        assertThat(fixture.ask(OTHER_IIN).allowed())
                .as("the other one is not restricted")
                .isTrue();
    }

    @Test
    void severalReasonsAreAllTold() {
        fixture.searchedBlock("ZVN-2026-000001", IIN);
        fixture.clock.now = START.plusSeconds(1);
        fixture.searchedBlock("ZVN-2026-000002", IIN, PHONE);
        assertThat(fixture.ask(Purpose.ADVERTISING, IIN, PHONE).reasons())
                .containsExactly(
                        new Reason("block", "ZVN-2026-000001", START),
                        new Reason("block", "ZVN-2026-000002", START.plusSeconds(1)),
                        new Reason(Reason.NO_CONSENT, null, null));
    }

    @Test
    void whatTakesForceLaterShortensTheAnswer() {
        var order = PlaceRestriction.suppression(
                OPERATOR,
                UUID.randomUUID(),
                "ZVN-2026-000001",
                "withdrawal",
                START,
                List.of(IIN),
                Set.of(Purpose.SERVICE));
        fixture.searched(fixture.place(order.from(START.plusSeconds(20))));
        assertThat(fixture.ask(IIN)).isEqualTo(new Permit(true, List.of(), START.plusSeconds(20)));
        fixture.clock.now = START.plusSeconds(20);
        assertThat(fixture.ask(IIN).reasons())
                .containsExactly(new Reason("suppression", "ZVN-2026-000001", START.plusSeconds(20)));
    }

    @Nested
    class WhileTheSearchRuns {

        private final AtomicInteger asked = new AtomicInteger();

        @AfterEach
        void forget() {
            shared = null;
            try {
                fixture.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void nobodyToAskMeansNo() {
            fixture.block("ZVN-2026-000001", IIN);
            assertThat(fixture.ask(PHONE)).isEqualTo(new Permit(false, List.of(UNAVAILABLE), START));
            assertThat(fixture.ask(Purpose.STORAGE, PHONE).allowed())
                    .as("no block denies this")
                    .isTrue();
        }

        @Test
        void thePersonIsFoundUnderAnotherIdentifier() {
            resolve(Set.of(IIN, PHONE, EMAIL), Set.of());
            var block = fixture.block("ZVN-2026-000001", IIN);
            assertThat(fixture.ask(EMAIL).reasons()).containsExactly(new Reason("block", "ZVN-2026-000001", START));
            assertThat(asked).hasValue(1);
            assertThat(fixture.ask(IIN).allowed()).isFalse();
            assertThat(asked).as("what is known needs no look-up").hasValue(1);
            fixture.searched(block);
            assertThat(fixture.ask(EMAIL).allowed()).isTrue();
            assertThat(asked).hasValue(1);
        }

        @Test
        void aStrangerMayBeProcessed() {
            resolve(Set.of(OTHER_IIN, OTHER_PHONE), Set.of());
            fixture.block("ZVN-2026-000001", IIN);
            assertThat(fixture.ask(OTHER_PHONE).allowed()).isTrue();
        }

        @Test
        void whoSharesAPhoneWithTheRestrictedIsNotTheRestricted() {
            resolve(Set.of(OTHER_IIN, PHONE), Set.of());
            fixture.block("ZVN-2026-000001", IIN, PHONE);
            assertThat(fixture.ask(OTHER_IIN).allowed()).isTrue();
            assertThat(fixture.ask(PHONE).allowed()).isFalse();
        }

        @Test
        void aBlockByPhoneAloneReachesThePersonByIin() {
            resolve(Set.of(IIN, PHONE), Set.of());
            fixture.block("ZVN-2026-000001", PHONE);
            assertThat(fixture.ask(IIN).reasons())
                    .extracting(Reason::restriction)
                    .containsExactly("block");
        }

        @Test
        void aSystemThatDoesNotAnswerMeansNo() {
            resolve(Set.of(OTHER_IIN), Set.of("crm"));
            fixture.block("ZVN-2026-000001", IIN);
            assertThat(fixture.ask(OTHER_PHONE).reasons()).containsExactly(UNAVAILABLE);
        }

        @Test
        void aLookUpThatThrowsOrHangsMeansNo() {
            var hang = new CountDownLatch(1);
            var calls = new AtomicInteger();
            fixture.beans.addBean("resolver", (IdentityResolver) (operator, person) -> {
                if (calls.getAndIncrement() == 0) {
                    throw new IllegalStateException("+77010000002 is secret");
                }
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Resolution(Set.of(), Set.of());
            });
            fixture.block("ZVN-2026-000001", IIN);
            assertThat(fixture.ask(OTHER_PHONE).reasons()).containsExactly(UNAVAILABLE);
            assertThat(fixture.ask(OTHER_PHONE).reasons()).containsExactly(UNAVAILABLE);
            assertThat(calls).hasValue(2);
            hang.countDown();
        }

        @Test
        void aRestrictionThatCouldNotDenyIsNotLookedFor() {
            resolve(Set.of(), Set.of("crm"));
            fixture.place(PlaceRestriction.hold(
                    OPERATOR, UUID.randomUUID(), "ZVN-2026-000001", "claim", START, List.of(IIN)));
            assertThat(fixture.ask(PHONE).allowed()).isTrue();
            assertThat(fixture.ask(Purpose.DESTRUCTION, PHONE).allowed()).isFalse();
            assertThat(asked).hasValue(1);
        }

        @Test
        void aBulkCheckGivesUpOnASystemOnce() {
            resolve(Set.of(), Set.of("crm"));
            fixture.block("ZVN-2026-000001", IIN);
            var answers = all(List.of(List.of(PHONE), List.of(IIN), List.of(EMAIL), List.of(LOGIN)));
            assertThat(answers).extracting(Permit::allowed).containsOnly(false);
            assertThat(answers.get(1).reasons()).extracting(Reason::restriction).containsExactly("block");
            assertThat(answers.get(3).reasons()).containsExactly(UNAVAILABLE);
            assertThat(asked).hasValue(1);
        }

        @Test
        void aBulkCheckLooksEachOneUp() {
            fixture.beans.addBean("resolver", (IdentityResolver)
                    (operator, person) -> new Resolution(person.contains(EMAIL) ? Set.of(IIN) : Set.of(), Set.of()));
            fixture.block("ZVN-2026-000001", IIN);
            assertThat(all(List.of(List.of(PHONE), List.of(EMAIL), List.of(LOGIN))))
                    .extracting(Permit::allowed)
                    .containsExactly(true, false, true);
        }

        private void resolve(Set<Identifier> found, Set<String> failed) {
            fixture.beans.addBean("resolver", (IdentityResolver) (operator, person) -> {
                asked.incrementAndGet();
                return new Resolution(found, failed);
            });
        }
    }

    @Nested
    class WhenTheDatabaseFails {

        @Test
        void aLockedTableMeansNoWithinItsPatience() throws Exception {
            try (var connection = fixture.tables.dataSource.getConnection();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table qupiya.restriction in access exclusive mode");
                var start = System.nanoTime();
                assertThat(fixture.ask(IIN)).isEqualTo(new Permit(false, List.of(UNAVAILABLE), START));
                assertThat(all(List.of(List.of(IIN), List.of(PHONE))))
                        .containsOnly(new Permit(false, List.of(UNAVAILABLE), START));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                connection.rollback();
            }
            assertThat(fixture.ask(IIN).allowed()).isTrue();
        }

        @Test
        void noConnectionMeansNo() throws SQLException {
            var broken = new PermitDatabase(fixture.tables.dataSource, RestrictionFixture.SETTINGS);
            broken.destroy();
            var desk = desk(broken);
            assertThat(desk.ask(OPERATOR, new Question(Purpose.SERVICE, null), List.of(IIN), "x")
                            .reasons())
                    .containsExactly(UNAVAILABLE);
            assertThat(desk.ask(OPERATOR, new Question(Purpose.STORAGE, null), List.of(IIN), "x")
                            .reasons())
                    .containsExactly(UNAVAILABLE);
        }

        @Test
        void theConnectionsCannotWrite() {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> fixture.database.jdbc().execute("delete from qupiya.restriction")))
                    .hasMessageContaining("read-only");
        }

        private PermitDesk desk(PermitDatabase database) {
            var operators = org.mockito.Mockito.mock(kz.qupiya.operator.Operators.class);
            org.mockito.Mockito.when(operators.get(OPERATOR)).thenReturn(fixture.profile);
            return new PermitDesk(
                    operators,
                    fixture.tables.hasher,
                    new PermitQueries(database),
                    fixture.systems,
                    fixture.beans.getBeanProvider(RunningConsents.class),
                    fixture.denials,
                    fixture.clock,
                    RestrictionFixture.SETTINGS);
        }
    }

    @Nested
    class Consents {

        @AfterEach
        void forget() {
            shared = null;
            try {
                fixture.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void noneIsRunningWhereNoneWasEverRecorded() {
            assertThat(fixture.ask(Purpose.ADVERTISING, IIN).reasons())
                    .containsExactly(new Reason(Reason.NO_CONSENT, null, null));
            assertThat(fixture.ask(Purpose.SERVICE, IIN).allowed()).isTrue();
        }

        @Test
        void aRunningOneAllowsUntilItEnds() {
            running((operator, purpose, people, at) -> people.stream()
                    .map(person -> person.contains(fixture.tables.hasher.hash(OPERATOR, IIN))
                            ? new RunningConsents.Answer(true, START.plusSeconds(10))
                            : RunningConsents.Answer.NONE)
                    .toList());
            assertThat(fixture.ask(Purpose.ADVERTISING, IIN))
                    .isEqualTo(new Permit(true, List.of(), START.plusSeconds(10)));
            assertThat(fixture.ask(Purpose.ADVERTISING, PHONE).allowed()).isFalse();
            assertThat(fixture.permits.askAll(
                            OPERATOR,
                            new Question(Purpose.ADVERTISING, null),
                            List.of(List.of(PHONE), List.of(IIN)),
                            "x"))
                    .extracting(Permit::allowed)
                    .containsExactly(false, true);
        }

        @Test
        void aRegisterThatFailsMeansNo() {
            running((operator, purpose, people, at) -> {
                throw new IllegalStateException("down");
            });
            assertThat(fixture.ask(Purpose.ADVERTISING, IIN).reasons()).containsExactly(UNAVAILABLE);
        }

        @Test
        void aTransferRestsOnItsGround() {
            assertThat(transfer(TransferGround.CONTRACT).allowed()).isTrue();
            assertThat(transfer(TransferGround.CONSENT).reasons())
                    .containsExactly(new Reason(Reason.NO_CONSENT, null, null));
            assertThat(transfer(TransferGround.SUCCESSION).reasons())
                    .containsExactly(new Reason(Reason.NO_GROUND, null, null));
            fixture.searchedBlock("ZVN-2026-000001", IIN);
            assertThat(transfer(TransferGround.LAW).reasons())
                    .extracting(Reason::restriction)
                    .containsExactly("block");
        }

        private Permit transfer(TransferGround ground) {
            return fixture.permits.ask(OPERATOR, new Question(Purpose.THIRD_PARTY_TRANSFER, ground), List.of(IIN), "x");
        }

        private void running(RunningConsents consents) {
            fixture.beans.addBean("consents", consents);
        }
    }

    @Nested
    class Many {

        @Test
        void tenThousandAreAnsweredInOrderAsEachAlone() {
            fixture.searchedBlock("ZVN-2026-000001", phone(17));
            fixture.searchedBlock("ZVN-2026-000002", phone(9_999), IIN);
            List<List<Identifier>> people = new ArrayList<>();
            IntStream.range(0, 10_000).forEach(i -> people.add(List.of(phone(i))));
            people.set(5_000, List.of(phone(5_000), IIN));
            var answers = all(people);
            assertThat(answers).hasSize(10_000);
            assertThat(IntStream.range(0, 10_000)
                            .filter(i -> !answers.get(i).allowed())
                            .boxed())
                    .containsExactly(17, 5_000, 9_999);
            for (int i : new int[] {0, 17, 5_000, 9_999}) {
                assertThat(answers.get(i)).isEqualTo(fixture.ask(people.get(i).toArray(Identifier[]::new)));
            }
        }

        @Test
        void theSamePersonTwiceAndNobodyAreFine() {
            fixture.searchedBlock("ZVN-2026-000001", IIN);
            assertThat(all(List.of(List.of(IIN), List.of(IIN), List.of(PHONE))))
                    .extracting(Permit::allowed)
                    .containsExactly(false, false, true);
            assertThat(all(List.of())).isEmpty();
        }

        @Test
        void fromTheCommitOnEveryAnswerIsNo() throws Exception {
            var placed = new AtomicBoolean();
            var mistakes = new AtomicInteger();
            var asked = new AtomicInteger();
            var end = new AtomicBoolean();
            var threads = Executors.newFixedThreadPool(4);
            try {
                for (int i = 0; i < 4; i++) {
                    threads.submit(() -> {
                        while (!end.get()) {
                            var mustDeny = placed.get();
                            if (fixture.ask(IIN).allowed() && mustDeny) {
                                mistakes.incrementAndGet();
                            }
                            asked.incrementAndGet();
                        }
                    });
                }
                for (int i = 0; i < 50; i++) {
                    var block = fixture.searchedBlock("ZVN-2026-" + i, IIN);
                    placed.set(true);
                    var before = asked.get();
                    org.awaitility.Awaitility.await().until(() -> asked.get() > before + 8);
                    placed.set(false);
                    // an answer begun before this line may still come after the lift
                    var drained = asked.get();
                    org.awaitility.Awaitility.await().until(() -> asked.get() > drained + 8);
                    fixture.lift(block);
                }
            } finally {
                end.set(true);
                threads.shutdown();
            }
            assertThat(mistakes).hasValue(0);
        }
    }

    @Nested
    class Denied {

        @Test
        void permitsAreCountedAndRecordedWithoutTheIdentifier() {
            var block = fixture.searchedBlock("ZVN-2026-000001", IIN);
            var before = counter();
            fixture.ask(IIN);
            fixture.clock.now = START.plusSeconds(7);
            fixture.ask(IIN);
            all(List.of(List.of(IIN), List.of(PHONE)));
            fixture.ask(Purpose.ADVERTISING, PHONE);
            fixture.denials.write();
            assertThat(counter() - before).isEqualTo(3);
            assertThat(rows())
                    .containsExactlyInAnyOrder(
                            "2026-11-20 zvonobot service block " + block.id()
                                    + " integration 3 2026-11-20 10:00:00.123456+00 2026-11-20 10:00:07.123456+00",
                            "2026-11-20 zvonobot advertising no-consent null integration 1 2026-11-20 10:00:07.123456+00 2026-11-20 10:00:07.123456+00");
        }

        @Test
        void theDayIsThatOfAlmaty() {
            fixture.searchedBlock("ZVN-2026-000001", IIN);
            fixture.clock.now = java.time.Instant.parse("2026-11-20T19:30:00Z");
            fixture.ask(IIN);
            fixture.denials.write();
            fixture.ask(IIN);
            fixture.denials.write();
            assertThat(rows())
                    .singleElement()
                    .asString()
                    .startsWith("2026-11-21 ")
                    .contains(" integration 2 ");
        }

        @Test
        void permitsAreNotLostWhenTheTableIsAwayNorAtTheEnd() {
            fixture.searchedBlock("ZVN-2026-000001", IIN);
            fixture.denials.start();
            assertThat(fixture.denials.isRunning()).isTrue();
            fixture.tables.template.execute("alter table qupiya.permit_denial rename to away");
            try {
                fixture.ask(IIN);
                fixture.denials.write();
                fixture.ask(IIN);
            } finally {
                fixture.tables.template.execute("alter table qupiya.away rename to permit_denial");
            }
            fixture.denials.stop();
            assertThat(rows()).singleElement().asString().contains(" integration 2 ");
        }

        @Test
        void permitsFromManyThreadsAreAllCounted() throws Exception {
            fixture.searchedBlock("ZVN-2026-000001", IIN);
            var threads = Executors.newFixedThreadPool(4);
            var calls = IntStream.range(0, 400)
                    .<java.util.concurrent.Callable<Permit>>mapToObj(i -> () -> {
                        if (i % 50 == 0) {
                            fixture.denials.write();
                        }
                        return fixture.ask(IIN);
                    })
                    .toList();
            threads.invokeAll(calls);
            threads.shutdown();
            fixture.denials.write();
            assertThat(rows()).singleElement().asString().contains(" integration 400 ");
        }

        private double counter() {
            var counter = fixture.meters
                    .find("qupiya.permits.denied")
                    .tags("operator", "zvonobot", "purpose", "service", "restriction", "block")
                    .counter();
            return counter == null ? 0 : counter.count();
        }

        private List<String> rows() {
            return fixture.tables
                    .jdbc
                    .sql(
                            "select concat_ws(' ', day, operator, purpose, reason, coalesce(restriction_id::text, 'null'), asker, times,"
                                    + " first_at, last_at) from qupiya.permit_denial")
                    .query(String.class)
                    .list();
        }
    }

    private List<Permit> all(List<List<Identifier>> people) {
        return fixture.permits.askAll(OPERATOR, new Question(Purpose.SERVICE, null), people, "integration");
    }

    private Set<String> kinds(Question question, Identifier... person) {
        return fixture.permits.ask(OPERATOR, question, Arrays.asList(person), "x").reasons().stream()
                .map(Reason::restriction)
                .collect(Collectors.toSet());
    }

    private static Identifier phone(int number) {
        return new Identifier(IdentifierKind.PHONE, String.format("+7705%07d", number));
    }
}
