package kz.qupiya.casefile.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.ZipInputStream;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.TimelineChecks;
import kz.qupiya.casefile.VerifyCase;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What proves a case, in the whole application: its archive, the history of its person, the check of all timelines. */
@QupiyaTest
@DisplayName("The evidence of a case")
class CaseEvidenceTest {

    private static final String OPERATOR = "kao-solutions";

    @Autowired
    private Api api;

    @Autowired
    private Jobs jobs;

    @Autowired
    private StaffTasks staffTasks;

    @Autowired
    private CaseDriver driver;

    @Autowired
    private DemoUsers users;

    @Autowired
    private TimelineChecks checks;

    @Autowired
    private CaseConcerns concerns;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private ObjectMapper json;

    @Autowired
    private Clock clock;

    @TempDir
    private Path directory;

    private String open(Map<String, Object> subject) {
        var answer = api.post(
                "integration",
                "/api/v1/operators/" + OPERATOR + "/data-blocks",
                Map.of(
                        "subject",
                        subject,
                        "requester",
                        Map.of("kind", "subject", "name", "Проситель Проверочный", "email", "asker@example.kz"),
                        "ground",
                        "inaccurate-data",
                        "description",
                        "Номер не мой"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.body().path("number").asText();
    }

    private String closed(Map<String, Object> subject) {
        var number = open(subject);
        driver.drive(OPERATOR, number);
        staffTasks.complete(
                "officer",
                staffTasks.of(number, "userTask_verify"),
                Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"));
        driver.drive(OPERATOR, number);
        return number;
    }

    private int verify(byte[] archive) throws IOException {
        var file = Files.write(directory.resolve("case.zip"), archive);
        return VerifyCase.run(new String[] {VerifyCase.COMMAND, "--lang", "en", file.toString()});
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }

    @Test
    @DisplayName("is one archive with letters, acts, restrictions and documents, that verifies without the application")
    void archive() throws Exception {
        var person = driver.person(OPERATOR, 781);
        var number = closed(person.subject());
        var path = CaseDriver.cases(OPERATOR, number);
        api.upload(
                "officer", path + "/documents", "identity", "паспорт.txt", "Паспорт".getBytes(StandardCharsets.UTF_8));

        var archive = api.bytes("officer", path + "/export");
        assertThat(verify(archive)).isZero();
        var entries = entries(archive);
        assertThat(entries.keySet())
                .contains("restrictions.json", "letters/index.json", "documents/index.json", "manifest.json")
                .anyMatch(name -> name.matches("acts/1-block\\.json"))
                .anyMatch(name -> name.matches("acts/2-unblock\\.json"));
        var letters = json.readTree(entries.get("letters/index.json"));
        assertThat(letters).isNotEmpty();
        for (var letter : letters) {
            assertThat(new String(entries.get(letter.path("pdf").asText()), StandardCharsets.ISO_8859_1))
                    .startsWith("%PDF-");
            assertThat(new String(entries.get(letter.path("text").asText()), StandardCharsets.UTF_8))
                    .contains(number);
        }
        var block = json.readTree(entries.get("acts/1-block.json")).path("act");
        assertThat(block.path("digest").asText()).hasSize(64);
        assertThat(texts(block.path("systems"), "state")).allMatch("proved"::equals);
        assertThat(json.readTree(entries.get("acts/1-block.json"))
                        .path("proofsByHand")
                        .findValuesAsText("said"))
                .allMatch("Папка изъята, акт составлен."::equals);
        var restrictions = json.readTree(entries.get("restrictions.json"));
        assertThat(restrictions.path("restrictions").get(0).path("kind").asText())
                .isEqualTo("block");
        assertThat(new String(entries.get("case.json"), StandardCharsets.UTF_8)).contains(person.iin());

        var flipped = archive.clone();
        flipped[archive.length / 3] ^= 4;
        assertThat(verify(flipped)).isEqualTo(1);

        var events = api.get("officer", path + "/timeline").body().path("events");
        var last = events.get(events.size() - 1);
        assertThat(last.path("code").asText()).isEqualTo("case.export-finished");
        assertThat(last.path("data").path("manifestSha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(entries.get("manifest.json"))));
        assertThat(last.path("text").asText()).doesNotContain("{");
    }

    @Test
    @DisplayName("of every kind has what the module of its kind knows, words only for who may read them")
    void kinds() throws Exception {
        var subject = Map.of("phone", Api.somePhone());
        var requester = Map.of("kind", "subject", "name", "Проситель Проверочный");
        var about = "Слова обращения";
        var numbers = Map.of(
                "data-block",
                opened(
                        "/data-blocks",
                        Map.of(
                                "subject",
                                subject,
                                "requester",
                                requester,
                                "ground",
                                "inaccurate-data",
                                "description",
                                about)),
                "withdrawal",
                opened("/consent-withdrawals", Map.of("subject", subject, "requester", requester, "scope", "all")),
                "other-request",
                opened(
                        "/other-requests",
                        Map.of("subject", subject, "requester", requester, "about", "access", "description", about)),
                "claim",
                opened(
                        "/claims",
                        Map.of(
                                "subject",
                                subject,
                                "requester",
                                requester,
                                "statement",
                                about,
                                "demands",
                                List.of("explanation"))),
                "breach",
                opened(
                        "/breaches",
                        Map.of(
                                "kind",
                                "disclosure",
                                "discoveredAt",
                                clock.instant().toString(),
                                "description",
                                about,
                                "dataCategories",
                                List.of("phone"))));
        for (var kind : numbers.entrySet()) {
            var path = CaseDriver.cases(OPERATOR, kind.getValue()) + "/export";
            var whole = api.bytes("officer", path);
            assertThat(verify(whole)).as(kind.getKey()).isZero();
            var told = json.readTree(entries(whole).get(kind.getKey() + ".json"));
            assertThat(told.toString())
                    .as(kind.getKey())
                    .contains(driver.file(OPERATOR, kind.getValue()).id().toString())
                    .doesNotContain(about);
            var names = entries(api.bytes("manager", path)).keySet();
            assertThat(names).contains(kind.getKey() + ".json").noneMatch(name -> name.endsWith("-words.json"));
        }
        var words = entries(api.bytes("lawyer", CaseDriver.cases(OPERATOR, numbers.get("breach")) + "/export"))
                .get("breach-words.json");
        assertThat(new String(words, StandardCharsets.UTF_8)).contains(about);
    }

    private String opened(String path, Map<String, ?> request) {
        var answer = api.post("integration", "/api/v1/operators/" + OPERATOR + path, request);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var number = answer.body().path("number").asText();
        jobs.runDue(number);
        return number;
    }

    @Test
    @DisplayName("is for officer and lawyer whole, for a manager without anybody's data, and for nobody else")
    void readers() throws Exception {
        var person = driver.person(OPERATOR, 785);
        var number = open(person.subject());
        jobs.runDue(number);
        var path = CaseDriver.cases(OPERATOR, number) + "/export";
        for (var user : List.of("clerk", "security", "custodian", "admin", "integration")) {
            assertThat(api.get(user, path).status()).as(user).isEqualTo(403);
        }
        assertThat(api.get("integration2", path).status()).isEqualTo(404);
        assertThat(api.get("officer", path.replace(number, "KAO-2026-999999")).status())
                .isEqualTo(404);
        assertThat(api.get("officer", path.replace(OPERATOR, "zvonobot")).status())
                .isEqualTo(404);

        assertThat(verify(api.bytes("lawyer", path))).isZero();
        var archive = api.bytes("manager", path);
        assertThat(verify(archive)).isZero();
        for (var entry : entries(archive).entrySet()) {
            assertThat(new String(entry.getValue(), StandardCharsets.UTF_8))
                    .as(entry.getKey())
                    .doesNotContain(person.iin(), person.phone(), "Проситель", "Номер не мой", "asker@");
        }
        assertThat(texts(
                        api.get("officer", CaseDriver.cases(OPERATOR, number) + "/timeline")
                                .body()
                                .path("events"),
                        "code"))
                .filteredOn(code -> code.startsWith("case.export"))
                .containsExactly("case.exported", "case.export-finished", "case.exported", "case.export-finished");
    }

    @Test
    @DisplayName("says the hash of its manifest behind the last byte")
    void trailer() throws Exception {
        var number = open(Map.of("phone", Api.somePhone()));
        var at = URI.create(api.url(CaseDriver.cases(OPERATOR, number) + "/export"));
        String answer;
        try (var socket = new Socket(at.getHost(), at.getPort())) {
            var credentials = Base64.getEncoder()
                    .encodeToString(("officer:" + users.password()).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write(("GET " + at.getPath() + " HTTP/1.1\r\nHost: " + at.getAuthority()
                                    + "\r\nAuthorization: Basic " + credentials + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        var said = api.get("officer", CaseDriver.cases(OPERATOR, number) + "/timeline")
                .body()
                .path("events");
        var finished = said.get(said.size() - 1).path("data");
        var head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        assertThat(head)
                .startsWith("HTTP/1.1 200")
                .contains("application/zip", "no-store", finished.path("export").asText(), number + ".zip");
        assertThat(answer.substring(answer.lastIndexOf("\r\n0\r\n")).toLowerCase(java.util.Locale.ROOT))
                .contains("qupiya-manifest-sha256: "
                        + finished.path("manifestSha256").asText());
    }

    @Test
    @DisplayName("tells the person's history over all cases, and each look is on the record of every case shown")
    void person() {
        var person = driver.person(OPERATOR, 789);
        var earlier = closed(person.subject());
        var number = open(Map.of("iin", person.iin(), "phone", Api.somePhone()));
        var stranger = open(Map.of("phone", Api.somePhone()));
        jobs.runDue(number);
        var path = CaseDriver.cases(OPERATOR, number);

        var found = api.get("officer", path + "/person");
        assertThat(found.status()).as(found.raw().body()).isEqualTo(200);
        var history = found.body();
        assertThat(texts(history.path("cases"), "number")).contains(earlier).doesNotContain(number, stranger);
        var other = StreamSupport.stream(history.path("cases").spliterator(), false)
                .filter(each -> each.path("number").asText().equals(earlier))
                .findFirst()
                .orElseThrow();
        assertThat(other.at("/links/0/code").asText()).isEqualTo("same-person");
        assertThat(other.at("/outcome/code").asText()).isEqualTo("unblocked");
        assertThat(texts(history.path("events"), "number"))
                .contains(earlier, number)
                .doesNotContain(stranger);
        assertThat(texts(history.path("events"), "at")).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(texts(history.path("events"), "code"))
                .contains("case.opened", "case.closed", "restriction.placed")
                .doesNotContain("case.viewed", "process.moved");
        assertThat(texts(history.path("events"), "text")).noneMatch(text -> text.contains("{"));
        assertThat(texts(history.at("/parts/restrictions/restrictions"), "caseNumber"))
                .contains(earlier, number);
        assertThat(texts(history.at("/parts/acts"), "caseNumber")).contains(earlier);
        assertThat(found.raw().body()).doesNotContain(person.iin(), person.phone(), "Проситель");

        api.get("officer", path + "/person");
        assertThat(codes(number)).filteredOn("person.viewed"::equals).hasSize(1);
        assertThat(codes(earlier)).filteredOn("person.viewed-from"::equals).hasSize(1);
        assertThat(codes(stranger)).doesNotContain("person.viewed-from");

        for (var user : List.of("manager", "custodian", "security", "admin", "integration")) {
            assertThat(api.get(user, path + "/person").status()).as(user).isEqualTo(403);
        }
        assertThat(api.get("integration2", path + "/person").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("does not show a case to those of the staff whom it concerns")
    void hidden() throws Exception {
        var person = driver.person(OPERATOR, 793);
        var earlier = open(person.subject());
        var number = open(person.subject());
        concerns.name(driver.file(OPERATOR, earlier).id(), Set.of("officer2"), Actor.user("officer"));
        for (var more : List.of("/export", "/person")) {
            assertThat(api.get("officer2", CaseDriver.cases(OPERATOR, earlier) + more)
                            .status())
                    .isEqualTo(404);
        }
        var path = CaseDriver.cases(OPERATOR, number) + "/person";
        assertThat(texts(api.get("officer", path).body().path("cases"), "number"))
                .contains(earlier);
        var history = api.get("officer2", path);
        assertThat(history.status()).isEqualTo(200);
        assertThat(history.raw().body()).doesNotContain(earlier);
        assertThat(codes(earlier)).filteredOn("person.viewed-from"::equals).hasSize(1);
    }

    private List<String> codes(String number) {
        return texts(
                api.get("officer", CaseDriver.cases(OPERATOR, number) + "/timeline")
                        .body()
                        .path("events"),
                "code");
    }

    @Test
    @DisplayName("is checked over all cases when a manager asks, and what is broken is named")
    void timelines() {
        var number = open(Map.of("phone", Api.somePhone()));
        var id = driver.file(OPERATOR, number).id();
        var timelines = "/api/v1/oversight/timelines";
        for (var user : List.of("clerk", "lawyer", "custodian", "integration")) {
            assertThat(api.get(user, timelines).status()).as(user).isEqualTo(403);
        }
        assertThat(api.post("officer", timelines, "{}").status()).isEqualTo(403);
        checks.carryOn();

        var asked = api.post("manager", timelines, "{}");
        assertThat(asked.status()).as(asked.raw().body()).isEqualTo(202);
        assertThat(asked.body().path("begins").asBoolean()).isTrue();
        assertThat(api.post("manager", timelines, "{}").body().path("begins").asBoolean())
                .isFalse();
        assertThat(api.get("officer", timelines).body().has("runningSince")).isTrue();

        tamper(id, "x" + number);
        try {
            assertThat(checks.carryOn()).isPresent();
            var state = api.get("manager", timelines).body();
            assertThat(state.path("brokenCases").asLong()).isEqualTo(1);
            assertThat(state.path("broken")).hasSize(1);
            assertThat(state.at("/broken/0/number").asText()).isEqualTo(number);
            assertThat(state.at("/broken/0/text").asText()).isNotBlank().doesNotContain("{");
            assertThat(state.path("stale").asBoolean()).isFalse();
            assertThat(state.has("runningSince")).isFalse();
        } finally {
            tamper(id, null);
        }
        var run = checks.verifyAll();
        assertThat(run.broken()).isEmpty();
        assertThat(api.get("manager", timelines).body().path("brokenCases").asLong())
                .isZero();
    }

    /** Puts a result where there was none, or takes it away again. */
    private void tamper(java.util.UUID id, String result) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("alter table qupiya.case_event disable trigger user").update();
            jdbc.sql("update qupiya.case_event set result = ? where case_id = ? and sequence = 1")
                    .params(java.util.Arrays.asList(result, id))
                    .update();
            jdbc.sql("alter table qupiya.case_event enable trigger user").update();
        });
    }
}
