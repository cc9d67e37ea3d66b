package kz.qupiya.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import kz.qupiya.testing.FaultySmtp;
import kz.qupiya.testing.FaultySmtp.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Everything that can go wrong, really going wrong: processes killed, servers stopped, lines cut. Afterwards the ledger says for everybody what the mailbox says. What was tried
 * stands in {@code target/fault-table.md}.
 */
@DisplayName("A campaign loses nobody")
class CampaignFaultsTest {

    private static final Path TABLE = Path.of("target", "fault-table.md");
    private static final List<String> ROWS = new ArrayList<>();
    private static final int THREADS = 4;
    private static final int FLUSH = 10;
    private static NoticeDatabase database;

    private final FaultySmtp smtp = new FaultySmtp();
    private final List<Process> nodes = new ArrayList<>();
    private final Random random = new Random();

    @BeforeAll
    static void start() {
        database = new NoticeDatabase();
    }

    @AfterAll
    static void end() throws IOException {
        database.close();
        Files.writeString(
                TABLE,
                "| fault | times | people to reach by mail | lost | doubled |\n|---|--:|--:|--:|--:|\n"
                        + String.join("\n", ROWS) + "\n");
        System.out.println(Files.readString(TABLE));
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterEach
    void killAll() {
        nodes.forEach(Process::destroyForcibly);
        smtp.close();
    }

    private CampaignHouse house(Map<String, String> with) {
        return new CampaignHouse(database.dataSource(), smtp.port(), Clock.systemUTC(), with);
    }

    @Test
    @DisplayName("when its process is killed, again and again")
    void killed() throws Exception {
        smtp.millisEach(2);
        var house = house(Map.of());
        int people = 4_000;
        var campaign = house.released(MadeUpAudience.of(people));
        int kills = 5;
        for (int i = 0; i < kills; i++) {
            var node = node();
            long before = smtp.taken();
            int more = 100 + random.nextInt(400);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> smtp.taken() >= before + more);
            node.destroyForcibly().waitFor();
        }
        assertThat(house.state(campaign.id())).isEqualTo(CampaignState.RUNNING);
        node();
        drained(house, campaign.id());
        check(house, campaign.id(), people);
        // what was acknowledged and not yet written, at each kill
        assertThat(smtp.doubled()).isLessThanOrEqualTo((long) kills * THREADS * (FLUSH + 1));
        row("process killed (SIGKILL)", kills, people, smtp.doubled());
    }

    @Test
    @DisplayName("when one of two nodes is killed")
    void oneOfTwo() throws Exception {
        smtp.millisEach(2);
        var house = house(Map.of());
        int people = 3_000;
        var campaign = house.released(MadeUpAudience.of(people));
        var one = node();
        node();
        await().atMost(Duration.ofSeconds(20)).until(() -> smtp.taken() > 1_000);
        one.destroyForcibly().waitFor();
        drained(house, campaign.id());
        check(house, campaign.id(), people);
        assertThat(smtp.doubled()).isLessThanOrEqualTo((long) THREADS * (FLUSH + 1));
        row("one of two nodes killed", 1, people, smtp.doubled());
    }

    @Test
    @DisplayName("when the mail server is stopped and started")
    void mailServer() throws Exception {
        smtp.millisEach(2);
        var house = house(Map.of());
        int people = 2_500;
        var campaign = house.released(MadeUpAudience.of(people));
        node();
        int stops = 3;
        for (int i = 0; i < stops; i++) {
            long before = smtp.taken();
            await().atMost(Duration.ofSeconds(20)).until(() -> smtp.taken() > before + 300);
            smtp.stop();
            await().atMost(Duration.ofSeconds(10)).until(() -> "mail-server"
                    .equals(house.office.get(campaign.id()).waitsFor()));
            smtp.start();
        }
        drained(house, campaign.id());
        check(house, campaign.id(), people);
        // At most what was on each line when it was cut.
        assertThat(smtp.doubled()).isLessThanOrEqualTo((long) stops * THREADS);
        assertThat(house.jdbc
                        .sql("select max(attempts) from qupiya.campaign_recipient")
                        .query(Integer.class)
                        .single())
                .as("nobody's attempts are spent")
                .isLessThanOrEqualTo(2);
        row("SMTP server stopped and started", stops, people, smtp.doubled());
    }

    @Test
    @DisplayName("when the database is stopped and started")
    void database() throws Exception {
        smtp.millisEach(2);
        var house = house(Map.of());
        int people = 2_500;
        var campaign = house.released(MadeUpAudience.of(people));
        node("lease=60s");
        int stops = 2;
        for (int i = 0; i < stops; i++) {
            long before = smtp.taken();
            await().atMost(Duration.ofSeconds(30)).until(() -> smtp.taken() > before + 400);
            database.stop();
            database.start();
        }
        var after = house(Map.of());
        drained(after, campaign.id());
        check(after, campaign.id(), people);
        assertThat(smtp.doubled())
                .as("what was sent is written down when the database is back")
                .isZero();
        row("PostgreSQL stopped and started", stops, people, smtp.doubled());
    }

    @Test
    @DisplayName("when the mail server says later, cuts the line, hangs or is slow")
    void faults() throws Exception {
        var house = house(Map.of());
        int people = 2_000;
        var tried = new java.util.concurrent.ConcurrentHashMap<String, Integer>();
        // Each of these people meets its fault once, and is taken the next time.
        smtp.script(to -> {
            var fault = fault(MadeUpAudience.seq(to));
            return fault == Fault.SLOW || tried.merge(to, 1, Integer::sum) == 1 ? fault : Fault.NONE;
        });
        var campaign = house.released(MadeUpAudience.of(people));
        node();
        drained(house, campaign.id());
        check(house, campaign.id(), people);
        var doubled = Map.of(
                "4xx", doubled(Fault.LATER),
                "421", doubled(Fault.CLOSING),
                "time-out", doubled(Fault.SILENT),
                "cut in DATA", doubled(Fault.CUT_IN_MAIL),
                "cut after DATA", doubled(Fault.CUT_AFTER_MAIL),
                "slow", doubled(Fault.SLOW),
                "none", doubled(Fault.NONE));
        assertThat(doubled)
                .as("only a mail that was taken without an answer comes twice")
                .allSatisfy((fault, n) -> assertThat(n)
                        .isEqualTo(fault.equals("cut after DATA") ? met(people, Fault.CUT_AFTER_MAIL) : 0));
        row("4xx on RCPT", met(people, Fault.LATER), people, doubled.get("4xx"));
        row("421 and close", met(people, Fault.CLOSING), people, doubled.get("421"));
        row("no answer (time-out)", met(people, Fault.SILENT), people, doubled.get("time-out"));
        row("line cut in the middle of DATA", met(people, Fault.CUT_IN_MAIL), people, doubled.get("cut in DATA"));
        row(
                "line cut after DATA, without an answer",
                met(people, Fault.CUT_AFTER_MAIL),
                people,
                doubled.get("cut after DATA"));
        row("slow answer", met(people, Fault.SLOW), people, doubled.get("slow"));
    }

    @Test
    @DisplayName("and has everybody who is refused on the list for the next channel")
    void refused() throws Exception {
        var house = house(Map.of("failure-share", "1"));
        int people = 1_000;
        smtp.script(to -> {
            var seq = MadeUpAudience.seq(to);
            return seq % 10 == 0 ? Fault.UNKNOWN : seq % 10 == 5 ? Fault.SPAM : Fault.NONE;
        });
        var campaign = house.released(MadeUpAudience.of(people, true, false, true));
        node("failure-share=1");
        drained(house, campaign.id());
        var view = house.office.get(campaign.id());
        assertThat(view.states()).isEqualTo(Map.of("sent", 800L, "listed", 200L));
        assertThat(smtp.delivered()).hasSize(800);
        agree(house);
        row("5xx on RCPT or DATA: to the print list", 200, 800, smtp.doubled());
    }

    private static Fault fault(long seq) {
        if (seq % 400 == 7) {
            return Fault.SILENT;
        }
        return switch ((int) (seq % 20)) {
            case 1 -> Fault.LATER;
            case 5 -> Fault.CUT_IN_MAIL;
            case 9 -> Fault.CUT_AFTER_MAIL;
            case 13 -> Fault.CLOSING;
            case 17 -> seq % 100 == 17 ? Fault.SLOW : Fault.NONE;
            default -> Fault.NONE;
        };
    }

    private static long met(int people, Fault fault) {
        long met = 0;
        for (long seq = 1; seq <= people; seq++) {
            met += fault(seq) == fault ? 1 : 0;
        }
        return met;
    }

    private long doubled(Fault fault) {
        return smtp.delivered().entrySet().stream()
                .filter(entry -> fault(MadeUpAudience.seq(entry.getKey())) == fault)
                .mapToLong(entry ->
                        entry.getValue().values().stream().mapToLong(n -> n).sum() - 1)
                .sum();
    }

    private void drained(CampaignHouse house, UUID campaign) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    assertThat(nodes).anyMatch(Process::isAlive);
                    return house.state(campaign) == CampaignState.DRAINED;
                });
    }

    /** Everybody has got it, the ledger says so, and whoever got it twice can tell. */
    private void check(CampaignHouse house, UUID campaign, int people) {
        assertThat(house.office.get(campaign).states()).isEqualTo(Map.of("sent", (long) people));
        assertThat(smtp.delivered()).as("lost: nobody").hasSize(people);
        agree(house);
    }

    private void agree(CampaignHouse house) {
        var sent = house.jdbc
                .sql("select seq from qupiya.campaign_recipient where state = 'sent'")
                .query(Long.class)
                .set();
        assertThat(smtp.delivered().keySet())
                .extracting(MadeUpAudience::seq)
                .as("ledger and mailbox agree")
                .containsExactlyInAnyOrderElementsOf(sent);
        assertThat(smtp.differing()).as("a second copy has the same Message-ID").isZero();
    }

    /** @param expected how many of the people the mailbox has to know */
    private void row(String fault, long times, int expected, long doubled) {
        ROWS.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d |",
                fault,
                times,
                expected,
                expected - smtp.delivered().size(),
                doubled));
    }

    /** A process of its own, with short leases and waits. */
    private Process node(String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                CampaignNode.class.getName(),
                "dispatch",
                "smtp=" + smtp.port(),
                "url=" + database.url(),
                "threads=" + THREADS,
                "flush=" + FLUSH,
                "chunk=50",
                "lease=3s",
                "io-timeout=1s",
                "connect-timeout=1s",
                "server-waits=200ms",
                "retries=200ms,200ms,200ms,200ms,200ms,200ms,200ms,200ms"));
        command.addAll(List.of(more));
        var output = Files.createTempFile(Path.of("target"), "campaign-node", ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        nodes.add(process);
        Predicate<Path> ready = file -> {
            try {
                return Files.readString(file).contains("ready");
            } catch (IOException e) {
                return false;
            }
        };
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(process.isAlive()).isTrue();
                    return ready.test(output);
                });
        assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
        return process;
    }
}
