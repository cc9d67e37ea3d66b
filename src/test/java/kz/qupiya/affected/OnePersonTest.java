package kz.qupiya.affected;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is one person, against a model that looks at all lines at once and at every pair (decision 0105). */
@DisplayName("Lines of a list")
class OnePersonTest {

    private static final int ROUNDS = Integer.getInteger("test.rounds", 60);
    private static final String HEADER = "iin,phone,email,login,name,language\n";
    private static final List<String> IINS = iins(8);

    private static AffectedKit kit;

    @BeforeAll
    static void start() {
        kit = new AffectedKit();
    }

    @AfterAll
    static void stop() throws Exception {
        kit.close();
    }

    @Test
    @DisplayName("that chain together over any identifiers are one person")
    void chain() {
        var file = kit.breach();
        kit.add(file, HEADER + ",+77010000001,,,,\n,,a@example.kz,a,,kk\n,+77010000001,a@example.kz,,Айгүл,\n");
        var list = kit.freeze(file);
        assertThat(list.people()).isEqualTo(1);
        assertThat(kit.everybody(file, 1)).singleElement().satisfies(person -> {
            assertThat(person.name()).isEqualTo("Айгүл");
            assertThat(values(person)).containsExactlyInAnyOrder("+77010000001", "a@example.kz", "a");
        });
    }

    @Test
    @DisplayName("with two IINs are two people, whatever they share")
    void twoIins() {
        var file = kit.breach();
        kit.add(
                file,
                HEADER + IINS.get(0) + ",+77010000001,,shared,A,\n" + IINS.get(1) + ",+77010000001,,shared,B,\n"
                        + ",+77010000001,third@example.kz,,,\n,+77010000001,,shared,,\n");
        var list = kit.freeze(file);
        assertThat(list.people()).isEqualTo(3);
        assertThat(kit.everybody(file, 1).stream().map(OnePersonTest::values))
                .containsExactlyInAnyOrder(
                        Set.of(IINS.get(0), "+77010000001", "shared"),
                        Set.of(IINS.get(1), "+77010000001", "shared"),
                        // whose mailbox it is nobody knows; left out, somebody might never be told
                        Set.of("third@example.kz"));
    }

    @Test
    @DisplayName("make the same people in any order and any portions, with the same hash")
    void againstTheModel() {
        var random = new Random(20_261_121);
        int joined = 0;
        int unclear = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var rows = rows(random, 2 + random.nextInt(24));
            var model = new Model();
            model.freeze(rows);
            var expected = model.listed(1);
            joined += rows.size() > expected.size() ? 1 : 0;
            unclear += model.unclear;
            String hash = null;
            for (int order = 0; order < 2; order++) {
                var file = kit.breach();
                Collections.shuffle(rows, random);
                send(file, rows, random);
                var list = kit.freeze(file);
                assertThat(sets(kit.everybody(file, 1)))
                        .as("round %d: %s", round, rows)
                        .isEqualTo(expected);
                assertThat(list.people()).isEqualTo(expected.size());
                assertThat(hash == null ? list.hash() : hash)
                        .as("round %d: %s", round, rows)
                        .isEqualTo(list.hash());
                hash = list.hash();
            }
        }
        assertThat(joined).isGreaterThan(ROUNDS / 2);
        assertThat(unclear).as("cases in which nobody knows whose something is").isGreaterThan(ROUNDS / 10);
    }

    @Test
    @DisplayName("of a later version count as far as they are about somebody new")
    void laterVersions() {
        var random = new Random(4_711);
        int news = 0;
        int known = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var first = rows(random, 2 + random.nextInt(12));
            var second = rows(random, 2 + random.nextInt(12));
            var model = new Model();
            model.freeze(first);
            model.freeze(second);
            if (model.twice) {
                continue;
            }
            var file = kit.breach();
            send(file, first, random);
            kit.freeze(file);
            send(file, second, random);
            var list = kit.freeze(file);
            var why = "round " + round + ": " + first + " then " + second;
            assertThat(list.version()).isEqualTo(2);
            assertThat(sets(kit.everybody(file, 2))).as(why).isEqualTo(model.listed(2));
            assertThat(list.people()).as(why).isEqualTo(model.listed(2).size());
            assertThat(sets(kit.everybody(file, 1))).as(why).isEqualTo(model.listed(1));
            news += model.listed(2).size();
            known += second.size() - model.listed(2).size();
        }
        assertThat(news).isGreaterThan(ROUNDS);
        assertThat(known).isGreaterThan(ROUNDS);
    }

    @Test
    @DisplayName("sent again are all known, and the next version is empty")
    void sentAgain() {
        var file = kit.breach();
        var csv = HEADER + IINS.get(0) + ",+77010000001,,,A,\n,+77010000002,b@example.kz,,B,\n";
        assertThat(kit.add(file, csv).accepted()).isEqualTo(2);
        var again = kit.add(file, csv);
        assertThat(again.duplicate()).isEqualTo(2);
        kit.freeze(file);
        var third = kit.add(file, csv + IINS.get(1) + ",,,,C,\n");
        assertThat(third.version()).isEqualTo(2);
        assertThat(third.duplicate()).isEqualTo(2);
        assertThat(third.accepted()).isEqualTo(1);
        assertThat(kit.freeze(file).people()).isEqualTo(1);
        assertThat(kit.authority(file, 2, 2)).containsExactly("C," + IINS.get(1) + ",");
        assertThat(kit.authority(file, 1, 2)).hasSize(3);
    }

    @Test
    @DisplayName("that all share a number which stands for none do not become one person of whom one is told")
    void placeholders() {
        var file = kit.breach();
        var csv = new StringBuilder("phone,login\n");
        for (int i = 0; i < 1_000; i++) {
            csv.append("+77010000000,user").append(i).append('\n');
        }
        var loaded = kit.add(file, csv.toString());
        assertThat(loaded.rejected()).isGreaterThan(700);
        assertThat(kit.rejects(file, loaded))
                .hasSize((int) loaded.rejected())
                .allSatisfy(reject -> assertThat(reject.code()).isEqualTo("affected.line.shared"));
    }

    private static void send(CaseFile file, List<Line> rows, Random random) {
        int at = 0;
        while (at < rows.size()) {
            int to = Math.min(rows.size(), at + 1 + random.nextInt(rows.size()));
            kit.add(file, HEADER + rows.subList(at, to).stream().map(Line::csv).collect(Collectors.joining()));
            at = to;
        }
    }

    /** A line of a file with few possible values, so that many meet. */
    private record Line(@Nullable String iin, @Nullable String phone, @Nullable String email, @Nullable String login) {

        Set<String> identifiers() {
            var all = new LinkedHashSet<String>();
            for (var one : new String[] {iin, phone, email, login}) {
                if (one != null) {
                    all.add(one);
                }
            }
            return all;
        }

        String csv() {
            return text(iin) + "," + text(phone) + "," + text(email) + "," + text(login) + ",,\n";
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
    }

    private static List<Line> rows(Random random, int count) {
        List<Line> rows = new ArrayList<>();
        int pool = 3 + random.nextInt(12);
        while (rows.size() < count) {
            var row = new Line(
                    random.nextInt(3) == 0 ? IINS.get(random.nextInt(IINS.size())) : null,
                    random.nextBoolean() ? "+7701000%04d".formatted(random.nextInt(pool)) : null,
                    random.nextInt(3) == 0 ? "m" + random.nextInt(pool) + "@example.kz" : null,
                    random.nextInt(3) == 0 ? "u" + random.nextInt(pool) : null);
            if (!row.identifiers().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** The rule as it is written, without any cleverness. */
    private static final class Model {

        private static final class One {
            final int version;
            final @Nullable String iin;
            final Set<String> identifiers = new TreeSet<>();

            @Nullable
            One same;

            One(int version, @Nullable String iin) {
                this.version = version;
                this.iin = iin;
            }

            One who() {
                return same == null ? this : same;
            }

            boolean shares(One other) {
                return !Collections.disjoint(identifiers, other.identifiers);
            }
        }

        private final List<One> all = new ArrayList<>();
        private int version;
        int unclear;
        /** Somebody is two people of the version before: who counts as which is left open. */
        boolean twice;

        void freeze(List<Line> rows) {
            version++;
            Map<String, One> anchored = new LinkedHashMap<>();
            List<One> floating = new ArrayList<>();
            for (Line row : rows) {
                if (row.iin() != null) {
                    anchored.computeIfAbsent(row.iin(), iin -> new One(version, iin))
                            .identifiers
                            .addAll(row.identifiers());
                    continue;
                }
                var group = new One(version, null);
                group.identifiers.addAll(row.identifiers());
                floating.removeIf(other -> {
                    if (other.shares(group)) {
                        group.identifiers.addAll(other.identifiers);
                        return true;
                    }
                    return false;
                });
                floating.add(group);
            }
            var earlier = List.copyOf(all);
            for (One y : anchored.values()) {
                earlier.stream()
                        .filter(p -> y.iin != null && y.iin.equals(p.iin))
                        .findFirst()
                        .ifPresent(p -> y.same = p.who());
            }
            var known = new HashSet<One>();
            for (One z : earlier) {
                if (z.iin == null && z.same == null) {
                    var touching = new HashSet<One>();
                    anchored.values().stream().filter(z::shares).forEach(y -> touching.add(y.who()));
                    earlier.stream().filter(p -> p.iin != null && p.shares(z)).forEach(p -> touching.add(p.who()));
                    if (touching.size() == 1) {
                        var y = touching.iterator().next();
                        if (y.version == version) {
                            twice |= !known.add(y) || y.same != null;
                            y.same = z;
                        } else {
                            twice |= y == z && touching.size() > 1;
                        }
                    }
                }
            }
            List<One> listed = new ArrayList<>(anchored.values());
            for (One g : floating) {
                var others = new HashSet<One>();
                anchored.values().stream().filter(g::shares).forEach(y -> others.add(y.who()));
                earlier.stream().filter(g::shares).forEach(p -> others.add(p.who()));
                if (others.size() == 1) {
                    var one = others.iterator().next();
                    if (one.version == version) {
                        pending.add(Map.entry(g, one));
                    } else {
                        g.same = one;
                        listed.add(g);
                    }
                } else if (others.isEmpty()) {
                    listed.add(g);
                } else {
                    unclear++;
                    var taken = new HashSet<String>();
                    anchored.values().forEach(y -> taken.addAll(y.identifiers));
                    earlier.forEach(p -> taken.addAll(p.identifiers));
                    cleared.add(Map.entry(g, taken));
                }
            }
            pending.forEach(e -> e.getValue().identifiers.addAll(e.getKey().identifiers));
            cleared.forEach(e -> {
                e.getKey().identifiers.removeAll(e.getValue());
                if (!e.getKey().identifiers.isEmpty()) {
                    listed.add(e.getKey());
                }
            });
            pending.clear();
            cleared.clear();
            all.addAll(listed);
        }

        private final List<Map.Entry<One, One>> pending = new ArrayList<>();
        private final List<Map.Entry<One, Set<String>>> cleared = new ArrayList<>();

        List<Set<String>> listed(int of) {
            return sorted(all.stream()
                    .filter(p -> p.version == of && p.same == null)
                    .map(p -> p.identifiers)
                    .collect(Collectors.toList()));
        }
    }

    private static List<Set<String>> sets(List<Person> people) {
        return sorted(people.stream().map(OnePersonTest::values).collect(Collectors.toList()));
    }

    private static Set<String> values(Person person) {
        return person.identifiers().stream().map(Identifier::value).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Set<String>> sorted(List<? extends Set<String>> sets) {
        return sets.stream()
                .<Set<String>>map(TreeSet::new)
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    /** Valid IINs of made-up people. */
    static List<String> iins(int count) {
        List<String> iins = new ArrayList<>();
        for (int serial = 9_000; iins.size() < count; serial++) {
            for (int check = 0; check < 10; check++) {
                var iin = "9001013" + serial + check;
                if (kz.qupiya.subject.Identifiers.find(IdentifierKind.IIN, iin).isPresent()) {
                    iins.add(iin);
                }
            }
        }
        return iins;
    }
}
