package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.ItemOutcome;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Holds on people of the demonstration databases. Whoever is held here is let go, and whoever is destroyed is known to no other test. */
@QupiyaTest
@DisplayName("A person on whom a hold stands")
class HeldPeopleTest {

    private static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");

    @Autowired
    Acts acts;

    @Autowired
    Api api;

    @Autowired
    CaseDriver driver;

    @Autowired
    CaseFiles cases;

    @Autowired
    Restrictions restrictions;

    @Autowired
    Holds holds;

    @Autowired
    HoldSearches searches;

    @Autowired
    Destructions destructions;

    @Autowired
    SuspendedDestructions suspended;

    @Autowired
    Timeline timeline;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Value("${qupiya.embedded.postgres.url}")
    String adminUrl;

    private final List<UUID> placed = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void letGo() {
        placed.forEach(id -> transaction.executeWithoutResult(status -> {
            var hold = restrictions.find(id).orElseThrow();
            restrictions.ofCase(hold.caseId()).stream()
                    .filter(Restriction::stands)
                    .forEach(one -> restrictions.lift(one.id(), "test"));
        }));
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zvonobot", "digital-rocket", "kz-pay-bot", "kao-solutions", "twelve"})
    @DisplayName("by telephone is found by a destruction by IIN, in every map")
    void byTelephone(String operator) {
        var key = new OperatorKey(operator);
        var client = client(operator);
        var iin = new Identifier(IdentifierKind.IIN, client.iin());
        var phone = new Identifier(IdentifierKind.PHONE, client.phone());
        // the claimant is known by a telephone only
        var claim = open(operator, Map.of("phone", phone.value()));
        var hold = hold(claim, phone);
        var file = open(operator, Map.of("phone", Api.somePhone()));
        var act = decided(file, iin);
        assertThat(act.previewComplete()).isTrue();
        var found = act.items().stream()
                .filter(item -> item.outcome() != ItemOutcome.NOTHING_FOUND)
                .toList();
        assertThat(found).as("she is a client").isNotEmpty().allSatisfy(item -> {
            assertThat(item.held()).isTrue();
            assertThat(item.holds())
                    .containsExactly(new ActItem.Hold(claim.number().value(), Restrictions.CLAIM, null));
        });

        // and when the systems have told who she is, by whatever they call her
        searches.sweep();
        assertThat(restrictions.find(hold.id()).orElseThrow().searchComplete()).isTrue();
        assertThat(holds.on(key, List.of(iin)).standing())
                .extracting(Restriction::id)
                .contains(hold.id());
        assertThat(permitted(operator, Map.of("iin", iin.value())))
                .isEqualTo("hold " + claim.number().value());
    }

    @Test
    @DisplayName("is destroyed first when the destruction has begun, and held when the hold was first")
    void race() throws Exception {
        var first = someone(0);
        var second = someone(1);
        var file = open("zvonobot", Map.of("phone", Api.somePhone()));
        var claim = open("zvonobot", Map.of("phone", Api.somePhone()));

        // the run waits for a row of the operator's own transaction; the hold waits for the run
        var act = decided(file, first);
        acts.approve(act.id(), act.digest(), "lawyer");
        try (var busy = busy(first)) {
            var run = threads.submit(() -> acts.run(act.id(), "cabinet"));
            await().atMost(Duration.ofSeconds(20)).until(() -> waits("transactionid", "demo_zvonobot"));
            var place = threads.submit(() -> hold(claim, first));
            await().atMost(Duration.ofSeconds(20)).until(() -> waits("advisory", null));
            assertThat(place.isDone()).isFalse();
            assertThat(holds.on(ZVONOBOT, List.of(first)).standing()).isEmpty();
            busy.rollback();
            assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(SystemState.DONE);
            place.get(20, TimeUnit.SECONDS);
        }
        assertThat(holds.on(ZVONOBOT, List.of(first)).standing()).hasSize(1);
        assertThat(acts.get(act.id()).system("cabinet").orElseThrow().items()).noneMatch(ActItem::held);

        // the hold is being placed; the run waits for it and keeps everything
        var other = decided(file, second);
        acts.approve(other.id(), other.digest(), "lawyer");
        var before = row(second);
        var placing = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        var claim2 = open("zvonobot", Map.of("phone", Api.somePhone()));
        var place = threads.submit(() -> transaction.executeWithoutResult(status -> {
            placed.add(restrictions.place(order(claim2, second)).id());
            placing.countDown();
            waitFor(commit);
        }));
        assertThat(placing.await(20, TimeUnit.SECONDS)).isTrue();
        var run = threads.submit(() -> acts.run(other.id(), "cabinet"));
        await().atMost(Duration.ofSeconds(20)).until(() -> waits("advisory", null));
        assertThat(run.isDone()).isFalse();
        commit.countDown();
        place.get(20, TimeUnit.SECONDS);
        assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(SystemState.DONE);
        assertThat(row(second)).isEqualTo(before);
        assertThat(acts.get(other.id()).system("cabinet").orElseThrow().items())
                .filteredOn(item -> item.outcome() != ItemOutcome.NOTHING_FOUND)
                .isNotEmpty()
                .allMatch(item ->
                        item.holds().contains(new ActItem.Hold(claim2.number().value(), Restrictions.CLAIM, null)));
    }

    @Test
    @DisplayName("keeps the files of her cases, and that of the case that set the hold, until it is lifted")
    void caseFiles() {
        var phone = new Identifier(IdentifierKind.PHONE, Api.somePhone());
        var file = expired(open("zvonobot", Map.of("phone", phone.value())));
        var claim = expired(open("zvonobot", Map.of("phone", Api.somePhone())));
        var nobody = expired(open("zvonobot", Map.of("phone", Api.somePhone())));
        var hold = hold(claim, phone);

        cases.destroyExpired();
        assertThat(destroyed(nobody)).as("who may be the one is held").isFalse();
        transaction.executeWithoutResult(status -> restrictions.searchCompleted(hold.id()));
        cases.destroyExpired();
        assertThat(destroyed(nobody)).isTrue();
        assertThat(destroyed(file)).isFalse();
        assertThat(destroyed(claim)).isFalse();

        var court = transaction.execute(status -> restrictions.turn(hold.id(), Restrictions.COURT, null));
        cases.destroyExpired();
        assertThat(destroyed(file)).isFalse();
        transaction.executeWithoutResult(status -> restrictions.lift(court.id(), "settled"));
        cases.destroyExpired();
        assertThat(destroyed(file)).isTrue();
        assertThat(destroyed(claim)).isTrue();
    }

    @Test
    @DisplayName("is depersonalised by itself when the hold is lifted, and both cases say so")
    void depersonalised() {
        var person = someone(2);
        var file = open("zvonobot", Map.of("phone", Api.somePhone()));
        var claim = open("zvonobot", Map.of("phone", Api.somePhone()));
        var id = theirs().sql("select id::text from lk.client where iin = ?")
                .param(person.value())
                .query(String.class)
                .single();
        var before = content(id);
        var act = acts.preview(PrepareAct.depersonalise(ZVONOBOT, file.id(), List.of(person), null, "officer"));
        acts.approve(act.id(), act.digest(), "lawyer");
        var hold = hold(claim, person);
        for (var system : act.systems()) {
            acts.run(act.id(), system.system());
            assertThat(acts.prove(act.id(), system.system()))
                    .as(system.system())
                    .isEqualTo(SystemState.PROVED);
        }
        destructions.complete(file.id(), Actor.system("test"));
        assertThat(content(id)).isEqualTo(before);
        assertThat(codes(file)).contains("destruction.held").doesNotContain("data.depersonalised");
        assertThat(codes(claim)).contains("hold.kept");
        suspended.sweep();
        assertThat(content(id)).isEqualTo(before);

        transaction.executeWithoutResult(status -> restrictions.lift(hold.id(), "settled"));
        suspended.sweep();
        assertThat(content(id)).isNotEqualTo(before);
        // a custodian is asked for what is done by hand
        acts.ofCase(file.id()).stream()
                .filter(one -> act.id().equals(one.continues()))
                .flatMap(one -> one.systems().stream()
                        .filter(system -> system.state() == SystemState.BY_HAND)
                        .map(system -> Map.entry(one.id(), system.system())))
                .toList()
                .forEach(byHand ->
                        acts.completeByHand(byHand.getKey(), byHand.getValue(), "Закрашено", null, "custodian"));
        suspended.sweep();
        assertThat(codes(file)).contains("destruction.resumed");
        assertThat(codes(claim)).contains("hold.released");
        assertThat(acts.stillKept(act.id())).noneMatch(ActItem::held);
    }

    private String content(String id) {
        return theirs().sql("select c::text from lk.client c where c.id::text = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private List<String> codes(CaseFile file) {
        return timeline.of(file.id()).stream().map(Timeline.Entry::code).toList();
    }

    private CaseFile open(String operator, Map<String, String> subject) {
        var answer = api.post(
                "integration",
                "/api/v1/operators/" + operator + "/data-blocks",
                Map.of(
                        "subject",
                        subject,
                        "requester",
                        Map.of("kind", "subject", "name", "Проситель Проверочный"),
                        "ground",
                        "inaccurate-data",
                        "description",
                        "Номер не мой"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var file = cases.require(
                new OperatorKey(operator), answer.body().path("number").asText());
        // of the case its file is wanted here, and not its block
        transaction.executeWithoutResult(
                status -> restrictions.ofCase(file.id()).forEach(one -> restrictions.lift(one.id(), "test")));
        return file;
    }

    private static PlaceRestriction order(CaseFile claim, Identifier person) {
        return PlaceRestriction.hold(
                claim.operator(),
                claim.id(),
                claim.number().value(),
                Restrictions.CLAIM,
                claim.receivedAt(),
                List.of(person));
    }

    private Restriction hold(CaseFile claim, Identifier person) {
        var hold = transaction.execute(status -> restrictions.place(order(claim, person)));
        placed.add(hold.id());
        return hold;
    }

    private Act decided(CaseFile file, Identifier person) {
        return acts.preview(PrepareAct.destroy(file.operator(), file.id(), List.of(person), null, "officer"));
    }

    private String permitted(String operator, Map<String, String> subject) {
        var reason = api.post(
                        "integration",
                        "/api/v1/operators/" + operator + "/permits",
                        Map.of("purpose", "destruction", "subject", subject))
                .body()
                .path("reasons")
                .path(0);
        return reason.path("restriction").asText() + " " + reason.path("case").asText();
    }

    private CaseFile expired(CaseFile file) {
        transaction.executeWithoutResult(
                status -> cases.close(file.id(), Outcome.of("unblocked"), Actor.system("test")));
        jdbc.sql("update qupiya.case_file set retain_until = now() - interval '1 day' where id = ?")
                .param(file.id())
                .update();
        return file;
    }

    private boolean destroyed(CaseFile file) {
        return cases.get(file.id()).destroyedAt() != null;
    }

    /** A client of Zvonobot whom only this test destroys: one of the last. */
    /** Of the client of all examples others leave blocks in the systems, where they stand in the way of a destruction; one of whom no other test speaks is wanted. */
    private CaseDriver.Person client(String operator) {
        return operator.equals("digital-rocket")
                ? new CaseDriver.Person("850515499993", "+77010000001")
                : driver.person(operator, operator.equals("twelve") ? 37 : 153);
    }

    private Identifier someone(int skip) {
        return new Identifier(
                IdentifierKind.IIN,
                theirs().sql("select iin from lk.client where iin is not null order by id desc offset ? limit 1")
                        .param(40 + skip)
                        .query(String.class)
                        .single());
    }

    private String row(Identifier person) {
        return theirs().sql("select c::text from lk.client c where iin = ?")
                .param(person.value())
                .query(String.class)
                .single();
    }

    /** A transaction of the operator's own that works on the client. */
    private Connection busy(Identifier person) throws SQLException {
        var connection = dataSource().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement("select 1 from lk.client where iin = ? for update")) {
            statement.setString(1, person.value());
            statement.executeQuery().close();
        }
        return connection;
    }

    private boolean waits(String lock, String database) {
        return JdbcClient.create(new DriverManagerDataSource(adminUrl))
                        .sql(
                                "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = ? and not l.granted and (cast(? as text) is null or a.datname = ?)")
                        .params(lock, database, database)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody went on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JdbcClient theirs() {
        return JdbcClient.create(dataSource());
    }

    private DriverManagerDataSource dataSource() {
        return new DriverManagerDataSource(adminUrl.replace("/postgres?", "/demo_zvonobot?"));
    }
}
