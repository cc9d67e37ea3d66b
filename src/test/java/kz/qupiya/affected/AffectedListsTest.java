package kz.qupiya.affected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kz.qupiya.affected.AffectedList.State;
import kz.qupiya.affected.Loads.Mode;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFileDestroyed;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list of affected people")
class AffectedListsTest {

    private static final String IIN = "850515499993";
    private static final String HEADER = "iin,phone,email,login,name,language\n";

    private static AffectedKit kit;
    private static ExecutorService threads;
    private CaseFile file;

    @BeforeAll
    static void start() {
        kit = new AffectedKit();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() throws Exception {
        threads.shutdownNow();
        kit.close();
    }

    @BeforeEach
    void breach() {
        file = kit.breach();
        kit.timeline.clear();
        kit.tables.events.clear();
    }

    @Test
    @DisplayName("is empty before anything has come, and can be frozen so")
    void empty() {
        var before = kit.lists.current(file.id());
        assertThat(before.state()).isEqualTo(State.COLLECTING);
        assertThat(before.version()).isEqualTo(1);
        assertThat(before.people()).isZero();
        var frozen = kit.freeze(file);
        assertThat(frozen.id()).isEqualTo(before.id());
        assertThat(frozen.frozen()).isTrue();
        assertThat(frozen.hash()).hasSize(64);
        assertThat(kit.lists.current(file.id())).isEqualTo(frozen);
        assertThat(kit.authority(file, 1, 1)).isEmpty();
    }

    @Test
    @DisplayName("counts what came, who is known by what, and freezes once")
    void counted() {
        var loaded = kit.add(
                file,
                HEADER + IIN + ",+77010000001,a@example.kz,,Айгүл,kk\n,+77010000001,,,,\n,,b@example.kz,b,,\n"
                        + "850515499994,,,,Нет,\n850515499994,+77010000003,,,,ru\n");
        assertThat(loaded.accepted()).isEqualTo(3);
        assertThat(loaded.duplicate()).isEqualTo(1);
        assertThat(loaded.rejected()).isEqualTo(1);
        assertThat(loaded.faults()).isEqualTo(1);
        assertThat(kit.rejects(file, loaded))
                .containsExactly(
                        new Loads.Reject(5, "iin", "subject.iin.check-digit", false),
                        new Loads.Reject(6, "iin", "subject.iin.check-digit", true));
        var frozen = kit.freeze(file);
        assertThat(frozen.people()).isEqualTo(3);
        assertThat(frozen.withIin()).isEqualTo(1);
        assertThat(frozen.withPhone()).isEqualTo(2);
        assertThat(frozen.withEmail()).isEqualTo(2);
        assertThat(frozen.withName()).isEqualTo(1);
        assertThat(frozen.accepted()).isEqualTo(3);
        assertThat(frozen.duplicate()).isEqualTo(1);
        assertThat(frozen.rejected()).isEqualTo(1);
        assertThat(kit.freeze(file)).isEqualTo(frozen);
        assertThat(kit.timeline.stream().map(TimelineEvent::code))
                .containsExactly("affected.listed", "affected.frozen");
        assertThat(kit.timeline.get(1).data().get("hash")).isEqualTo(frozen.hash());
        assertThat(kit.tables.events).hasSize(1).first().isInstanceOf(AffectedListed.class);
    }

    @Test
    @DisplayName("gives the same hashes for the same people and files in another order, and others otherwise")
    void hashes() {
        var one = HEADER + IIN + ",,,,Айгүл,kk\n";
        var other = HEADER + ",+77010000009,,,,\n";
        kit.add(file, one);
        kit.add(file, other);
        var first = kit.freeze(file);
        var second = kit.breach();
        kit.add(second, other);
        kit.add(second, one);
        kit.add(second, one);
        var same = kit.freeze(second);
        assertThat(same.hash()).isEqualTo(first.hash());
        assertThat(same.sourceHash()).isEqualTo(first.sourceHash());
        var third = kit.breach();
        kit.add(third, one.replace("Айгүл", "Айгүль"));
        kit.add(third, other);
        var different = kit.freeze(third);
        assertThat(different.hash()).isNotEqualTo(first.hash());
        assertThat(different.sourceHash()).isNotEqualTo(first.sourceHash());
        assertThat(first.id()).isNotEqualTo(same.id());
    }

    @Test
    @DisplayName("is replaced as a whole until one is frozen")
    void replaced() {
        kit.add(file, HEADER + IIN + ",,,,A,\n");
        var replaced = kit.replace(file, HEADER + ",+77010000002,,,B,\n,+77010000003,,,C,\n");
        assertThat(replaced.version()).isEqualTo(1);
        assertThat(replaced.accepted()).isEqualTo(2);
        assertThat(kit.lists.current(file.id()).people()).isEqualTo(2);
        assertThat(kit.lists.current(file.id()).accepted()).isEqualTo(2);
        var frozen = kit.freeze(file);
        assertThat(kit.authority(file, 1, 1)).containsExactly("B,,+77010000002", "C,,+77010000003");
        assertThatThrownBy(() -> kit.replace(file, HEADER + IIN + ",,,,A,\n"))
                .isInstanceOfSatisfying(
                        ConflictException.class, e -> assertThat(e.code()).isEqualTo("affected.list.frozen"));
        assertThat(kit.lists.ofCase(file.id())).containsExactly(frozen);
    }

    @Test
    @DisplayName("stays whole when a file that was to replace it breaks off")
    void interrupted() {
        kit.add(file, HEADER + IIN + ",,,,A,\n");
        var broken = HEADER + ",+77010000002,,,B,\n,+77010000003,,,\"C\n" + "x\n".repeat(100_000);
        assertThatThrownBy(() -> kit.replace(file, broken)).isInstanceOf(InvalidInputException.class);
        assertThat(kit.lists.current(file.id()).people()).isEqualTo(1);
        assertThat(count("affected_list where state = 'staged'")).isZero();
        assertThat(kit.timeline.get(kit.timeline.size() - 1).code()).isEqualTo("affected.interrupted");
        // What adds keeps what stood before the fault, and says so.
        assertThatThrownBy(() -> kit.add(file, broken)).isInstanceOf(InvalidInputException.class);
        assertThat(count("affected_load where state = 'interrupted' and case_id = '" + file.id() + "'"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("takes two files at once, and nobody twice")
    void atOnce() throws Exception {
        var people = 12_000;
        var csv = lines(0, people);
        var reversed = new ArrayList<>(List.of(csv.split("\n")));
        var header = reversed.remove(0);
        java.util.Collections.reverse(reversed);
        Callable<Loads.Loaded> one = () -> kit.add(file, csv);
        Callable<Loads.Loaded> other = () -> kit.add(file, header + "\n" + String.join("\n", reversed));
        var done = threads.invokeAll(List.of(one, other));
        long accepted = 0;
        for (var each : done) {
            assertThat(each.get().accepted() + each.get().duplicate()).isEqualTo(people);
            accepted += each.get().accepted();
        }
        assertThat(accepted).isEqualTo(people);
        assertThat(kit.freeze(file).people()).isEqualTo(people);
    }

    @Test
    @DisplayName("tells who adds that the list was replaced meanwhile")
    void replacedWhileAdding() throws Exception {
        var slow = new Slow();
        var adding = threads.submit(() -> kit.loads.load(file, Mode.ADD, new CsvPeople(slow.in), "integration"));
        slow.write(lines(0, 12_000));
        awaitPeople(5_000);
        kit.replace(file, HEADER + IIN + ",,,,A,\n");
        slow.write(lines(12_000, 18_000).substring(HEADER.length()));
        slow.end();
        var e = catchThrowableOfType(java.util.concurrent.ExecutionException.class, adding::get);
        assertThat(e.getCause()).isInstanceOfSatisfying(ConflictException.class, c -> assertThat(c.code())
                .isEqualTo("affected.load.replaced"));
        assertThat(kit.lists.current(file.id()).people()).isEqualTo(1);
    }

    @Test
    @DisplayName("frozen while a file comes goes on in the next version, and nobody is lost or in both")
    void frozenWhileLoading() throws Exception {
        var slow = new Slow();
        Future<Loads.Loaded> adding =
                threads.submit(() -> kit.loads.load(file, Mode.ADD, new CsvPeople(slow.in), "integration"));
        slow.write(lines(0, 12_000));
        awaitPeople(5_000);
        var first = kit.freeze(file);
        slow.write(lines(12_000, 18_000).substring(HEADER.length()));
        slow.write(lines(0, 100).substring(HEADER.length()));
        slow.end();
        var loaded = adding.get();
        assertThat(loaded.version()).isEqualTo(2);
        var second = kit.freeze(file);
        assertThat(first.people()).isPositive();
        assertThat(second.people()).isPositive();
        assertThat(first.people() + second.people()).isEqualTo(18_000);
        assertThat(kit.authority(file, 1, 2)).hasSize(18_000).doesNotHaveDuplicates();
        assertThatThrownBy(() -> kit.replace(file, lines(0, 2))).isInstanceOf(ConflictException.class);
    }

    @Test
    @DisplayName("of two hundred thousand lines streams through a small heap")
    void large() {
        int lines = Integer.getInteger("test.lines", 200_000);
        var before = used();
        var loaded = kit.loads.load(file, Mode.ADD, new CsvPeople(new Generated(lines)), "integration");
        assertThat(loaded.accepted()).isEqualTo(lines);
        var frozen = kit.freeze(file);
        assertThat(frozen.people()).isEqualTo(lines);
        var written = new Counting();
        kit.lists.writeAuthorityCsv(file.id(), 1, 1, written);
        assertThat(written.lines).isEqualTo(lines + 1);
        assertThat(used() - before).as("bytes kept").isLessThan(24L << 20);
    }

    @Test
    @DisplayName("gives the authority name, IIN and mobile number, in one line even if a name would be a formula")
    void authorityFile() {
        kit.add(
                file,
                HEADER + IIN + ",+77172000000,,,\"Айгүл \"\"A\"\", қызы\",kk\n" + IIN
                        + ",+77010000001,,,,\n,+77010000002,,,=1+1,\n,,only@example.kz,,,\n");
        kit.freeze(file);
        assertThat(kit.authority(file, 1, 1))
                .containsExactly(
                        "\"Айгүл \"\"A\"\", қызы\"," + IIN + ",+77010000001; +77172000000", "'=1+1,,+77010000002");
        assertThat(kit.lists.first(file.id(), 1, 1, 1)).singleElement().satisfies(person -> {
            assertThat(person.iin()).isEqualTo(IIN);
            assertThat(person.phone()).isEqualTo("+77010000001; +77172000000");
        });
        assertThatThrownBy(() -> kit.lists.first(file.id(), 1, 2, 1)).isInstanceOf(ConflictException.class);
    }

    @Test
    @DisplayName("of which none is frozen has a file with the header that every file has, and nobody in it")
    void nobodyYet() {
        kit.add(file, HEADER + IIN + ",+77172000000,,,,\n");
        var empty = new ByteArrayOutputStream();
        kit.lists.writeAuthorityCsv(file.id(), 0, 0, empty);
        assertThat(kit.lists.first(file.id(), 0, 0, 10)).isEmpty();
        assertThat(kit.lists.first(file.id(), 0, 1, 10))
                .as("a supplement of facts alone")
                .isEmpty();
        assertThatThrownBy(() -> kit.authority(file, 1, 1)).isInstanceOf(ConflictException.class);
        kit.freeze(file);
        var whole = new ByteArrayOutputStream();
        kit.lists.writeAuthorityCsv(file.id(), 1, 1, whole);
        assertThat(empty.size()).isPositive();
        assertThat(whole.toString(StandardCharsets.UTF_8)).startsWith(empty.toString(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName(
            "is the audience of a campaign: places first, addresses when they are needed, nobody after the key is gone")
    void audience() {
        kit.add(
                file,
                HEADER + ",+77010000001,,,A,kk\n,,b@example.kz,,B,\n,,,only,C,\n" + ",+77010000001,a@example.kz,,,\n");
        var list = kit.freeze(file);
        kit.add(file, HEADER + ",+77010000001,,,A,kk\n,+77010000004,,,D,\n");
        var second = kit.freeze(file);
        var members = kit.audience.members(list.id(), 0, 10);
        assertThat(members.stream().map(m -> m.language() + m.email() + m.phone()))
                .containsExactly("kktruetrue", "nulltruefalse", "nullfalsefalse");
        assertThat(kit.audience.members(list.id(), members.get(0).seq(), 1)).containsExactly(members.get(1));
        assertThat(kit.audience.members(list.id(), members.get(2).seq(), 10)).isEmpty();
        assertThat(kit.audience.members(second.id(), 0, 10))
                .as("who is known is not written to twice")
                .hasSize(1);
        var seqs = members.stream().map(m -> m.seq()).toList();
        assertThat(kit.audience.contacts(list.id(), seqs).stream()
                        .map(c -> c.name() + " " + c.email() + " " + c.phone()))
                .containsExactlyInAnyOrder("A a@example.kz +77010000001", "B b@example.kz null", "C null null");
        assertThat(kit.audience.contacts(list.id(), List.of(4_711L))).isEmpty();
        kit.tables.run(() -> kit.tables.vault.destroyKey(file.id()));
        assertThat(kit.audience.contacts(list.id(), seqs)).isEmpty();
    }

    @Test
    @DisplayName("holds no plain identifier, and dies with the key of the case")
    void sealed() {
        kit.add(file, HEADER + IIN + ",+77010000001,a@example.kz,login1,Айгүл,kk\n850515499994,+77010000003,,,,\n");
        kit.freeze(file);
        for (var table : List.of("list", "person", "identifier", "load", "source", "reject")) {
            var text = String.join(
                    "\n",
                    kit.tables
                            .jdbc
                            .sql("select t::text from qupiya.affected_" + table + " t")
                            .query(String.class)
                            .list());
            assertThat(text).doesNotContain(IIN, "7010000001", "a@example", "login1", "Айгүл", "7010000003");
        }
        kit.tables.run(() -> {
            kit.tables.vault.destroyKey(file.id());
            kit.target.destroyed(new CaseFileDestroyed(file.id()));
        });
        assertThat(count("affected_identifier i join qupiya.affected_list l on l.no = i.list where l.case_id = '"
                        + file.id() + "'"))
                .isZero();
        assertThatThrownBy(() -> kit.authority(file, 1, 1)).isInstanceOf(ConflictException.class);
        assertThat(kit.lists.current(file.id()).people())
                .as("counts name nobody")
                .isEqualTo(2);
    }

    private void awaitPeople(long atLeast) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> kit.lists.current(file.id()).people() >= atLeast);
    }

    private static long count(String from) {
        return kit.tables
                .jdbc
                .sql("select count(*) from qupiya." + from)
                .query(Long.class)
                .single();
    }

    private static String lines(int from, int to) {
        return HEADER
                + IntStream.range(from, to).mapToObj(AffectedListsTest::line).collect(Collectors.joining());
    }

    private static String line(int i) {
        return ",+7701%07d,p%d@example.kz,,Аты %d,ru\n".formatted(i, i, i);
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            var runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** A file that comes as slowly as the test writes it. */
    private static final class Slow {

        final PipedInputStream in = new PipedInputStream(1 << 16);
        private final OutputStream out;

        Slow() throws IOException {
            out = new PipedOutputStream(in);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void end() throws IOException {
            out.close();
        }
    }

    /** Lines made when they are read. */
    private static final class Generated extends InputStream {

        private final int lines;
        private int next;
        private byte[] line = HEADER.getBytes(StandardCharsets.UTF_8);
        private int at;

        Generated(int lines) {
            this.lines = lines;
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
            int copied = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, from, copied);
            at += copied;
            return copied;
        }

        private boolean more() {
            if (at == line.length) {
                if (next == lines) {
                    return false;
                }
                line = line(next++).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return true;
        }
    }

    /** Counts lines and keeps none. */
    private static final class Counting extends OutputStream {

        private long lines;

        @Override
        public void write(int b) {
            lines += b == '\n' ? 1 : 0;
        }
    }
}
