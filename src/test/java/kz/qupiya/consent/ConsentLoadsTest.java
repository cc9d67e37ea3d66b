package kz.qupiya.consent;

import static kz.qupiya.consent.ConsentKit.KAO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Lists of consents")
class ConsentLoadsTest {

    private static final String HEADER =
            "phone,login,fullName,purposes,givenAt,term,operatorName,operatorBin,termText,thirdPartyTransfer,crossBorderTransfer,publication,data,"
                    + "otherInformation,form,action,textVersion,address\n";

    private static ConsentKit kit;
    private int base;

    @BeforeAll
    static void start() {
        kit = new ConsentKit();
    }

    @AfterAll
    static void stop() throws Exception {
        kit.close();
    }

    @BeforeEach
    void somebody() {
        kit.now = ConsentKit.NOW;
        kit.tables.events.clear();
        base = ThreadLocalRandom.current().nextInt(1_000_000, 9_000_000);
    }

    @Test
    @DisplayName("are taken line by line: what is new, what is there already, what is wrong with which line")
    void mixed() {
        var first = load("a", HEADER + line(1) + line(2));
        assertThat(counts(first)).isEqualTo("COMPLETED 2 2 0 0");
        var file = HEADER
                + line(1)
                + line(3)
                + line(3)
                + line(4).replace("advertising", "advertisement")
                + line(5).replace("2026-11-01T", "2027-11-01T")
                + line(6).replace("true", "yes")
                + "too,few\n"
                + line(7).replace("250640020303", "")
                + line(8).replace("2026-11-01T10:00:00+05:00", "yesterday")
                + line(9).replace("Аты", "\u00d0Аты\u0000")
                + "\n"
                + line(10);
        var second = load("b", file);
        assertThat(counts(second)).isEqualTo("COMPLETED 11 2 2 7");
        List<ConsentLoads.Reject> rejects = new ArrayList<>();
        kit.loads.rejects(KAO, second.id(), rejects::add);
        assertThat(rejects)
                .containsExactly(
                        new ConsentLoads.Reject(5, "purposes", "consent.purposes.unknown"),
                        new ConsentLoads.Reject(6, "givenAt", "consent.given-at.future"),
                        new ConsentLoads.Reject(7, "thirdPartyTransfer", "consent.proof.third-party-transfer.missing"),
                        new ConsentLoads.Reject(8, "", "consent.load.columns"),
                        new ConsentLoads.Reject(9, "operatorBin", "consent.proof.operator-bin.missing"),
                        new ConsentLoads.Reject(10, "givenAt", "consent.given-at.invalid"),
                        new ConsentLoads.Reject(11, "fullName", "subject.name.invalid"));
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone(10))))
                .singleElement()
                .satisfies(consent -> {
                    assertThat(consent.purposes()).containsExactlyInAnyOrder(Purpose.ADVERTISING, Purpose.NOTICES);
                    assertThat(consent.until()).isEqualTo("2027-11-01T05:00:00Z");
                });
    }

    @Test
    @DisplayName("are the same records as those that came one by one")
    void sameAsOneByOne() {
        var p = ConsentKit.proof();
        var single = kit.consents.give(
                KAO,
                new GivenConsent(
                        new kz.qupiya.subject.SubjectInput(null, phone(1), null, "login" + base + "-1", null, null),
                        List.of("advertising", "notices"),
                        java.time.OffsetDateTime.parse("2026-11-01T10:00:00+05:00"),
                        "P1Y",
                        new GivenConsent.Proof(
                                "ТОО «KAO Solutions»",
                                "250640020303",
                                "Аты Жөні 1",
                                "на год",
                                true,
                                false,
                                false,
                                List.of("ФИО", "телефон"),
                                "нет",
                                "other",
                                "кнопка «Запросить отчёт»",
                                "2026-03",
                                null,
                                "203.0.113.7")),
                "x");
        assertThat(p.operatorBin()).isEqualTo("250640020303");
        assertThat(counts(load("c", HEADER + line(1) + line(2)))).isEqualTo("COMPLETED 2 1 1 0");
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone(1))))
                .extracting(Consent::id)
                .containsExactly(single.consent().id());
    }

    @Test
    @DisplayName("go on after a broken connection where they were committed, with the same file only")
    void resumed() {
        var file = file(1, 6_000);
        var bytes = file.getBytes(StandardCharsets.UTF_8);
        var key = "resumed-" + base;
        assertThatThrownBy(() -> kit.loads.load(KAO, "integration", key, broken(bytes, bytes.length - 100)))
                .isInstanceOf(InvalidInputException.class);
        var id = kit.tables
                .jdbc
                .sql("select id from qupiya.consent_load where state = 'interrupted' order by lines desc limit 1")
                .query(UUID.class)
                .single();
        var broken = kit.loads.progress(KAO, id);
        assertThat(broken.state()).isEqualTo(ConsentLoads.State.INTERRUPTED);
        assertThat(broken.accepted())
                .as("whole chunks")
                .isBetween(5_000L, 5_999L)
                .isEqualTo(broken.lines());

        var other = file.replaceFirst("Аты Жөні 77,", "Аты Жөні 78,");
        assertThatThrownBy(() -> load(key, other))
                .isInstanceOf(ConflictException.class)
                .hasMessage("consent.load.other-file");
        assertThatThrownBy(() -> load(key, file(1, 4_000)))
                .as("a file that is shorter")
                .isInstanceOf(ConflictException.class);
        assertThat(counts(kit.loads.progress(KAO, id))).isEqualTo(counts(broken));

        // Quoted otherwise and with other line ends it is still the same file.
        var again = load(key, file.replace("\n", "\r\n").replace("P1Y", "\"P1Y\""));
        assertThat(again.id()).isEqualTo(id);
        assertThat(counts(again)).isEqualTo("COMPLETED 6000 6000 0 0");
        assertThat(counts(load(key, file))).as("once more").isEqualTo("COMPLETED 6000 6000 0 0");
        assertThatThrownBy(() -> load(key, file + line(6_001)))
                .as("a file that is longer than the one completed")
                .isInstanceOf(ConflictException.class);
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone(6_001)))).isEmpty();
        assertThat(kit.tables.events).filteredOn(ConsentGiven.class::isInstance).hasSize(6_000);
    }

    @Test
    @DisplayName("keep what stands before a place that cannot be read")
    void malformed() {
        var file = HEADER + line(1) + line(2) + "\"never closed," + "x".repeat(3_000_000);
        var refused = catchThrowableOfType(InvalidInputException.class, () -> load("malformed-" + base, file));
        assertThat(refused.violations()).containsExactly(new Violation("", "consent.load.malformed", 3L));
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone(2)))).hasSize(1);
    }

    @Test
    @DisplayName("are refused at once by their header, which is told without repeating what stands in it")
    void header() {
        assertThat(violations("")).containsExactly(new Violation("", "consent.load.header-missing"));
        assertThat(violations("\n" + HEADER.replace("fullName", "имя").replace("login", "phone")))
                .containsExactlyInAnyOrder(
                        new Violation("column[2]", "consent.load.column-twice"),
                        new Violation("column[3]", "consent.load.column-unknown"),
                        new Violation("fullName", "consent.load.column-missing"));
        assertThat(violations("fullName,purposes\n"))
                .extracting(Violation::field)
                .contains("subject", "givenAt", "operatorBin", "data")
                .doesNotContain("term", "text", "address", "iin");
        assertThat(counts(load(null, "\uFEFF" + HEADER)))
                .as("a mark of byte order")
                .isEqualTo("COMPLETED 0 0 0 0");
    }

    @Test
    @DisplayName("may overlap: each consent is recorded once, and each load counts right")
    void twoAtOnce() throws Exception {
        var one = file(1, 5_500);
        var reversed = new StringBuilder(HEADER);
        for (int i = 6_500; i > 3_000; i--) {
            reversed.append(line(i));
        }
        var pool = Executors.newFixedThreadPool(3);
        try {
            var loads = pool.invokeAll(List.<Callable<ConsentLoads.Progress>>of(
                    () -> load("one-" + base, one),
                    () -> load("two-" + base, reversed.toString()),
                    () -> load(null, one)));
            long accepted = 0;
            long lines = 0;
            for (var load : loads) {
                accepted += load.get().accepted();
                lines += load.get().lines();
                assertThat(load.get().state()).isEqualTo(ConsentLoads.State.COMPLETED);
            }
            assertThat(lines).isEqualTo(14_500);
            assertThat(accepted).isEqualTo(6_500);
        } finally {
            pool.shutdownNow();
        }
        assertThat(kit.tables
                        .jdbc
                        .sql("select count(*) from qupiya.consent_identifier where hash = any (?)")
                        .param(kit.hashes(null, phone(5_000)).stream()
                                .map(kz.qupiya.subject.IdentifierHash::bytes)
                                .toArray(byte[][]::new))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("run once at a time under a key; a call that died is taken over after a while")
    void oneRunner() {
        var key = "runner-" + base;
        var inside = new boolean[1];
        var stopping = new InputStream() {
            private final InputStream in = new ByteArrayInputStream(file(1, 10).getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() throws IOException {
                return in.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                var read = in.read(to, offset, length);
                if (read < 0 && !inside[0]) {
                    inside[0] = true;
                    assertThatThrownBy(() -> load(key, file(1, 10)))
                            .isInstanceOf(ConflictException.class)
                            .hasMessage("consent.load.running");
                    kit.now = kit.now.plus(Duration.ofMinutes(3));
                    assertThat(counts(load(key, file(1, 10)))).isEqualTo("COMPLETED 10 10 0 0");
                }
                return read;
            }
        };
        assertThatThrownBy(() -> kit.loads.load(KAO, "integration", key, stopping))
                .as("the one that was taken for dead")
                .isInstanceOf(ConflictException.class);
        assertThat(inside[0]).isTrue();
        assertThat(counts(load(key, file(1, 10)))).isEqualTo("COMPLETED 10 10 0 0");
    }

    @Test
    @DisplayName("bring nothing back that was withdrawn meanwhile")
    void withdrawn() {
        kit.consents.withdraw(KAO, kit.hashes(null, phone(2)), Set.of(Purpose.ADVERTISING), kit.now, "KAO-2026-000001");
        load(null, file(1, 3));
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone(1))).get(0).running())
                .containsExactlyInAnyOrder(Purpose.ADVERTISING, Purpose.NOTICES);
        var withdrawn = kit.consents.of(KAO, kit.hashes(null, phone(2))).get(0);
        assertThat(withdrawn.running()).containsExactly(Purpose.NOTICES);
        assertThat(kit.tables.events)
                .contains(new ConsentGiven(KAO, withdrawn.id(), Set.of(Purpose.NOTICES), withdrawn.givenAt()));
    }

    @Test
    @DisplayName("are forgotten after 90 days, what they loaded is not")
    void forgotten() {
        var load = load(null, HEADER + line(1) + "bad\n");
        kit.now = kit.now.plus(Duration.ofDays(91));
        assertThat(kit.loads.forgetOld()).isPositive();
        assertThatThrownBy(() -> kit.loads.progress(KAO, load.id()))
                .isInstanceOf(kz.qupiya.problem.NotFoundException.class);
        assertThat(kit.consents.of(KAO, kit.hashes(null, phone(1)))).hasSize(1);
    }

    private static ConsentLoads.Progress load(@Nullable String key, String file) {
        return kit.loads.load(KAO, "integration", key, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Violation> violations(String file) {
        return catchThrowableOfType(InvalidInputException.class, () -> load(null, file))
                .violations();
    }

    private static String counts(ConsentLoads.Progress load) {
        return load.state() + " " + load.lines() + " " + load.accepted() + " " + load.duplicate() + " "
                + load.rejected();
    }

    private static InputStream broken(byte[] bytes, int after) {
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at >= after) {
                    throw new IOException("broken");
                }
                return bytes[at++] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                if (at >= after) {
                    throw new IOException("broken");
                }
                var n = Math.min(length, after - at);
                System.arraycopy(bytes, at, to, offset, n);
                at += n;
                return n;
            }
        };
    }

    private String file(int from, int to) {
        var file = new StringBuilder(HEADER);
        for (int i = from; i <= to; i++) {
            file.append(line(i));
        }
        return file.toString();
    }

    private String phone(int i) {
        return "+7705" + (base + i) % 10_000_000;
    }

    private String line(int i) {
        return phone(i) + ",login" + base + "-" + i + ",Аты Жөні " + i
                + ",advertising;notices,2026-11-01T10:00:00+05:00,P1Y,ТОО «KAO Solutions»,250640020303,на год,true,false,false,ФИО;телефон,нет,other,"
                + "кнопка «Запросить отчёт»,2026-03,203.0.113.7\n";
    }
}
