package kz.qupiya.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.PersonCases.Found;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cases about the same person")
class PersonCasesTest {

    private static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");
    private static final OperatorKey TWELVE = new OperatorKey("twelve");
    private static final Identifier IIN = new Identifier(IdentifierKind.IIN, "850515499993");
    private static final Identifier OTHER_IIN = new Identifier(IdentifierKind.IIN, "900101390002");
    private static final Identifier PHONE = new Identifier(IdentifierKind.PHONE, "+77010000001");
    private static final Identifier PHONE_2 = new Identifier(IdentifierKind.PHONE, "+77010000002");
    private static final Identifier LOGIN = new Identifier(IdentifierKind.LOGIN, "demo.person");

    private static SubjectTables tables;
    private PersonCases people;

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
        people = new JdbcPersonCases(tables.jdbc, tables.subjects, tables.links, tables.hasher);
    }

    private UUID named(OperatorKey operator, Identifier... identifiers) {
        var id = UUID.randomUUID();
        tables.run(() -> tables.subjects.add(id, operator, List.of(identifiers)));
        return id;
    }

    private UUID named(Identifier... identifiers) {
        return named(ZVONOBOT, identifiers);
    }

    private List<Found> beside(UUID id) {
        return tables.in(() -> people.beside(id, ZVONOBOT));
    }

    @Test
    @DisplayName("are found by any identifier that one person has, at the same operator only")
    void byStrong() {
        var one = named(IIN, PHONE);
        var sameIin = named(IIN, PHONE_2);
        named(TWELVE, IIN);
        named(OTHER_IIN);
        assertThat(beside(one)).containsExactly(new Found(sameIin, true));
        assertThat(beside(sameIin)).containsExactly(new Found(one, true));
    }

    @Test
    @DisplayName("are not those of somebody with another IIN who shares the telephone")
    void sharedTelephone() {
        var one = named(IIN, PHONE);
        var other = named(OTHER_IIN, PHONE);
        assertThat(beside(one)).isEmpty();
        assertThat(beside(other)).isEmpty();
    }

    @Test
    @DisplayName("may be those with the same telephone where one names no IIN, and it is said that this is not certain")
    void telephoneAlone() {
        var one = named(IIN, PHONE);
        var phoneOnly = named(PHONE);
        assertThat(beside(one)).containsExactly(new Found(phoneOnly, false));
        assertThat(beside(phoneOnly)).containsExactly(new Found(one, false));
    }

    @Test
    @DisplayName("are found over what the operator's systems have told to belong together")
    void overLinks() {
        tables.run(() -> tables.links.learn(ZVONOBOT, List.of(IIN, PHONE_2, LOGIN)));
        var one = named(IIN);
        var byLogin = named(LOGIN);
        var byPhone = named(PHONE_2);
        assertThat(beside(one)).containsExactlyInAnyOrder(new Found(byLogin, true), new Found(byPhone, false));
        assertThat(beside(byLogin)).contains(new Found(one, true));
        assertThat(beside(byPhone)).contains(new Found(one, false));
    }

    @Test
    @DisplayName("do not lead from a shared telephone to the other cases of everybody who has it")
    void sharedInTheSystems() {
        tables.run(() -> {
            tables.links.learn(ZVONOBOT, List.of(IIN, PHONE, LOGIN));
            tables.links.learn(ZVONOBOT, List.of(OTHER_IIN, PHONE, PHONE_2));
        });
        var byPhone = named(PHONE);
        var first = named(IIN);
        var second = named(OTHER_IIN);
        assertThat(beside(byPhone))
                .as("neither of them is meant for certain, and neither names the telephone")
                .isEmpty();
        assertThat(beside(first)).containsExactly(new Found(byPhone, false));
        assertThat(beside(second)).containsExactly(new Found(byPhone, false));
    }

    @Test
    @DisplayName("are none once the key of the case is destroyed")
    void destroyed() {
        var one = named(IIN);
        var other = named(IIN);
        tables.run(() -> tables.vault.destroyKey(other));
        assertThat(beside(one)).isEmpty();
        assertThat(beside(other)).isEmpty();
    }
}
