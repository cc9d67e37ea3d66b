package kz.qupiya.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Loading on a real PostgreSQL: versions, what-ifs, refusals, other nodes, and transactions that run at the same time. */
class LoadsCalendarsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z"); // Friday
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");
    private static final DayTransfer MONDAY_OFF = new DayTransfer(LocalDate.parse("2026-11-28"), MONDAY, "приказ № 1");

    private static EmbeddedPostgres postgres;

    private final List<CalendarLoaded> events = new ArrayList<>();
    private Consumer<CalendarLoaded> listener;
    private Node node;

    /** What one node of the application has in memory. */
    private record Node(
            CalendarStore store,
            BundledCalendars bundled,
            WorkingCalendar calendar,
            LoadsCalendars loads,
            TransactionTemplate transaction) {}

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void fresh() throws Exception {
        try (Connection connection = database().getConnection()) {
            connection.createStatement().execute("drop schema if exists qupiya cascade");
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/V3__schema.sql"));
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("db/migration/V10_1__calendar.sql"));
        }
        listener = event -> {};
        node = node();
    }

    @Test
    void an_empty_database_takes_the_files_of_the_application_once() {
        var before = node.calendar().version();
        var second = node();

        assertThat(node.store().inForce())
                .extracting(CalendarStore.Row::year, CalendarStore.Row::version, CalendarStore.Row::origin)
                .containsExactly(
                        tuple(2022, 1, "bundled"),
                        tuple(2023, 1, "bundled"),
                        tuple(2024, 1, "bundled"),
                        tuple(2025, 1, "bundled"),
                        tuple(2026, 1, "bundled"));
        assertThat(second.calendar().version()).isEqualTo(before);
        second.loads().takeInChangedFiles();
        assertThat(second.calendar().version()).isEqualTo(before);
        assertThat(events).isEmpty();
    }

    @Test
    void a_what_if_shows_days_and_deadlines_and_writes_nothing() {
        var before = node.calendar().version();

        var change = node(deadline(MONDAY)).loads().preview(MONDAY_OFF);

        assertThat(change.loaded()).isFalse();
        assertThat(change.version()).isEqualTo(2);
        assertThat(change.days())
                .extracting(
                        CalendarChange.ChangedDay::day, CalendarChange.ChangedDay::week, day -> day.thenOff() == null)
                .containsExactly(
                        tuple(MONDAY, WorkingWeek.FIVE, false),
                        tuple(LocalDate.parse("2026-11-28"), WorkingWeek.FIVE, true));
        assertThat(change.moved())
                .containsExactly(new MovedDeadline(
                        "zvonobot",
                        "ZVN-2026-000001",
                        "block",
                        Almaty.endOf(MONDAY),
                        Almaty.endOf(MONDAY.plusDays(1))));
        assertThat(change.intoPast()).isZero();
        assertThat(node.calendar().version()).isEqualTo(before);
        assertThat(events).isEmpty();
    }

    @Test
    void an_order_moves_dates_and_keeps_the_earlier_version() {
        var change = node.loads().load(MONDAY_OFF, false, "manager");

        assertThat(change.loaded()).isTrue();
        assertThat(due().dueOn()).isEqualTo(MONDAY.plusDays(1));
        assertThat(due().calendar()).isEqualTo("2026/2");
        assertThat(due().official()).isTrue();
        assertThat(events)
                .containsExactly(new CalendarLoaded(node.calendar().version(), java.util.Set.of(2026), "manager"));
        assertThat(JdbcClient.create(database())
                        .sql("select version from qupiya.calendar_year where year = 2026 order by version")
                        .query(Integer.class)
                        .list())
                .containsExactly(1, 2);
    }

    @Test
    void another_node_answers_by_the_new_calendar_with_its_next_call() {
        var other = node();
        assertThat(other.calendar().isWorkingDay(MONDAY, WorkingWeek.FIVE)).isTrue();

        node.loads().load(MONDAY_OFF, false, "manager");

        assertThat(other.calendar().isWorkingDay(MONDAY, WorkingWeek.FIVE)).isFalse();
        assertThat(other.calendar().version()).isEqualTo(node.calendar().version());
    }

    @Test
    void a_snapshot_does_not_move() {
        var snapshot = node.calendar().snapshot();

        node.loads().load(MONDAY_OFF, false, "manager");

        assertThat(snapshot.isWorkingDay(MONDAY, WorkingWeek.FIVE)).isTrue();
    }

    @Test
    void listeners_see_the_new_calendar_in_the_same_transaction_and_their_failure_undoes_the_load() {
        var before = node.calendar().version();
        var seen = new ArrayList<LocalDate>();
        listener = event -> {
            seen.add(due().dueOn());
            throw new IllegalStateException("recomputing failed");
        };

        assertThatThrownBy(() -> node.loads().load(MONDAY_OFF, false, "manager"))
                .hasMessage("recomputing failed");

        assertThat(seen).containsExactly(MONDAY.plusDays(1));
        // the snapshot computed inside the load that was undone is not taken for the calendar in force
        assertThat(node.calendar().version()).isEqualTo(before);
        assertThat(due().dueOn()).isEqualTo(MONDAY);
        // nor for the next load, which gets another revision
        listener = event -> {};
        node.loads().load(new DayTransfer(null, LocalDate.parse("2026-11-24"), "приказ № 2"), false, "manager");
        assertThat(due().dueOn()).isEqualTo(MONDAY);
        assertThat(node.calendar().isWorkingDay(LocalDate.parse("2026-11-24"), WorkingWeek.FIVE))
                .isFalse();
    }

    @Test
    void a_deadline_that_would_move_into_the_past_needs_a_confirmation() {
        // due on Monday the 30th because the whole week before is off; with the week worked it was due on Monday the
        // 23rd
        var days = new ArrayList<>(CalendarTables.file(2026).daysOff());
        MONDAY.datesUntil(LocalDate.parse("2026-11-28")).forEach(days::add);
        node.loads().load(listed(days), false, "manager");
        assertThat(due().dueOn()).isEqualTo(LocalDate.parse("2026-11-30"));
        var later = node(Instant.parse("2026-11-26T10:00:00Z"), deadline(LocalDate.parse("2026-11-30")));
        var back = listed(CalendarTables.file(2026).daysOff());

        assertThat(later.loads().preview(back).intoPast()).isEqualTo(1);
        assertThatThrownBy(() -> later.loads().load(back, false, "manager"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("calendar.load.into-past");
        assertThat(due().dueOn()).isEqualTo(LocalDate.parse("2026-11-30"));

        assertThat(later.loads().load(back, true, "manager").version()).isEqualTo(3);
        assertThat(due().dueOn()).isEqualTo(MONDAY);
    }

    @Test
    void a_year_without_a_file_becomes_official_with_its_calendar() {
        var file = new CalendarYear(
                2027,
                true,
                "https://example.kz/2027",
                "official-text",
                LocalDate.parse("2027-05-17"),
                List.of(),
                CalendarTables.days(2027, CalendarTables.WEEKDAYS_OFF.get(2027)).stream()
                        .map(day -> day.equals(LocalDate.parse("2027-05-10")) ? LocalDate.parse("2027-05-17") : day)
                        .sorted()
                        .toList(),
                null);

        assertThat(node.calendar().isOfficial(2027)).isFalse();
        var change = node.loads().load(file, false, "manager");

        assertThat(change.differsFromLaw()).containsExactly(LocalDate.parse("2027-05-10"));
        assertThat(node.calendar().isOfficial(2027)).isTrue();
        assertThat(node.calendar().isWorkingDay(LocalDate.parse("2027-05-10"), WorkingWeek.FIVE))
                .isTrue();
        assertThat(node.calendar().due(LocalDate.parse("2027-05-14"), Term.workingDays(1), WorkingWeek.FIVE))
                .satisfies(receipt -> {
                    assertThat(receipt.dueOn()).isEqualTo(LocalDate.parse("2027-05-18"));
                    assertThat(receipt.calendar()).isEqualTo("2027/1");
                    assertThat(receipt.official()).isTrue();
                });
    }

    @Test
    void an_order_for_a_year_without_a_calendar_leaves_it_unofficial() {
        node.loads()
                .load(
                        new DayTransfer(LocalDate.parse("2027-03-13"), LocalDate.parse("2027-03-12"), "приказ"),
                        false,
                        "manager");

        assertThat(node.calendar().isOfficial(2027)).isFalse();
        assertThat(node.calendar().isWorkingDay(LocalDate.parse("2027-03-12"), WorkingWeek.FIVE))
                .isFalse();
        assertThat(node.calendar().isWorkingDay(LocalDate.parse("2027-03-13"), WorkingWeek.FIVE))
                .isTrue();
    }

    @Test
    void the_same_calendar_again_is_no_change() {
        node.loads().load(MONDAY_OFF, false, "manager");
        var version = node.calendar().version();
        var same = node.store().inForce().get(4).calendar();
        events.clear();

        var change = node.loads().load(same, false, "manager");

        assertThat(change.version()).isEqualTo(2);
        assertThat(change.days()).isEmpty();
        assertThat(node.calendar().version()).isEqualTo(version);
        assertThat(events).isEmpty();
    }

    @Test
    void an_update_of_the_application_brings_its_changed_files_but_not_over_a_managers() {
        var changed = listed(CalendarTables.file(2026).daysOff());
        node.store().insert(new CalendarStore.Row(2026, 2, changed, "bundled", NOW, "system"));
        node.store()
                .insert(new CalendarStore.Row(
                        2025, 2, CalendarTables.withoutList(CalendarTables.file(2025)), "loaded", NOW, "manager"));

        node.loads().takeInChangedFiles();

        assertThat(node.store().inForce())
                .extracting(CalendarStore.Row::year, CalendarStore.Row::version, CalendarStore.Row::loadedBy)
                .contains(tuple(2026, 3, "system"), tuple(2025, 2, "manager"));
        assertThat(node.store().inForce().get(4).calendar()).isEqualTo(CalendarTables.file(2026));
        assertThat(events).extracting(CalendarLoaded::years).containsExactly(java.util.Set.of(2026));
    }

    @Test
    void a_changed_file_that_would_move_a_deadline_into_the_past_waits_for_a_manager() {
        var days = new ArrayList<>(CalendarTables.file(2026).daysOff());
        MONDAY.datesUntil(LocalDate.parse("2026-11-28")).forEach(days::add);
        node.store().insert(new CalendarStore.Row(2026, 2, listed(days), "bundled", NOW, "system"));

        node(Instant.parse("2026-11-26T10:00:00Z"), deadline(LocalDate.parse("2026-11-30")))
                .loads()
                .takeInChangedFiles();

        assertThat(due().dueOn()).isEqualTo(LocalDate.parse("2026-11-30"));
        assertThat(events).isEmpty();
    }

    @Test
    void a_load_waits_for_a_transaction_that_has_counted_and_the_next_one_waits_for_the_load() throws Exception {
        var counted = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var opening = CompletableFuture.supplyAsync(() -> node.transaction().execute(status -> {
            var first = due().dueOn();
            counted.countDown();
            await(goOn);
            // a second date of the same transaction agrees with the first, whatever waits outside
            assertThat(due().dueOn()).isEqualTo(first);
            return first;
        }));
        await(counted);
        var load = CompletableFuture.supplyAsync(() -> node().loads().load(MONDAY_OFF, false, "manager"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 1);
        assertThat(load).isNotDone();
        goOn.countDown();

        assertThat(opening.get(20, TimeUnit.SECONDS)).isEqualTo(MONDAY);
        load.get(20, TimeUnit.SECONDS);
        assertThat(due().dueOn()).isEqualTo(MONDAY.plusDays(1));
    }

    @Test
    void contradictions_are_refused_with_their_fields() {
        var fault = new CalendarYear(
                2027,
                true,
                " ",
                null,
                LocalDate.parse("2026-05-16"),
                List.of(
                        new DayTransfer(null, null, ""),
                        new DayTransfer(LocalDate.parse("2027-03-10"), LocalDate.parse("2027-03-08"), "приказ"),
                        new DayTransfer(LocalDate.parse("2027-03-13"), LocalDate.parse("2027-03-12"), "приказ")),
                CalendarTables.days(2027, List.of("01-01", "01-02")),
                null);

        assertThatThrownBy(() -> node.loads().preview(fault))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::field, Violation::code)
                        .containsExactly(
                                tuple("calendar.source", "calendar.source.missing"),
                                tuple("calendar.kurbanAit", "calendar.day.other-year"),
                                tuple("calendar.daysOff[1]", "calendar.day.weekend"),
                                tuple("calendar.transfers[0]", "calendar.transfer.empty"),
                                tuple("calendar.transfers[0].basis", "calendar.transfer.basis"),
                                tuple("calendar.transfers[1].from", "calendar.transfer.from-working"),
                                tuple("calendar.transfers[1].to", "calendar.transfer.to-off"),
                                tuple("calendar.transfers[1].to", "calendar.transfer.to-listed"),
                                tuple("calendar.transfers[2].to", "calendar.transfer.to-listed")));
        assertThatThrownBy(() ->
                        node.loads().load(new DayTransfer(MONDAY, LocalDate.parse("2027-01-08"), "приказ"), true, "m"))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::field, Violation::code)
                        .containsExactly(
                                tuple("order.to", "calendar.day.other-year"),
                                tuple("order.from", "calendar.transfer.from-working")));
        assertThat(events).isEmpty();
    }

    private static CalendarYear listed(List<LocalDate> days) {
        var file = CalendarTables.file(2026);
        return new CalendarYear(
                2026,
                true,
                "test",
                null,
                file.kurbanAit(),
                List.of(),
                days.stream().sorted().toList(),
                null);
    }

    /** A deadline of one working day from Friday, now due on that day. */
    private static DueDateImpact deadline(LocalDate dueOn) {
        return candidate -> {
            var then = candidate.due(NOW, Term.workingDays(1), WorkingWeek.FIVE).dueOn();
            return then.equals(dueOn)
                    ? List.of()
                    : List.of(new MovedDeadline(
                            "zvonobot", "ZVN-2026-000001", "block", Almaty.endOf(dueOn), Almaty.endOf(then)));
        };
    }

    private DeadlineReceipt due() {
        return node.calendar().due(NOW, Term.workingDays(1), WorkingWeek.FIVE);
    }

    private Node node(DueDateImpact... impacts) {
        return node(NOW, impacts);
    }

    private Node node(Instant now, DueDateImpact... impacts) {
        var database = database();
        var transactions = new JdbcTransactionManager(database);
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var store = new CalendarStore(JdbcClient.create(database));
        var bundled = new BundledCalendars(store, transactions, clock);
        var loads = new LoadsCalendars(
                store,
                bundled,
                provider(impacts),
                event -> {
                    events.add((CalendarLoaded) event);
                    listener.accept((CalendarLoaded) event);
                },
                transactions,
                clock);
        return new Node(
                store, bundled, new StoredCalendar(store, bundled), loads, new TransactionTemplate(transactions));
    }

    private static ObjectProvider<DueDateImpact> provider(DueDateImpact... impacts) {
        var beans = new DefaultListableBeanFactory();
        for (var i = 0; i < impacts.length; i++) {
            beans.registerSingleton("impact" + i, impacts[i]);
        }
        return beans.getBeanProvider(DueDateImpact.class);
    }

    /** One database for all nodes of a test, one connection pool for each would hide nothing. */
    private static DataSource database() {
        return postgres.getPostgresDatabase();
    }

    private static int waiting() {
        return JdbcClient.create(database())
                .sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                .query(Integer.class)
                .single();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
