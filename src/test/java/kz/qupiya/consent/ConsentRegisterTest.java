package kz.qupiya.consent;

import static kz.qupiya.consent.ConsentKit.IIN;
import static kz.qupiya.consent.ConsentKit.KAO;
import static kz.qupiya.consent.ConsentKit.KZ_PAY_BOT;
import static kz.qupiya.consent.ConsentKit.NOW;
import static kz.qupiya.consent.ConsentKit.OTHER_IIN;
import static kz.qupiya.consent.ConsentKit.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

@DisplayName("The register of consents")
class ConsentRegisterTest {

    private static ConsentKit kit;
    private String phone = "";

    @BeforeAll
    static void start() {
        kit = new ConsentKit();
    }

    @AfterAll
    static void stop() throws Exception {
        kit.close();
    }

    /** Rows of the register stay for ever, so each test has a person of its own. */
    @BeforeEach
    void somebody() {
        kit.now = NOW;
        kit.tables.events.clear();
        phone = "+7701" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
    }

    @Test
    @DisplayName("keeps the same consent once, and another time of the same as another record")
    void once() {
        var consent = kit.consent(person(null, phone), kit.ago(1), null, Purpose.ADVERTISING);
        var first = kit.consents.give(KAO, consent, "integration");
        var again = kit.consents.give(KAO, consent, "somebody-else");
        var later = kit.consents.give(
                KAO, kit.consent(person(null, phone), kit.ago(0), null, Purpose.ADVERTISING), "integration");
        assertThat(first.isNew()).isTrue();
        assertThat(again.isNew()).isFalse();
        assertThat(again.consent()).isEqualTo(first.consent());
        assertThat(later.isNew()).isTrue();
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone)))
                .extracting(Consent::id)
                .containsExactly(later.consent().id(), first.consent().id());
        assertThat(kit.tables.events)
                .containsExactly(
                        new ConsentGiven(KAO, first.consent().id(), Set.of(Purpose.ADVERTISING), kit.ago(1)),
                        new ConsentGiven(KAO, later.consent().id(), Set.of(Purpose.ADVERTISING), kit.ago(0)));
    }

    @Test
    @DisplayName("stores one text for all who agreed to it")
    void oneText() {
        kit.give(person(null, phone), kit.ago(2), null, Purpose.ADVERTISING);
        var texts = count("consent_text");
        kit.give(person(IIN, null), kit.ago(3), null, Purpose.NOTICES);
        assertThat(count("consent_text")).isEqualTo(texts);
    }

    @Test
    @DisplayName("holds name and address sealed only")
    void sealed() {
        var id = kit.give(person(null, phone), kit.ago(1), null, Purpose.ADVERTISING)
                .id();
        var sealed = kit.tables
                .jdbc
                .sql("select sealed from qupiya.consent where id = ?")
                .param(id)
                .query(byte[].class)
                .single();
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("Айгүл", "203.0.113.7");
        assertThat(new String(
                        kit.tables.seals.open("consent", id.toString(), sealed),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("Айгүл Демонстрационная", "203.0.113.7");
        var other = kit.give(person(null, phone), kit.ago(2), null, Purpose.ADVERTISING)
                .id();
        assertThatThrownBy(() -> kit.tables.seals.open("consent", other.toString(), sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "proof.operatorName, consent.proof.operator-name.missing",
        "proof.operatorBin, consent.proof.operator-bin.missing",
        "proof.fullName, consent.proof.full-name.missing",
        "proof.termText, consent.proof.term-text.missing",
        "proof.thirdPartyTransfer, consent.proof.third-party-transfer.missing",
        "proof.crossBorderTransfer, consent.proof.cross-border-transfer.missing",
        "proof.publication, consent.proof.publication.missing",
        "proof.data, consent.proof.data.missing",
        "proof.otherInformation, consent.proof.other-information.missing",
        "proof.form, consent.proof.form.missing",
        "proof.action, consent.proof.action.missing",
        "proof.textVersion, consent.proof.text-version.missing",
        "proof.address, consent.proof.address.missing",
        "purposes, consent.purposes.missing",
        "givenAt, consent.given-at.missing",
        "subject, subject.identifier.missing"
    })
    @DisplayName("names each missing content by its field")
    void missing(String field, String code) {
        assertThat(violations(without(field))).containsExactly(new Violation(field, code));
    }

    @Test
    @DisplayName("names all of them at once where nothing was sent")
    void nothing() {
        assertThat(violations(new GivenConsent(null, null, null, null, null)))
                .extracting(Violation::field)
                .contains("subject", "purposes", "givenAt", "proof.operatorName", "proof.fullName", "proof.address")
                .hasSize(16);
    }

    @Test
    @DisplayName("refuses what cannot be: a future, another operator's text, a transfer that the text does not allow")
    void impossible() {
        var good = kit.consent(person(null, phone), kit.now.plusSeconds(1), null, Purpose.ADVERTISING);
        assertThat(violations(good)).containsExactly(new Violation("givenAt", "consent.given-at.future"));
        var p = ConsentKit.proof();
        var transfer = List.<@Nullable String>of("third-party-transfer");
        assertThat(violations(new GivenConsent(
                        person(null, phone),
                        transfer,
                        kit.ago(1).atOffset(java.time.ZoneOffset.UTC),
                        null,
                        transferForbidden())))
                .containsExactly(
                        new Violation("proof.thirdPartyTransfer", "consent.proof.third-party-transfer.not-allowed"));
        assertThat(violations(new GivenConsent(
                        person(null, phone),
                        List.of("advertisement"),
                        kit.ago(1).atOffset(java.time.ZoneOffset.UTC),
                        null,
                        p)))
                .containsExactly(new Violation("purposes[0]", "consent.purposes.unknown"));
        for (var term : List.of("P-1M", "PT5M", "2020-01-01", "forever", "P200Y", "P999999999Y", "P0D")) {
            assertThat(violations(kit.consent(person(null, phone), kit.ago(1), term, Purpose.ADVERTISING)))
                    .as(term)
                    .extracting(Violation::field)
                    .containsExactly("term");
        }
    }

    @Test
    @DisplayName("takes no personal data into the text that all share")
    void nothingPersonalInText() {
        var p = ConsentKit.proof();
        var personal = new GivenConsent.Proof(
                p.operatorName(),
                p.operatorBin(),
                p.fullName(),
                p.termText(),
                true,
                false,
                false,
                p.data(),
                "абонент " + phone,
                p.form(),
                p.action(),
                p.textVersion(),
                null,
                p.address());
        assertThat(violations(new GivenConsent(
                        person(null, phone),
                        List.of("advertising"),
                        kit.ago(1).atOffset(java.time.ZoneOffset.UTC),
                        null,
                        personal)))
                .containsExactly(new Violation("proof", "consent.proof.personal"));
    }

    @Nested
    @DisplayName("gives a term")
    class Terms {

        @ParameterizedTest
        @CsvSource({
            // givenAt, term, purpose, until, kind, shortened
            "2026-11-20T09:00:00Z, , advertising, , until-purpose-reached, false",
            "2026-11-20T09:00:00Z, until-storage-ends, advertising, , until-storage-ends, false",
            "2026-11-20T09:00:00Z, 2027-01-31, advertising, 2027-01-31T19:00:00Z, until-date, false",
            "2026-11-20T09:00:00Z, P1Y, advertising, 2027-11-20T09:00:00Z, until-date, false",
            "2026-01-31T09:00:00Z, P1M, advertising, 2026-02-28T09:00:00Z, until-date, false",
            "2026-11-20T09:00:00Z, , cookies, 2027-12-20T09:00:00Z, until-date, false",
            "2026-11-20T09:00:00Z, P6M, cookies, 2027-05-20T09:00:00Z, until-date, false",
            "2026-11-20T09:00:00Z, P13M, cookies, 2027-12-20T09:00:00Z, until-date, false",
            "2026-11-20T09:00:00Z, P14M, cookies, 2027-12-20T09:00:00Z, until-date, true",
            "2026-11-20T09:00:00Z, 2027-12-20, cookies, 2027-12-20T09:00:00Z, until-date, true",
            "2026-11-20T09:00:00Z, until-storage-ends, cookies, 2027-12-20T09:00:00Z, until-date, true"
        })
        @DisplayName("as asked for, and to cookies 13 months at most (KAO 9.5)")
        void terms(
                Instant givenAt,
                @Nullable String term,
                String purpose,
                @Nullable Instant until,
                String kind,
                boolean shortened) {
            var consent = kit.give(
                    person(null, phone), givenAt, term, Purpose.of(purpose).orElseThrow());
            assertThat(consent.until()).isEqualTo(until);
            assertThat(consent.term().code()).isEqualTo(kind);
            assertThat(consent.shortened()).isEqualTo(shortened);
        }

        @Test
        @DisplayName("until the storage terms end where the policy says so (kz pay bot 3), and ends it then")
        void storage() {
            var given = kit.consents.give(
                    KZ_PAY_BOT, kit.consent(person(null, phone), kit.ago(5), null, Purpose.ADVERTISING), "x");
            assertThat(given.consent().term()).isEqualTo(TermKind.UNTIL_STORAGE_ENDS);
            var person = kit.tables.hasher.hashes(
                    KZ_PAY_BOT,
                    List.of(new kz.qupiya.subject.Identifier(kz.qupiya.subject.IdentifierKind.PHONE, phone)));
            assertThat(kit.consents.storageEnded(KZ_PAY_BOT, person, kit.now, "KZP-2026-000001"))
                    .isEqualTo(1);
            assertThat(kit.consents.storageEnded(KZ_PAY_BOT, person, kit.now, "KZP-2026-000001"))
                    .isZero();
            assertThat(kit.consents.of(KZ_PAY_BOT, person).get(0).endings())
                    .containsExactly(new Consent.Ending(
                            HowEnded.STORAGE_ENDED, Set.of(Purpose.ADVERTISING), micros(kit.now), "KZP-2026-000001"));
        }
    }

    @Nested
    @DisplayName("lets a consent be withdrawn")
    class Withdrawals {

        @Test
        @DisplayName("in part, then the rest, and once more without effect")
        void inPart() {
            var id = kit.give(person(null, phone), kit.ago(9), null, Purpose.ADVERTISING, Purpose.NOTICES)
                    .id();
            var person = kit.hashes(null, phone);
            var part = kit.consents.withdraw(KAO, person, Set.of(Purpose.ADVERTISING), kit.now, "KAO-2026-000001");
            assertThat(part).hasSize(1);
            assertThat(part.get(0).running()).containsExactly(Purpose.NOTICES);
            assertThat(kit.consents.withdraw(KAO, person, Set.of(Purpose.ADVERTISING), kit.now, "KAO-2026-000001"))
                    .isEmpty();
            kit.now = kit.now.plusSeconds(60);
            var all = kit.consents.withdraw(
                    KAO, person, Set.of(Purpose.ADVERTISING, Purpose.NOTICES), kit.now, "KAO-2026-000002");
            assertThat(all.get(0).running()).isEmpty();
            assertThat(all.get(0).endings())
                    .containsExactly(
                            new Consent.Ending(HowEnded.WITHDRAWN, Set.of(Purpose.ADVERTISING), NOW, "KAO-2026-000001"),
                            new Consent.Ending(
                                    HowEnded.WITHDRAWN,
                                    Set.of(Purpose.NOTICES),
                                    NOW.plusSeconds(60),
                                    "KAO-2026-000002"));
            assertThat(kit.tables.events)
                    .filteredOn(ConsentEnded.class::isInstance)
                    .containsExactly(
                            new ConsentEnded(KAO, id, Set.of(Purpose.ADVERTISING), NOW, HowEnded.WITHDRAWN),
                            new ConsentEnded(
                                    KAO, id, Set.of(Purpose.NOTICES), NOW.plusSeconds(60), HowEnded.WITHDRAWN));
        }

        @Test
        @DisplayName("by the person who has it, not by the other one with the same telephone")
        void sharedTelephone() {
            var own = kit.give(person(IIN, phone), kit.ago(4), null, Purpose.ADVERTISING);
            var others = kit.give(person(OTHER_IIN, phone), kit.ago(4), null, Purpose.ADVERTISING);
            var ended = kit.consents.withdraw(
                    KAO, kit.hashes(IIN, phone), Set.of(Purpose.ADVERTISING), kit.now, "KAO-2026-000003");
            assertThat(ended).extracting(Consent::id).contains(own.id()).doesNotContain(others.id());
            assertThat(kit.consents.of(KAO, kit.hashes(OTHER_IIN, phone)))
                    .filteredOn(consent -> consent.id().equals(others.id()))
                    .singleElement()
                    .satisfies(consent ->
                            assertThat(consent.covers(Purpose.ADVERTISING)).isTrue());
        }

        @Test
        @DisplayName("and keeps one given before that comes on record after it from running; one given after it runs")
        void recordedLate() {
            var person = kit.hashes(null, phone);
            kit.consents.withdraw(KAO, person, Set.of(Purpose.ADVERTISING), kit.ago(1), "KAO-2026-000004");
            var before = kit.give(person(null, phone), kit.ago(2), null, Purpose.ADVERTISING, Purpose.NOTICES);
            assertThat(before.running()).containsExactly(Purpose.NOTICES);
            assertThat(before.endings())
                    .containsExactly(new Consent.Ending(
                            HowEnded.WITHDRAWN, Set.of(Purpose.ADVERTISING), kit.ago(1), "KAO-2026-000004"));
            var after = kit.give(person(null, phone), kit.ago(0), null, Purpose.ADVERTISING);
            assertThat(after.running()).containsExactly(Purpose.ADVERTISING);
            assertThat(kit.tables.events)
                    .contains(new ConsentGiven(KAO, before.id(), Set.of(Purpose.NOTICES), kit.ago(2)));
        }

        @Test
        @DisplayName("but what was given after the withdrawal was received goes on")
        void givenAgain() {
            kit.give(person(null, phone), kit.ago(9), null, Purpose.ADVERTISING);
            var again = kit.give(person(null, phone), kit.ago(1), null, Purpose.ADVERTISING);
            assertThat(kit.consents.withdraw(
                            KAO, kit.hashes(null, phone), Set.of(Purpose.ADVERTISING), kit.ago(2), "KAO-2026-000005"))
                    .hasSize(1);
            assertThat(kit.consents.of(KAO, kit.hashes(null, phone)).get(0))
                    .satisfies(consent -> assertThat(consent.id()).isEqualTo(again.id()))
                    .satisfies(consent ->
                            assertThat(consent.covers(Purpose.ADVERTISING)).isTrue());
        }

        @Test
        @DisplayName("not ahead of its time")
        void notAhead() {
            assertThatThrownBy(() -> kit.consents.withdraw(
                            KAO,
                            kit.hashes(null, phone),
                            Set.of(Purpose.ADVERTISING),
                            kit.now.plusSeconds(1),
                            "KAO-2026-000006"))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        @DisplayName("while it is being given: whoever comes first, nothing that was withdrawn runs")
        void atTheSameMoment() throws Exception {
            var pool = Executors.newFixedThreadPool(2);
            try {
                for (int round = 0; round < 25; round++) {
                    var number = "+7702" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
                    var give = pool.submit(() -> kit.give(person(null, number), kit.ago(1), null, Purpose.ADVERTISING));
                    var withdraw = pool.submit(() -> kit.consents.withdraw(
                            KAO, kit.hashes(null, number), Set.of(Purpose.ADVERTISING), kit.ago(0), "KAO-2026-000007"));
                    give.get();
                    withdraw.get();
                    assertThat(kit.consents.of(KAO, kit.hashes(null, number)))
                            .singleElement()
                            .satisfies(consent -> assertThat(consent.running()).isEmpty());
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Nested
    @DisplayName("lets a consent expire")
    class Expiry {

        @Test
        @DisplayName("at the moment itself, and puts it on record once, whoever sweeps")
        void expires() throws Exception {
            List<java.util.UUID> ids = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ids.add(kit.give(person(null, phone), kit.ago(2).plusSeconds(i), "P3D", Purpose.ADVERTISING)
                        .id());
            }
            kit.now = kit.ago(2).plus(Duration.ofDays(3)).plusSeconds(14);
            assertThat(kit.consents.of(KAO, kit.hashes(null, phone)))
                    .filteredOn(consent -> consent.covers(Purpose.ADVERTISING))
                    .as("by the clock, before any sweep")
                    .hasSize(15);
            kit.tables.events.clear();
            var pool = Executors.newFixedThreadPool(3);
            try {
                var sweeps = pool.invokeAll(Collections.<Callable<Integer>>nCopies(3, kit.expiry::sweep));
                var done = 0;
                for (var sweep : sweeps) {
                    done += sweep.get();
                }
                assertThat(done).isEqualTo(15);
            } finally {
                pool.shutdownNow();
            }
            assertThat(kit.expiry.sweep()).isZero();
            var expired = kit.consents.of(KAO, kit.hashes(null, phone)).stream()
                    .filter(consent -> !consent.endings().isEmpty())
                    .toList();
            assertThat(expired).hasSize(15).allSatisfy(consent -> assertThat(consent.endings())
                    .containsExactly(
                            new Consent.Ending(HowEnded.EXPIRED, Set.of(Purpose.ADVERTISING), consent.until(), null)));
        }

        @Test
        @DisplayName("only for what was not withdrawn before")
        void afterWithdrawal() {
            kit.give(person(null, phone), kit.ago(2), "P3D", Purpose.ADVERTISING, Purpose.NOTICES);
            kit.consents.withdraw(KAO, kit.hashes(null, phone), Set.of(Purpose.NOTICES), kit.now, "KAO-2026-000008");
            kit.now = kit.now.plus(Duration.ofDays(3));
            kit.expiry.sweep();
            assertThat(kit.consents.of(KAO, kit.hashes(null, phone)).get(0).endings())
                    .extracting(Consent.Ending::how, Consent.Ending::purposes)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(HowEnded.WITHDRAWN, Set.of(Purpose.NOTICES)),
                            org.assertj.core.groups.Tuple.tuple(HowEnded.EXPIRED, Set.of(Purpose.ADVERTISING)));
        }
    }

    @Test
    @DisplayName("lets nobody rewrite or remove what is on record")
    void append() {
        var id = kit.give(person(null, phone), kit.ago(1), null, Purpose.ADVERTISING)
                .id();
        kit.consents.withdraw(KAO, kit.hashes(null, phone), Set.of(Purpose.ADVERTISING), kit.now, "KAO-2026-000009");
        for (var statement : List.of(
                "update qupiya.consent set given_at = given_at - interval '1 day' where id = '" + id + "'",
                "update qupiya.consent set running = purposes where id = '" + id + "'",
                "delete from qupiya.consent where id = '" + id + "'",
                "truncate qupiya.consent cascade",
                "update qupiya.consent_event set at = now() where consent_id = '" + id + "'",
                "delete from qupiya.consent_event where consent_id = '" + id + "'",
                "update qupiya.consent_text set contents = ''")) {
            assertThatThrownBy(() -> kit.tables.jdbc.sql(statement).update())
                    .as(statement)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    private List<Violation> violations(GivenConsent consent) {
        return catchThrowableOfType(InvalidInputException.class, () -> kit.consents.give(KAO, consent, "x"))
                .violations();
    }

    private GivenConsent.Proof transferForbidden() {
        var p = ConsentKit.proof();
        return new GivenConsent.Proof(
                p.operatorName(),
                p.operatorBin(),
                p.fullName(),
                p.termText(),
                false,
                false,
                false,
                p.data(),
                p.otherInformation(),
                p.form(),
                p.action(),
                p.textVersion(),
                null,
                p.address());
    }

    private GivenConsent without(String field) {
        var p = ConsentKit.proof();
        var proof = new GivenConsent.Proof(
                unless(field, "proof.operatorName", p.operatorName()),
                unless(field, "proof.operatorBin", p.operatorBin()),
                unless(field, "proof.fullName", p.fullName()),
                unless(field, "proof.termText", p.termText()),
                unless(field, "proof.thirdPartyTransfer", p.thirdPartyTransfer()),
                unless(field, "proof.crossBorderTransfer", p.crossBorderTransfer()),
                unless(field, "proof.publication", p.publication()),
                unless(field, "proof.data", p.data()),
                unless(field, "proof.otherInformation", p.otherInformation()),
                unless(field, "proof.form", p.form()),
                unless(field, "proof.action", p.action()),
                unless(field, "proof.textVersion", p.textVersion()),
                null,
                unless(field, "proof.address", p.address()));
        return new GivenConsent(
                unless(field, "subject", new SubjectInput(null, phone, null, null, null, null)),
                unless(field, "purposes", List.<@Nullable String>of("advertising")),
                unless(field, "givenAt", kit.ago(1).atOffset(java.time.ZoneOffset.UTC)),
                null,
                proof);
    }

    private static <T> @Nullable T unless(String left, String field, @Nullable T value) {
        return left.equals(field) ? null : value;
    }

    private static long count(String table) {
        return kit.tables
                .jdbc
                .sql("select count(*) from qupiya." + table)
                .query(Long.class)
                .single();
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
