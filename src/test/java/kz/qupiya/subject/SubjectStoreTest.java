package kz.qupiya.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import kz.qupiya.operator.OperatorKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SubjectStoreTest {

    private static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");
    private static final OperatorKey TWELVE = new OperatorKey("twelve");
    private static final Identifier IIN = new Identifier(IdentifierKind.IIN, "850515499993");
    private static final Identifier OTHER_IIN = new Identifier(IdentifierKind.IIN, "900101390002");
    private static final Identifier PHONE = new Identifier(IdentifierKind.PHONE, "+77010000001");
    private static final Identifier PHONE_2 = new Identifier(IdentifierKind.PHONE, "+77010000002");
    private static final Identifier EMAIL = new Identifier(IdentifierKind.EMAIL, "demo.person@example.kz");
    private static final Identifier LOGIN = new Identifier(IdentifierKind.LOGIN, "demo.person");
    private static final Identifier CONTRACT = new Identifier(IdentifierKind.CONTRACT, "ДГ-17");

    private static SubjectTables tables;

    @BeforeAll
    static void start() {
        tables = new SubjectTables(Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() throws Exception {
        tables.close();
    }

    @BeforeEach
    void clear() {
        tables.clear();
    }

    @Nested
    class Hashes {

        @Test
        void differByOperatorKindAndKey() {
            var hash = tables.hasher.hash(ZVONOBOT, LOGIN);
            assertThat(hash)
                    .isEqualTo(tables.hasher.hash(ZVONOBOT, LOGIN))
                    .isNotEqualTo(tables.hasher.hash(TWELVE, LOGIN));
            assertThat(tables.hasher.hash(ZVONOBOT, new Identifier(IdentifierKind.CONTRACT, LOGIN.value())))
                    .isNotEqualTo(hash);
            var otherKey =
                    new KeyedHasher(Keys.of(new KeySettings(SubjectTables.MASTER, null, SubjectTables.key(), null)));
            assertThat(otherKey.hash(ZVONOBOT, LOGIN)).isNotEqualTo(hash);
            assertThat(hash.bytes()).hasSize(32);
            assertThat(hash.toString()).isEqualTo("login#***");
        }

        @Test
        void foldLetterCase() {
            assertThat(tables.hasher.hash(ZVONOBOT, new Identifier(IdentifierKind.LOGIN, "Demo.PERSON")))
                    .isEqualTo(tables.hasher.hash(ZVONOBOT, LOGIN));
            assertThat(tables.hasher.hash(ZVONOBOT, new Identifier(IdentifierKind.CONTRACT, "дг-17")))
                    .isEqualTo(tables.hasher.hash(ZVONOBOT, CONTRACT));
        }

        @Test
        void areTheSameInEveryThread() throws Exception {
            var expected = tables.hasher.hash(ZVONOBOT, IIN);
            var threads = Executors.newFixedThreadPool(4);
            try {
                var calls = IntStream.range(0, 2000)
                        .<Callable<IdentifierHash>>mapToObj(i -> () -> tables.hasher.hash(ZVONOBOT, IIN))
                        .toList();
                assertThat(threads.invokeAll(calls)).extracting(f -> f.get()).containsOnly(expected);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class Vault {

        private final UUID caseId = UUID.randomUUID();

        @Test
        void keepsRevealsReplacesAndRemoves() {
            tables.run(() -> tables.vault.putAll(caseId, Map.of("requester.name", "Айгүл", "description", "текст")));
            tables.run(() -> tables.vault.put(caseId, "description", "другой текст"));
            assertThat(tables.vault.reveal(caseId, "requester.name")).hasValue("Айгүл");
            assertThat(tables.vault.revealAll(caseId))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("requester.name", "Айгүл", "description", "другой текст"));
            assertThat(tables.vault.fields(caseId)).containsExactly("description", "requester.name");
            tables.run(() -> tables.vault.remove(caseId, "description"));
            assertThat(tables.vault.reveal(caseId, "description")).isEmpty();
            assertThat(tables.vault.reveal(UUID.randomUUID(), "requester.name")).isEmpty();
        }

        @Test
        void storesNothingReadable() {
            tables.run(() -> tables.vault.put(caseId, "requester.name", "канарейка canary"));
            var stored = tables.jdbc
                    .sql("select sealed from qupiya.vault_value")
                    .query(byte[].class)
                    .single();
            assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("canary", "канарейка");
        }

        @Test
        void aRowCopiedElsewhereDoesNotOpen() {
            var other = UUID.randomUUID();
            tables.run(() -> tables.vault.putAll(caseId, Map.of("a", "1", "b", "2")));
            tables.run(() -> tables.vault.put(other, "a", "3"));
            tables.template.update(
                    "update qupiya.vault_value set sealed = (select sealed from qupiya.vault_value where case_id = ? and field = 'a')"
                            + " where case_id = ? and field = 'b'",
                    caseId,
                    caseId);
            tables.template.update(
                    "update qupiya.vault_key set (master_key, wrapped) = (select master_key, wrapped from qupiya.vault_key"
                            + " where case_id = ?) where case_id = ?",
                    caseId,
                    other);
            assertThatThrownBy(() -> tables.vault.reveal(caseId, "b")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> tables.vault.reveal(other, "a")).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void sealsWhatLiesElsewhere() {
            var sealed = tables.in(() -> tables.vault.seal(caseId, "document/1", new byte[] {1, 2, 3}));
            assertThat(tables.vault.open(caseId, "document/1", sealed))
                    .hasValueSatisfying(plain -> assertThat(plain).containsExactly(1, 2, 3));
            assertThatThrownBy(() -> tables.vault.open(caseId, "document/2", sealed))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void aDestroyedKeyTakesEverythingAlongForGood() {
            var sealed = tables.in(() -> tables.vault.seal(caseId, "document/1", new byte[] {1}));
            tables.run(() -> tables.vault.put(caseId, "requester.name", "Айгүл"));
            tables.run(() -> tables.subjects.add(caseId, ZVONOBOT, List.of(IIN)));
            tables.run(() -> tables.vault.destroyKey(caseId));
            tables.run(() -> tables.vault.destroyKey(caseId));
            assertThat(tables.vault.reveal(caseId, "requester.name")).isEmpty();
            assertThat(tables.vault.revealAll(caseId)).isEmpty();
            assertThat(tables.vault.open(caseId, "document/1", sealed)).isEmpty();
            assertThat(tables.subjects.identifiers(caseId)).isEmpty();
            assertThat(tables.subjects.casesNaming(ZVONOBOT, List.of(IIN))).isEmpty();
            assertThatThrownBy(() -> tables.run(() -> tables.vault.put(caseId, "requester.name", "Айгүл")))
                    .hasMessageContaining("destroyed");
            assertThat(tables.jdbc
                            .sql("select count(*) from qupiya.vault_key where wrapped is not null")
                            .query(Long.class)
                            .single())
                    .isZero();
        }

        @Test
        void twoFirstWritersShareOneKey() throws Exception {
            var threads = Executors.newFixedThreadPool(8);
            try {
                var writers = IntStream.range(0, 8)
                        .<Callable<Void>>mapToObj(i -> () -> {
                            tables.run(() -> tables.vault.put(caseId, "field" + i, "value" + i));
                            return null;
                        })
                        .toList();
                for (var writer : threads.invokeAll(writers)) {
                    writer.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(tables.vault.revealAll(caseId)).hasSize(8).containsEntry("field3", "value3");
        }

        @Test
        void theMasterKeyCanBeChanged() {
            tables.run(() -> tables.vault.put(caseId, "requester.name", "Айгүл"));
            var sealed = tables.seals.seal("consent", "row", "Айгүл".getBytes(StandardCharsets.UTF_8));
            var fresh = SubjectTables.key();
            var bothKeys = Keys.of(new KeySettings(fresh + "," + SubjectTables.MASTER, null, SubjectTables.HASH, null));
            var both = new CaseKeys(tables.jdbc, bothKeys, tables.clock);
            var bothSeals = new SealKeys(tables.jdbc, bothKeys, tables.clock, tables.transactions);
            new MasterKeyChange(both, bothSeals, tables.transactions).finish();
            var onlyNew = new CaseKeys(
                    tables.jdbc, Keys.of(new KeySettings(fresh, null, SubjectTables.HASH, null)), tables.clock);
            assertThat(new TinkCaseVault(tables.jdbc, tables.template, onlyNew, tables.clock)
                            .reveal(caseId, "requester.name"))
                    .hasValue("Айгүл");
            assertThatThrownBy(() -> tables.vault.reveal(caseId, "requester.name"))
                    .hasMessageContaining("not configured");
            assertThat(seals(fresh).open("consent", "row", sealed)).isEqualTo("Айгүл".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> seals(SubjectTables.MASTER).open("consent", "row", sealed))
                    .hasMessageContaining("not configured");
        }

        @Test
        void whatIsSealedForAPurposeOpensForItAndItsLabelOnly() {
            var plain = "Айгүл".getBytes(StandardCharsets.UTF_8);
            // A caller that is rolled back takes no key with it that others seal with.
            var sealed = new byte[1][];
            tables.transaction.executeWithoutResult(status -> {
                sealed[0] = tables.seals.seal("consent", "row 1", plain);
                status.setRollbackOnly();
            });
            assertThat(seals(SubjectTables.MASTER).open("consent", "row 1", sealed[0]))
                    .isEqualTo(plain);
            assertThatThrownBy(() -> tables.seals.open("consent", "row 2", sealed[0]))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> tables.seals.open("other", "row 1", sealed[0]))
                    .isInstanceOf(IllegalStateException.class);
        }

        /** Of a node that has just started. */
        private static SealKeys seals(String master) {
            return new SealKeys(
                    tables.jdbc,
                    Keys.of(new KeySettings(master, null, SubjectTables.HASH, null)),
                    tables.clock,
                    tables.transactions);
        }
    }

    @Nested
    class Guard {

        @Test
        void anotherHashKeyStopsTheStart() {
            guard(tables.keys).afterPropertiesSet();
            guard(tables.keys).afterPropertiesSet();
            var other = Keys.of(new KeySettings(SubjectTables.MASTER, null, SubjectTables.key(), null));
            assertThatThrownBy(() -> guard(other).afterPropertiesSet()).hasMessageContaining("qupiya.keys.hash");
        }

        @Test
        void aMissingMasterKeyStopsTheStart() {
            tables.run(() -> tables.vault.put(UUID.randomUUID(), "a", "b"));
            var other = Keys.of(new KeySettings(SubjectTables.key(), null, SubjectTables.HASH, null));
            assertThatThrownBy(() -> guard(other).afterPropertiesSet())
                    .hasMessageContaining("qupiya.keys.master")
                    .hasMessageContaining(tables.keys.activeMaster());
        }

        private KeyGuard guard(Keys keys) {
            return new KeyGuard(tables.jdbc, keys, new KeyedHasher(keys), tables.clock);
        }
    }

    @Nested
    class OfACase {

        @Test
        void severalOfAKindAreKeptAndFound() {
            var one = UUID.randomUUID();
            var two = UUID.randomUUID();
            tables.run(() -> tables.subjects.add(one, ZVONOBOT, List.of(PHONE, PHONE_2, IIN)));
            tables.run(() -> tables.subjects.add(one, ZVONOBOT, List.of(PHONE)));
            tables.run(() -> tables.subjects.add(two, ZVONOBOT, List.of(PHONE, OTHER_IIN)));
            assertThat(tables.subjects.identifiers(one))
                    .containsExactlyInAnyOrder(IIN, PHONE, PHONE_2)
                    .startsWith(IIN);
            assertThat(tables.subjects.casesNaming(ZVONOBOT, List.of(PHONE))).containsExactlyInAnyOrder(one, two);
            assertThat(tables.subjects.casesNaming(ZVONOBOT, List.of(IIN))).containsExactly(one);
            assertThat(tables.subjects.casesNaming(TWELVE, List.of(IIN))).isEmpty();
            assertThat(tables.subjects.casesNaming(ZVONOBOT, List.of())).isEmpty();
        }
    }

    @Nested
    class Links {

        @Test
        void anIinReachesWhatStoodInItsRecords() {
            learn(IIN, PHONE, LOGIN);
            learn(IIN, EMAIL);
            assertBelonging(List.of(IIN), IIN, PHONE, LOGIN, EMAIL);
            assertThat(tables.links.belonging(TWELVE, List.of(IIN))).hasSize(1);
        }

        @Test
        void aLoginLeadsOnWhereARecordHasNoIin() {
            learn(IIN, LOGIN);
            learn(LOGIN, PHONE_2);
            assertBelonging(List.of(IIN), IIN, LOGIN, PHONE_2);
            assertBelonging(List.of(LOGIN), IIN, LOGIN, PHONE_2);
            assertBelonging(List.of(PHONE_2), IIN, LOGIN, PHONE_2);
        }

        @Test
        void twoWhoShareAPhoneStayTwo() {
            learn(IIN, PHONE, EMAIL);
            learn(OTHER_IIN, PHONE, PHONE_2);
            assertBelonging(List.of(IIN), IIN, PHONE, EMAIL);
            assertBelonging(List.of(OTHER_IIN), OTHER_IIN, PHONE, PHONE_2);
            assertBelonging(List.of(IIN, PHONE), IIN, PHONE, EMAIL);
            // two identifiers of one of them say who it is
            assertBelonging(List.of(PHONE, EMAIL), IIN, PHONE, EMAIL);
        }

        @Test
        void aSharedPhoneAloneStandsForBoth() {
            learn(IIN, PHONE, EMAIL);
            learn(OTHER_IIN, PHONE, PHONE_2);
            assertBelonging(List.of(PHONE), IIN, PHONE, EMAIL, OTHER_IIN, PHONE_2);
        }

        @Test
        void aLoginThatTwoHaveInTwoSystemsLeadsNowhere() {
            learn(IIN, LOGIN);
            learn(OTHER_IIN, LOGIN);
            learn(LOGIN, EMAIL);
            assertBelonging(List.of(IIN), IIN, LOGIN);
        }

        @Test
        void aRecordOfTwoPeopleOrOfNobodySaysNothing() {
            learn(IIN, OTHER_IIN, PHONE);
            learn(PHONE, EMAIL);
            assertBelonging(List.of(PHONE), PHONE);
            assertThat(tables.events).isEmpty();
        }

        @Test
        void onlyNewsIsTold() {
            learn(IIN, PHONE);
            learn(IIN, PHONE, EMAIL);
            assertThat(tables.events)
                    .containsExactly(
                            new IdentifiersLinked(ZVONOBOT, hash(IIN), Set.of(hash(PHONE))),
                            new IdentifiersLinked(ZVONOBOT, hash(IIN), Set.of(hash(EMAIL))));
        }

        @Test
        void whatIsForgottenIsGone() {
            learn(IIN, PHONE, LOGIN);
            learn(LOGIN, EMAIL);
            tables.run(() -> tables.links.forget(ZVONOBOT, List.of(IIN, LOGIN)));
            assertThat(tables.jdbc
                            .sql("select count(*) from qupiya.identity_link")
                            .query(Long.class)
                            .single())
                    .isZero();
        }

        @Test
        void recordsLearntAtOnceDoNotLockEachOtherOut() {
            var threads = Executors.newFixedThreadPool(4);
            try {
                var calls = IntStream.range(0, 40)
                        .<Callable<Void>>mapToObj(i -> () -> {
                            tables.run(() -> tables.links.learn(
                                    ZVONOBOT,
                                    i % 2 == 0
                                            ? List.of(IIN, PHONE, EMAIL, LOGIN)
                                            : List.of(LOGIN, EMAIL, PHONE, IIN)));
                            return null;
                        })
                        .toList();
                org.assertj.core.api.Assertions.assertThatCode(() -> {
                            for (var call : threads.invokeAll(calls)) {
                                call.get();
                            }
                        })
                        .doesNotThrowAnyException();
            } finally {
                threads.shutdownNow();
            }
        }

        private void learn(Identifier... record) {
            tables.run(() -> tables.links.learn(ZVONOBOT, List.of(record)));
        }

        private IdentifierHash hash(Identifier identifier) {
            return tables.hasher.hash(ZVONOBOT, identifier);
        }

        private void assertBelonging(List<Identifier> of, Identifier... expected) {
            assertThat(tables.links.belonging(ZVONOBOT, of))
                    .isEqualTo(tables.hasher.hashes(ZVONOBOT, List.of(expected)));
        }
    }
}
