package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static kz.qupiya.datamap.Workshop.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Systems that are called and systems that are done by hand; the called one is a real server that answers as the test says. */
class OtherSystemsTest {

    private static final String SECRET = "s3cret";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Identifier> HER = List.of(iin("850515499993"), phone("+77010000001"));

    private static final String MAP =
            """
            format: 1
            operator: testoperator
            systems:
              - key: dialer
                name: {ru: Обзвон, kk: Қоңырау, en: Dialler}
                connector: http
                custodian: {ru: Инженер, kk: Инженер, en: Engineer}
                accepts: [phone, login]
                tables:
                  - table: dialog
                    stop: [{purposes: [service, advertising]}]
                    columns:
                      phone: {category: contact, export: true, rectify: true, field: phone, destroy: with-row}
                      text: {category: communication, export: true, destroy: with-row}
                  - table: voice
                    columns:
                      sample: {category: communication, export: true, destroy: none}
                obligations:
                  - {code: ordered-calls, name: {ru: Звонки, kk: Қоңыраулар, en: Calls}, purposes: [service]}
              - key: archive
                name: {ru: Архив, kk: Мұрағат, en: Archive}
                connector: manual
                custodian: {ru: Архивариус, kk: Мұрағатшы, en: Archivist}
                accepts: [iin]
                instructions:
                  block: {ru: "Опечатать папку.", kk: "Папканы мөрлеу.", en: "Seal the folder."}
                  stop: {ru: "Не выдавать папку.", kk: "Папканы бермеу.", en: "Do not hand out the folder."}
                tables:
                  - table: folder
                    stop: [{purposes: [service]}]
                    columns:
                      contract: {category: identity, destroy: {keep: {ground: law, years: 5}, then: with-row}}
                obligations:
                  - {code: originals, name: {ru: Подлинники, kk: Түпнұсқалар, en: Originals}, purposes: [service, support]}
            grounds:
              law: {ru: Закон, kk: Заң, en: Law}
            """;

    private Workshop workshop;
    private HttpServer server;
    private final UUID caseId = UUID.randomUUID();
    private final List<JsonNode> asked = new ArrayList<>();
    private volatile String answer = "";
    private volatile int status = 200;

    @BeforeEach
    void open() throws IOException {
        workshop = Workshop.of("create schema x", MAP);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            var timestamp = exchange.getRequestHeaders().getFirst("X-Qupiya-Timestamp");
            if (!sign(timestamp, body).equals(exchange.getRequestHeaders().getFirst("X-Qupiya-Signature"))) {
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
                return;
            }
            var call = JSON.readTree(body);
            asked.add(call);
            var step = call.get("step").asText();
            var text = "find".equals(step)
                    ? "{\"items\":[{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"blocked\",\"count\":3}],\"identifiers\":[{\"kind\":\"login\",\"value\":\"ainur\"}]}"
                    : "preview".equals(step) ? done(call.get("kind").asText()) : answer;
            var code = List.of("find", "preview").contains(step) ? 200 : status;
            exchange.sendResponseHeaders(code, code == 202 ? -1 : text.getBytes(StandardCharsets.UTF_8).length);
            if (code != 202) {
                exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            }
            exchange.close();
        });
        server.start();
        workshop.services.put(
                "dialer",
                new HttpConnection(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), SECRET));
    }

    @AfterEach
    void close() {
        server.stop(0);
        workshop.close();
    }

    private static String sign(String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String done(String kind) {
        var outcome =
                switch (kind) {
                    case "block" -> "blocked";
                    case "stop" -> "stopped";
                    default -> kind + "ed";
                };
        return "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"phone\",\"outcome\":\"" + outcome
                + "\",\"count\":3},{\"table\":\"voice\",\"column\":\"sample\",\"outcome\":\"" + outcome
                + "\",\"count\":1}," + "{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"" + outcome
                + "\",\"count\":3}]}";
    }

    private Act block() {
        return workshop.acts.preview(PrepareAct.block(OPERATOR, caseId, HER, "system"));
    }

    @Test
    void tells_which_identifiers_belong_together_and_gets_only_those_it_understands() {
        var findings = workshop.finder.find(OPERATOR, HER);
        assertThat(findings.covered()).extracting(Identifier::value).contains("ainur");
        assertThat(findings.systems().get(0).tables())
                .extracting(Findings.TableFinding::rows)
                .containsExactly(3L, 0L);
        assertThat(findings.systems().get(1).asked()).isFalse();
        assertThat(asked).allSatisfy(call -> assertThat(call.get("identifiers").findValuesAsText("kind"))
                .isSubsetOf("phone", "login"));
    }

    @Test
    void an_answer_at_once_ends_the_step() {
        var act = block();
        answer = done("block");
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.DONE);
        assertThat(workshop.acts.prove(act.id(), "dialer")).isEqualTo(SystemState.PROVED);
        assertThat(workshop.acts.get(act.id()).system("dialer").orElseThrow().items())
                .hasSize(3);
    }

    private Act stop(Purpose... purposes) {
        return workshop.acts.preview(PrepareAct.stop(OPERATOR, caseId, HER, Set.of(purposes), "system"));
    }

    @Test
    void a_stop_tells_the_purposes_and_accounts_for_the_tables_that_they_are_about() {
        var act = stop(Purpose.ADVERTISING, Purpose.SUPPORT);
        assertThat(act.systems()).extracting(Act.ActSystem::system).containsExactly("dialer");
        answer =
                "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"stopped\",\"count\":3}]}";
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.FAILED);
        answer =
                "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"stopped\",\"count\":3},{\"table\":\"dialog\",\"column\":\"phone\",\"outcome\":\"stopped\",\"count\":3}]}";
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.DONE);
        var call = asked.get(asked.size() - 1);
        assertThat(call.get("kind").asText()).isEqualTo("stop");
        assertThat(JSON.convertValue(call.get("purposes"), String[].class)).containsExactly("advertising", "support");
        assertThat(workshop.acts.prove(act.id(), "dialer")).isEqualTo(SystemState.PROVED);
        assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
        // no other act speaks of purposes
        block();
        assertThat(asked.get(asked.size() - 1).has("purposes")).isFalse();
    }

    @Test
    void a_stop_that_the_service_answers_later_ends_then() {
        var act = stop(Purpose.ADVERTISING);
        status = 202;
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.WAITING_FOR_ANSWER);
        var later = workshop.clients
                .read(("{\"actId\":\"" + act.id() + "\",\"step\":\"run\","
                                + done("stop").substring(1))
                        .getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        workshop.acts.answered(OPERATOR, "dialer", later);
        assertThat(workshop.acts.get(act.id()).system("dialer").orElseThrow().state())
                .isEqualTo(SystemState.DONE);
    }

    @Test
    void a_custodian_is_told_what_to_stop_using_and_for_what() {
        var act = stop(Purpose.SERVICE);
        assertThat(workshop.acts.run(act.id(), "archive")).isEqualTo(SystemState.BY_HAND);
        assertThat(workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag("ru")))
                .contains("оказание услуг", "Не выдавать папку.", "contract");
        for (var language : List.of("ru", "kk", "en")) {
            assertThat(workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag(language)))
                    .doesNotContain("datamap.")
                    .doesNotContain("operator.")
                    .doesNotContain("''");
        }
        var done = workshop.acts.completeByHand(act.id(), "archive", "Лист вложен", null, "custodian");
        assertThat(done.system("archive").orElseThrow().items())
                .singleElement()
                .satisfies(item -> assertThat(item.outcome()).isEqualTo(ItemOutcome.STOPPED));
    }

    @Test
    void obligations_are_asked_of_a_service_and_of_a_custodian() {
        var obligations = new SystemObligations(
                workshop.maps, workshop.finder, workshop.connections, workshop.clients, workshop.settings);
        answer = "{\"state\":\"done\",\"obligations\":[{\"code\":\"ordered-calls\",\"count\":2}]}";
        var found = obligations.find(OPERATOR, HER);
        assertThat(found.failedSystems()).isEmpty();
        assertThat(found.toAsk()).containsExactly("archive");
        assertThat(found.obligations())
                .extracting(o -> o.system() + " " + o.code() + " " + o.count() + " "
                        + o.name().en())
                .containsExactly("dialer ordered-calls 2 Calls");
        assertThat(asked.get(asked.size() - 1).get("step").asText()).isEqualTo("obligations");
        assertThat(obligations.questions(OPERATOR, "archive"))
                .containsExactly(new Obligations.Question(
                        "archive",
                        "originals",
                        new Texts("Подлинники", "Түпнұсқалар", "Originals"),
                        Set.of(Purpose.SERVICE, Purpose.SUPPORT)));
        assertThat(obligations.questions(OPERATOR, "dialer")).isEmpty();
        for (var bad : List.of(
                "{\"state\":\"done\"}",
                "{\"state\":\"failed\",\"obligations\":[]}",
                "{\"state\":\"done\",\"obligations\":[{\"code\":\"other\",\"count\":2}]}",
                "nonsense")) {
            answer = bad;
            assertThat(obligations.find(OPERATOR, HER).failedSystems()).as(bad).containsExactly("dialer");
        }
        answer = "{\"state\":\"done\",\"obligations\":[{\"code\":\"ordered-calls\",\"count\":0}]}";
        assertThat(obligations.find(OPERATOR, HER).obligations()).isEmpty();
        status = 500;
        assertThat(obligations.find(OPERATOR, HER).failedSystems()).containsExactly("dialer");
    }

    @Test
    void an_answer_that_comes_later_ends_the_step_then() {
        var act = block();
        status = 202;
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.WAITING_FOR_ANSWER);
        var calls = asked.size();
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.WAITING_FOR_ANSWER);
        assertThat(asked).hasSize(calls);

        var body = ("{\"actId\":\"" + act.id() + "\",\"step\":\"run\","
                        + done("block").substring(1))
                .getBytes(StandardCharsets.UTF_8);
        var now = workshop.clock.instant().toString();
        assertThat(workshop.clients.genuine(SECRET, now, sign(now, body), body)).isTrue();
        assertThat(workshop.clients.genuine("other", now, sign(now, body), body))
                .isFalse();
        assertThat(workshop.clients.genuine(SECRET, now, "v1=00", body)).isFalse();
        assertThat(workshop.clients.genuine(SECRET, null, sign(now, body), body))
                .isFalse();
        var old = workshop.clock.instant().minusSeconds(301).toString();
        assertThat(workshop.clients.genuine(SECRET, old, sign(old, body), body)).isFalse();

        var read = workshop.clients.read(body).orElseThrow();
        workshop.acts.answered(OPERATOR, "dialer", read);
        workshop.acts.answered(OPERATOR, "dialer", read);
        assertThat(workshop.acts.get(act.id()).system("dialer").orElseThrow().state())
                .isEqualTo(SystemState.DONE);
        assertThat(workshop.events).containsExactly(new SystemAnswered(act.id(), caseId, "dialer", "run", true));
    }

    @Test
    void an_answer_nobody_asked_for_is_refused() {
        var act = block();
        var answer = new SystemClients.Answer(act.id(), "run", "done", null, List.of(), List.of(), null, null);
        assertThatThrownBy(() -> workshop.acts.answered(OPERATOR, "dialer", answer))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> workshop.acts.answered(OPERATOR, "archive", answer))
                .hasMessage("datamap.act.unknown");
    }

    @Test
    void an_answer_that_leaves_a_field_out_is_no_success() {
        var act = block();
        answer =
                "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"text\",\"outcome\":\"blocked\",\"count\":3}]}";
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.FAILED);
        assertThat(workshop.acts.get(act.id()).system("dialer").orElseThrow().error())
                .isEqualTo("unaccounted");
    }

    @Test
    void a_service_that_fails_is_tried_again() {
        var act = block();
        status = 500;
        assertThatThrownBy(() -> workshop.acts.run(act.id(), "dialer"))
                .isInstanceOf(SystemUnavailableException.class)
                .hasMessage("system testoperator/dialer: http-500");
        assertThat(workshop.systems.probe(OPERATOR, "dialer")).isEqualTo(Systems.Health.DOWN);
        status = 200;
        answer = done("block");
        assertThat(workshop.systems.probe(OPERATOR, "dialer")).isEqualTo(Systems.Health.UP);
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.DONE);
    }

    @Test
    void corrections_reach_it() {
        var act = workshop.acts.preview(PrepareAct.rectify(
                OPERATOR, caseId, HER, List.of(new Correction("phone", null, "+77010000077")), null, "officer"));
        answer =
                "{\"state\":\"done\",\"items\":[{\"table\":\"dialog\",\"column\":\"phone\",\"outcome\":\"rectified\",\"count\":3}]}";
        assertThat(workshop.acts.run(act.id(), "dialer")).isEqualTo(SystemState.DONE);
        var last = asked.get(asked.size() - 1);
        assertThat(last.at("/values/0/column").asText()).isEqualTo("phone");
        assertThat(last.at("/values/0/value").asText()).isEqualTo("+77010000077");
    }

    @Test
    void a_custodian_gets_instructions_and_gives_the_proof() {
        var act = block();
        assertThatThrownBy(() -> workshop.acts.completeByHand(act.id(), "archive", "done", null, "custodian"))
                .hasMessage("datamap.act.not-by-hand");
        assertThat(workshop.acts.run(act.id(), "archive")).isEqualTo(SystemState.BY_HAND);
        for (var language : List.of("ru", "kk", "en")) {
            var text = workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag(language));
            assertThat(text).contains("contract").doesNotContain("datamap.").doesNotContain("850515499993");
        }
        assertThat(workshop.acts.instructions(act.id(), "archive", Locale.forLanguageTag("ru")))
                .contains("Архив", "Опечатать папку.");
        assertThatThrownBy(() -> workshop.acts.completeByHand(act.id(), "archive", " ", null, "custodian"))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> workshop.acts.prove(act.id(), "archive")).hasMessage("datamap.act.not-done");
        var done = workshop.acts.completeByHand(act.id(), "archive", "Папка опечатана", null, "custodian");
        assertThat(done.system("archive").orElseThrow().state()).isEqualTo(SystemState.PROVED);
        assertThat(done.system("archive").orElseThrow().doneBy()).isEqualTo("custodian");
        assertThat(workshop.acts.prove(act.id(), "archive")).isEqualTo(SystemState.PROVED);
        assertThat(workshop.events).containsExactly(new SystemAnswered(act.id(), caseId, "archive", "run", true));
    }

    @Test
    void a_case_is_complete_when_all_systems_are() {
        var act = block();
        answer = done("block");
        workshop.acts.run(act.id(), "dialer");
        workshop.acts.prove(act.id(), "dialer");
        assertThatThrownBy(() -> workshop.acts.complete(act.id())).hasMessage("datamap.act.unaccounted");
        workshop.acts.run(act.id(), "archive");
        workshop.acts.completeByHand(act.id(), "archive", "ok", null, "custodian");
        assertThat(workshop.acts.complete(act.id()).state()).isEqualTo(ActState.COMPLETED);
    }
}
