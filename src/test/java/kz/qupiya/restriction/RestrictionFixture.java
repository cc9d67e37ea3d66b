package kz.qupiya.restriction;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TransferGround;
import kz.qupiya.restriction.Permits.Permit;
import kz.qupiya.restriction.Permits.Question;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.IdentifiersLinked;
import kz.qupiya.subject.SubjectTables;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The module put together on a database of its own. */
final class RestrictionFixture implements AutoCloseable {

    static final OperatorKey OPERATOR = new OperatorKey("zvonobot");
    static final OperatorKey OTHER_OPERATOR = new OperatorKey("twelve");
    static final Identifier IIN = new Identifier(IdentifierKind.IIN, "850515499993");
    static final Identifier OTHER_IIN = new Identifier(IdentifierKind.IIN, "900101390002");
    static final Identifier PHONE = new Identifier(IdentifierKind.PHONE, "+77010000001");
    static final Identifier OTHER_PHONE = new Identifier(IdentifierKind.PHONE, "+77010000002");
    static final Identifier EMAIL = new Identifier(IdentifierKind.EMAIL, "demo.person@example.kz");
    static final Identifier LOGIN = new Identifier(IdentifierKind.LOGIN, "demo.person");
    static final Instant START = Instant.parse("2026-11-20T10:00:00.123456Z");
    static final PermitSettings SETTINGS = new PermitSettings(
            Duration.ofMinutes(1),
            4,
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            4,
            Duration.ofHours(1));

    final MovableClock clock = new MovableClock();
    final SubjectTables tables = new SubjectTables(clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    final OperatorProfile profile = mock(OperatorProfile.class);
    final JdbcHolds holds;
    final JdbcRestrictions restrictions;
    final PermitDatabase database;
    final Denials denials;
    final LiveLookUp systems;
    final PermitDesk permits;

    RestrictionFixture() {
        holds = new JdbcHolds(
                tables.jdbc,
                tables.template,
                tables.hasher,
                tables.transactions,
                new HoldSettings(Duration.ofMillis(400)));
        restrictions = new JdbcRestrictions(
                tables.jdbc, tables.template, tables.hasher, tables.links, holds, tables.publisher(), clock);
        tables.listeners.add(event -> {
            if (event instanceof IdentifiersLinked linked) {
                restrictions.linked(linked);
            }
        });
        try {
            database = new PermitDatabase(tables.dataSource, SETTINGS);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        denials = new Denials(tables.template, tables.transactions, meters, clock, SETTINGS);
        lenient().when(profile.key()).thenReturn(OPERATOR);
        lenient().when(profile.needsConsent(any())).thenAnswer(call -> call.getArgument(0) == Purpose.ADVERTISING);
        lenient()
                .when(profile.clauseOf(any()))
                .thenAnswer(call ->
                        call.getArgument(0) == TransferGround.SUCCESSION ? Optional.empty() : Optional.of("3.3"));
        var operators = mock(Operators.class);
        lenient().when(operators.get(any())).thenReturn(profile);
        systems = new LiveLookUp(beans.getBeanProvider(IdentityResolver.class), SETTINGS);
        permits = new PermitDesk(
                operators,
                tables.hasher,
                new PermitQueries(database),
                systems,
                beans.getBeanProvider(RunningConsents.class),
                denials,
                clock,
                SETTINGS);
    }

    /** Back to an empty register, the beginning of time, and no other modules. */
    void reset() {
        tables.clear();
        tables.template.execute("truncate qupiya.permit_denial");
        clock.now = START;
        denials.write();
        tables.template.execute("truncate qupiya.permit_denial");
    }

    Restriction block(String number, Identifier... identifiers) {
        return place(PlaceRestriction.block(
                OPERATOR,
                UUID.randomUUID(),
                number,
                "inaccurate-data",
                clock.now.minusSeconds(3600),
                List.of(identifiers)));
    }

    Restriction place(PlaceRestriction order) {
        return tables.in(() -> restrictions.place(order));
    }

    Restriction hold(String number, String reason, Identifier... identifiers) {
        return place(PlaceRestriction.hold(
                OPERATOR, UUID.randomUUID(), number, reason, clock.now.minusSeconds(3600), List.of(identifiers)));
    }

    /** A block whose search has ended. */
    Restriction searchedBlock(String number, Identifier... identifiers) {
        var block = block(number, identifiers);
        searched(block);
        return block;
    }

    void searched(Restriction restriction) {
        tables.run(() -> restrictions.searchCompleted(restriction.id()));
    }

    void join(Restriction restriction, Identifier... record) {
        tables.run(() -> restrictions.join(restriction.id(), List.of(record)));
    }

    void lift(Restriction restriction) {
        tables.run(() -> restrictions.lift(restriction.id(), "not-confirmed"));
    }

    Permit ask(Purpose purpose, Identifier... person) {
        return permits.ask(OPERATOR, new Question(purpose, null), Arrays.asList(person), "integration");
    }

    Permit ask(Identifier... person) {
        return ask(Purpose.SERVICE, person);
    }

    @Override
    public void close() throws Exception {
        systems.destroy();
        database.destroy();
        tables.close();
    }

    static final class MovableClock extends Clock {

        volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
