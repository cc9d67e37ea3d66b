package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import kz.qupiya.campaign.CampaignNode;
import kz.qupiya.campaign.NoticeDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A notice to many people, with the whole ledger, beside a plain loop of Jakarta Mail that sends the same bodies to the same people over as many kept connections; each in a
 * process of its own under {@code -Xmx512m}, to one sink. A million with {@code -Dbench.campaign=10000,100000,1000000}.
 */
@ExtendWith(Report.class)
class CampaignBench {

    private static final int[] PEOPLE = Arrays.stream(
                    System.getProperty("bench.campaign", "10000,100000").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();
    private static final int TURNS = Integer.getInteger("bench.campaign.turns", 3);
    private static final int THREADS = Integer.getInteger("bench.campaign.threads", 4);
    private static final Pattern DONE = Pattern.compile("done seconds=([0-9.E-]+) heap=(\\d+)");
    private static final int ENOUGH = 20_000;
    private static final double MEGABYTE = 1024.0 * 1024;

    private static NoticeDatabase database;
    private static MailSink sink;

    private record Run(double perSecond, double megabytes) {}

    @BeforeAll
    static void start() {
        database = new NoticeDatabase();
        sink = new MailSink();
    }

    @AfterAll
    static void end() {
        sink.close();
        database.close();
    }

    @Test
    void campaign() throws Exception {
        for (int i = 0; i < PEOPLE.length; i++) {
            measure(i, PEOPLE[i], PEOPLE[i] >= 1_000_000 ? 1 : TURNS);
        }
    }

    private void measure(int at, int people, int turns) throws IOException, InterruptedException {
        List<Double> measured = new ArrayList<>();
        List<Double> plainly = new ArrayList<>();
        List<Double> withOurs = new ArrayList<>();
        double memory = 0;
        double floorMemory = 0;
        double wal = 0;
        var jdbc = new JdbcTemplate(database.dataSource());
        for (int turn = 0; turn < turns; turn++) {
            database.clear();
            jdbc.execute("checkpoint");
            var campaign = CampaignNode.release(database, people);
            var before = jdbc.queryForObject("select pg_current_wal_lsn()::text", String.class);
            var taken = sink.taken();
            var sent = run(
                    people,
                    "dispatch",
                    "url=" + database.url(),
                    "campaign=" + campaign,
                    "threads=" + THREADS,
                    "smtp=" + sink.port());
            assertThat(sink.taken() - taken).isEqualTo(people);
            assertThat(jdbc.queryForObject(
                            "select count(*) from qupiya.campaign_recipient where state = 'sent'", Long.class))
                    .isEqualTo(people);
            wal = jdbc.queryForObject(
                            "select pg_wal_lsn_diff(pg_current_wal_lsn(), ?::pg_lsn)::float8", Double.class, before)
                    / people;
            // a loop that keeps nothing costs the same for each mail
            var few = Math.min(people, ENOUGH);
            var plain = floor(few, "plain");
            var ours = floor(Math.min(people, 5 * ENOUGH), "ours");
            measured.add(sent.perSecond());
            plainly.add(plain.perSecond());
            withOurs.add(ours.perSecond());
            memory = Math.max(memory, sent.megabytes());
            floorMemory = Math.max(floorMemory, plain.megabytes());
        }
        var size = Math.min(at + 1, 3);
        Report.add(
                Report.Row.valueOf("CAMPAIGN_" + size),
                String.format(
                        Locale.ROOT,
                        "notice to %,d people by mail with the whole ledger, %d senders, -Xmx512m (heap at most %.0f MB, floor %.0f MB; %.0f bytes of WAL per person); floor: plain Jakarta Mail "
                                + "loop, same bodies, connections and sink",
                        people,
                        THREADS,
                        memory,
                        floorMemory,
                        wal),
                "people/s",
                measured,
                plainly,
                people >= 100_000 ? 0.7 : null);
        Report.add(
                Report.Row.valueOf("CAMPAIGN_OURS_" + size),
                String.format(
                        Locale.ROOT,
                        "%,d people; floor: that loop with the mails as the application writes them, without Jakarta Mail's parts",
                        people),
                "people/s",
                measured,
                withOurs,
                null);
    }

    private Run floor(int people, String mails) throws IOException, InterruptedException {
        return run(people, "floor", "people=" + people, "threads=" + THREADS, "smtp=" + sink.port(), "mails=" + mails);
    }

    private static Run run(int people, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                CampaignNode.class.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        var done = DONE.matcher(output);
        assertThat(done.find()).as(output).isTrue();
        return new Run(people / Double.parseDouble(done.group(1)), Long.parseLong(done.group(2)) / MEGABYTE);
    }
}
