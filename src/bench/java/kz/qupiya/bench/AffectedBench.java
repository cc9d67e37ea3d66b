package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import kz.qupiya.affected.AffectedList;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.DemoUsers;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The people a breach touched: a list imported over HTTP and frozen beside a bare {@code COPY} of the rows it makes; the authority's file beside a bare {@code COPY … TO}. */
@QupiyaBench
class AffectedBench {

    private static final int PEOPLE = Integer.getInteger("bench.affected", 1_000_000);
    private static final int TURNS = Integer.getInteger("bench.affected.turns", 3);
    private static final String OPERATOR = StoredRestrictions.OPERATOR;
    private static final List<String> TABLES = List.of("affected_person", "affected_identifier");

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    CaseFiles cases;

    @Autowired
    AffectedLists lists;

    @Autowired
    DemoUsers users;

    @Test
    void listAndFile() throws Exception {
        jdbc.execute("create schema if not exists bench");
        for (var table : TABLES) {
            jdbc.execute("create table bench." + table + " (like qupiya." + table + " including all)");
        }
        List<Double> imported = new ArrayList<>();
        List<Double> copied = new ArrayList<>();
        List<Double> wal = new ArrayList<>();
        List<Double> walOfCopy = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        List<Double> written = new ArrayList<>();
        List<Double> copiedOut = new ArrayList<>();
        list(breach(), PEOPLE / 10);
        for (int turn = 0; turn < TURNS; turn++) {
            var breach = breach();
            jdbc.execute("checkpoint");
            var before = lsn();
            var live = new LiveHeap();
            var start = System.nanoTime();
            list(breach, PEOPLE);
            var frozen = freeze(breach.id());
            imported.add(PEOPLE / seconds(start));
            heap.add(live.most() / PEOPLE);
            wal.add(since(before) / PEOPLE);
            assertThat(frozen.people()).isEqualTo(PEOPLE);
            int no =
                    jdbc.queryForObject("select no from qupiya.affected_list where id = ?", Integer.class, frozen.id());
            jdbc.execute("checkpoint");
            before = lsn();
            copied.add(PEOPLE / copy(no));
            walOfCopy.add(since(before) / PEOPLE);
            jdbc.execute("vacuum qupiya.affected_person");
            jdbc.execute("vacuum bench.affected_person");
            for (int again = 0; again < 3; again++) {
                start = System.nanoTime();
                var file = new Counting();
                lists.writeAuthorityCsv(breach.id(), 1, 1, file);
                written.add(PEOPLE / seconds(start));
                assertThat(file.lines).isEqualTo(PEOPLE + 1L);
                start = System.nanoTime();
                assertThat(copyOut()).isEqualTo((turn + 1L) * PEOPLE);
                copiedOut.add((turn + 1L) * PEOPLE / seconds(start));
            }
        }
        TABLES.forEach(table -> jdbc.execute("drop table bench." + table));
        var people = String.format(Locale.ROOT, "%,d people", PEOPLE);
        Report.add(
                Report.Row.AFFECTED_LIST,
                "list of " + people
                        + " with IIN, telephone and mail address, CSV over HTTP, joined, sealed and frozen; floor: COPY of the rows it makes, same columns and indexes",
                "people/s",
                imported,
                copied,
                0.3);
        Report.add(
                Report.Row.AFFECTED_WAL, "WAL of that list; floor: of that COPY", "bytes/person", wal, walOfCopy, null);
        Report.add(
                Report.Row.AFFECTED_HEAP,
                "live heap of that list at its highest, above what it was before; beside it the WAL",
                "bytes/person",
                heap,
                wal,
                null);
        Report.add(
                Report.Row.AUTHORITY_FILE,
                "the authority's CSV of " + people + ", opened; floor: bare COPY of the table TO nowhere",
                "people/s",
                written,
                copiedOut,
                0.5);
    }

    private CaseFile breach() {
        return java.util.Objects.requireNonNull(transaction.execute(status -> cases.open(new OpenCase(
                new OperatorKey(OPERATOR),
                CaseKind.BREACH,
                Channel.API,
                null,
                null,
                null,
                null,
                null,
                null,
                Actor.job("bench")))));
    }

    private AffectedList freeze(UUID caseId) {
        return lists.freeze(caseId, Actor.job("bench"));
    }

    private void list(CaseFile breach, int people) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/operators/" + OPERATOR
                        + "/breaches/" + breach.number() + "/affected"))
                .header("Content-Type", "text/csv")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                ("integration2:" + users.password()).getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofInputStream(() -> new MadePeople(people)))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.body()).contains("\"accepted\":" + people + ",");
    }

    /** Seconds that the rows of a list take, in tables as large as those of the application. */
    private double copy(int list) throws Exception {
        var seconds = 0.0;
        for (var table : TABLES) {
            var rows = Files.createTempFile(Path.of("target"), "bench", ".copy");
            jdbc.execute((ConnectionCallback<Long>) connection -> {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows))) {
                    return connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut(
                                    "copy (select * from qupiya." + table + " where list = " + list
                                            + ") to stdout (format binary)",
                                    out);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            seconds += java.util.Objects.requireNonNull(jdbc.execute((ConnectionCallback<Double>) connection -> {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(rows))) {
                    var start = System.nanoTime();
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("copy bench." + table + " from stdin (format binary)", in, 1 << 16);
                    return seconds(start);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
            Files.delete(rows);
        }
        return seconds;
    }

    private long copyOut() {
        return java.util.Objects.requireNonNull(jdbc.execute((ConnectionCallback<Long>) connection -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy bench.affected_person to stdout", OutputStream.nullOutputStream());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }));
    }

    private String lsn() {
        return jdbc.queryForObject("select pg_current_wal_lsn()::text", String.class);
    }

    private double since(String lsn) {
        return java.util.Objects.requireNonNull(jdbc.queryForObject(
                "select pg_wal_lsn_diff(pg_current_wal_lsn(), ?::pg_lsn)::float8", Double.class, lsn));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** What lives in the heap after its collections, looked at again and again. */
    private static final class LiveHeap {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicLong most = new AtomicLong();
        private final long before;
        private final Thread watcher;

        LiveHeap() {
            System.gc();
            before = live();
            watcher = new Thread(() -> {
                while (!ended.get()) {
                    most.accumulateAndGet(live(), Math::max);
                    java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                }
            });
            watcher.start();
        }

        private static long live() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                    .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                    .sum();
        }

        double most() throws InterruptedException {
            System.gc();
            ended.set(true);
            watcher.join();
            return Math.max(0, most.get() - before);
        }
    }

    /** Lines of made-up people with valid IINs, made when they are read. */
    private static final class MadePeople extends InputStream {

        private static final int[] FIRST = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        private static final int[] SECOND = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};

        private final int people;
        private int made;
        private int next;
        private byte[] line = "iin,phone,email,name,language\n".getBytes(StandardCharsets.UTF_8);
        private int at;

        MadePeople(int people) {
            this.people = people;
        }

        @Override
        public int read() {
            return more() ? line[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (!more()) {
                return -1;
            }
            int copied = 0;
            while (copied < length && more()) {
                int part = Math.min(length - copied, line.length - at);
                System.arraycopy(line, at, into, from + copied, part);
                at += part;
                copied += part;
            }
            return copied;
        }

        private boolean more() {
            if (at < line.length) {
                return true;
            }
            if (made == people) {
                return false;
            }
            String iin = null;
            while (iin == null) {
                iin = iin(next++);
            }
            line = (iin + ",+7" + (700 + made / 9_000_000) + (1_000_000 + made % 9_000_000) + ",person" + made
                            + "@example.kz,Аты Жөні " + made + (made % 2 == 0 ? ",kk\n" : ",ru\n"))
                    .getBytes(StandardCharsets.UTF_8);
            made++;
            at = 0;
            return true;
        }

        /** The IIN of a day and a serial, or null where these get no check digit. */
        private static String iin(int n) {
            int day = n / 10_000;
            var digits = two(50 + day / 336 % 50) + two(1 + day / 28 % 12) + two(1 + day % 28) + "3"
                    + String.valueOf(10_000 + n % 10_000).substring(1);
            int check = check(digits, FIRST);
            check = check == 10 ? check(digits, SECOND) : check;
            return check == 10 ? null : digits + check;
        }

        private static String two(int number) {
            return number < 10 ? "0" + number : String.valueOf(number);
        }

        private static int check(String digits, int[] weights) {
            int sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += (digits.charAt(i) - '0') * weights[i];
            }
            return sum % 11;
        }
    }

    /** Counts lines and keeps none. */
    private static final class Counting extends OutputStream {

        private long lines;

        @Override
        public void write(int b) {
            lines += b == '\n' ? 1 : 0;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                lines += bytes[i] == '\n' ? 1 : 0;
            }
        }
    }
}
