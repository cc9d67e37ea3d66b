package kz.qupiya.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@DisplayName("Consents over REST")
class ConsentApiTest {

    private static final String KAO = "kao-solutions";

    @Autowired
    Api api;

    @Autowired
    DemoUsers users;

    @Autowired
    Consents consents;

    @Autowired
    ConsentExpiry expiry;

    @Autowired
    IdentifierHasher hasher;

    @Autowired
    JdbcClient jdbc;

    private final String phone = Api.somePhone();

    @Test
    @DisplayName("are recorded once with the eight contents and how they were given (KAO 7), and proved with all of it")
    void recordedAndProved() throws Exception {
        var consent = consent(KAO, phone, Instant.now().minusSeconds(60), "advertising", "notices");
        var first = api.post("integration", path(KAO), consent);
        assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
        assertThat(texts(first.body().path("running"))).containsExactlyInAnyOrder("advertising", "notices");
        assertThat(first.body().path("term").asText()).isEqualTo("until-purpose-reached");
        var again = api.post("clerk", path(KAO), consent);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());

        var found = api.get("integration", path(KAO) + "?phone=" + phone.replace("+", "%2B"));
        assertThat(found.status()).isEqualTo(200);
        var searched = api.post("lawyer", path(KAO) + "/search", Map.of("subject", Map.of("phone", phone)));
        assertThat(searched.body()).isEqualTo(found.body());
        assertThat(found.body().path("consents")).hasSize(1);
        var proof = found.body().path("consents").get(0);
        assertThat(proof.path("id").asText()).isEqualTo(first.body().path("id").asText());
        assertThat(proof.path("status").asText()).isEqualTo("running");
        assertThat(proof.path("fullName").asText()).isEqualTo("Айгүл Көрсетілген");
        assertThat(proof.path("address").asText()).isEqualTo("203.0.113.7");
        assertThat(proof.path("recordedBy").asText()).isEqualTo("integration");
        assertThat(proof.path("contents").path("action").asText()).isEqualTo("кнопка «Запросить отчёт»");
        assertThat(proof.path("contents").path("textVersion").asText()).isEqualTo("2026-03");
        assertThat(proof.path("contents").path("data")).hasSize(2);
        assertThat(proof.path("identifiers").toString()).isEqualTo("[{\"kind\":\"phone\",\"asked\":true}]");
        checked(proof);

        assertThat(jdbc.sql(
                                "select asked_by, form, cardinality(consents) as n from qupiya.consent_look where ?::uuid = any (consents) order by id")
                        .param(first.body().path("id").asText())
                        .query((row, n) -> row.getString(1) + " " + row.getString(2) + " " + row.getInt(3))
                        .list())
                .containsExactly("integration json 1", "lawyer json 1");
    }

    @Test
    @DisplayName("tell each ending in a chain that can be checked by hand")
    void endings() throws Exception {
        var at = Instant.now().minusSeconds(3600);
        api.post("integration", path(KAO), consent(KAO, phone, at, "advertising", "notices"));
        consents.withdraw(
                new OperatorKey(KAO),
                hashes(KAO, phone),
                Set.of(Purpose.ADVERTISING),
                at.plusSeconds(60),
                "KAO-2026-000001");
        consents.withdraw(
                new OperatorKey(KAO),
                hashes(KAO, phone),
                Set.of(Purpose.NOTICES),
                at.plusSeconds(120),
                "KAO-2026-000002");
        var proof = api.post("officer", path(KAO) + "/search", Map.of("subject", Map.of("phone", phone)))
                .body()
                .path("consents")
                .get(0);
        assertThat(proof.path("status").asText()).isEqualTo("ended");
        assertThat(proof.path("running")).isEmpty();
        assertThat(proof.path("endings").findValuesAsText("case"))
                .containsExactly("KAO-2026-000001", "KAO-2026-000002");
        checked(proof);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operatorName",
                "operatorBin",
                "fullName",
                "termText",
                "thirdPartyTransfer",
                "crossBorderTransfer",
                "publication",
                "data",
                "otherInformation"
            })
    @DisplayName("are refused without one of the contents, which is named by field, number and article")
    void missingContent(String field) {
        var consent = consent(KAO, phone, Instant.now().minusSeconds(60), "advertising");
        proofOf(consent).remove(field);
        var answer = api.post("integration", path(KAO), consent, "Accept-Language", "ru");
        assertThat(answer.status()).isEqualTo(400);
        var violations = answer.body().path("violations");
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).path("field").asText()).isEqualTo("proof." + field);
        assertThat(violations.get(0).toString()).contains("ст. 8(4)");
    }

    @Test
    @DisplayName(
            "to cookies are shortened to 13 months and say so (KAO 9.5); they end at that moment, and the sweep records it")
    void cookies() {
        var at = Instant.now().minusSeconds(60);
        var consent = consent(KAO, phone, at, "cookies");
        consent.put("term", "P2Y");
        var answer = api.post("integration", path(KAO), consent, "Accept-Language", "ru");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        assertThat(answer.body().path("shortened").asBoolean()).isTrue();
        assertThat(answer.body().path("note").asText()).contains("13 мес.", "9.5");
        var until = Instant.parse(answer.body().path("until").asText());
        assertThat(until)
                .isEqualTo(at.atZone(java.time.ZoneId.of("Asia/Almaty"))
                        .plusMonths(13)
                        .toInstant()
                        .truncatedTo(java.time.temporal.ChronoUnit.MICROS));

        assertThat(permit(KAO, "cookies").path("allowed").asBoolean()).isTrue();
        TestClock.set(until.minusSeconds(20));
        var lastly = permit(KAO, "cookies");
        assertThat(lastly.path("allowed").asBoolean()).isTrue();
        assertThat(Instant.parse(lastly.path("validUntil").asText()))
                .as("no longer than the consent")
                .isEqualTo(until);
        TestClock.set(until.plusMillis(1));
        assertThat(reasons(permit(KAO, "cookies"))).containsExactly("no-consent");
        assertThat(consents.of(new OperatorKey(KAO), hashes(KAO, phone)).get(0).endings())
                .isEmpty();
        expiry.sweep();
        assertThat(consents.of(new OperatorKey(KAO), hashes(KAO, phone)).get(0).endings())
                .extracting(Consent.Ending::how, Consent.Ending::at)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(HowEnded.EXPIRED, until));
    }

    @Test
    @DisplayName("run until the storage terms end at kz-pay-bot where no term was given (3)")
    void storage() {
        var answer = api.post(
                "integration",
                path("kz-pay-bot"),
                consent("kz-pay-bot", phone, Instant.now().minusSeconds(5), "advertising"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        assertThat(answer.body().path("term").asText()).isEqualTo("until-storage-ends");
        assertThat(permit("kz-pay-bot", "advertising").path("allowed").asBoolean())
                .isTrue();
        consents.storageEnded(
                new OperatorKey("kz-pay-bot"), hashes("kz-pay-bot", phone), Instant.now(), "KZP-2026-000001");
        assertThat(reasons(permit("kz-pay-bot", "advertising"))).containsExactly("no-consent");
    }

    @ParameterizedTest
    @CsvSource({"zvonobot", "digital-rocket", "kz-pay-bot", "kao-solutions", "twelve"})
    @DisplayName("are needed for advertising (zvonobot 2.2.9), and after a withdrawal a new one")
    void advertising(String operator) {
        assertThat(reasons(permit(operator, "advertising"))).containsExactly("no-consent");
        var at = Instant.now().minusSeconds(600);
        give(operator, consent(operator, phone, at, "advertising"));
        assertThat(permit(operator, "advertising").path("allowed").asBoolean()).isTrue();
        consents.withdraw(
                new OperatorKey(operator),
                hashes(operator, phone),
                Set.of(Purpose.ADVERTISING),
                at.plusSeconds(60),
                "XXX-2026-000001");
        assertThat(reasons(permit(operator, "advertising"))).containsExactly("no-consent");
        give(operator, consent(operator, phone, at.plusSeconds(120), "advertising"));
        assertThat(permit(operator, "advertising").path("allowed").asBoolean()).isTrue();
        assertThat(consents.of(new OperatorKey(operator), hashes(operator, phone)))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        // operator, grounds of the policy, those that it has not
        "zvonobot, contract law succession, protection",
        "digital-rocket, contract law protection, succession",
        "twelve, contract law protection, succession",
        "kz-pay-bot, contract law, protection succession",
        "kao-solutions, contract law protection succession, ''"
    })
    @DisplayName(
            "are needed for a transfer on the ground of consent; other grounds are those of the policy (rows 7, 19, 22)")
    void transfers(String operator, String has, String hasNot) {
        for (var ground : has.split(" ")) {
            assertThat(transfer(operator, ground).path("allowed").asBoolean())
                    .as(ground)
                    .isTrue();
        }
        for (var ground : hasNot.isEmpty() ? new String[0] : hasNot.split(" ")) {
            assertThat(reasons(transfer(operator, ground))).as(ground).containsExactly("no-ground");
        }
        assertThat(reasons(transfer(operator, "consent"))).containsExactly("no-consent");
        give(operator, consent(operator, phone, Instant.now().minusSeconds(60), "advertising"));
        assertThat(reasons(transfer(operator, "consent")))
                .as("a consent to something else")
                .containsExactly("no-consent");
        var forbidden = consent(operator, phone, Instant.now().minusSeconds(60), "third-party-transfer");
        proofOf(forbidden).put("thirdPartyTransfer", false);
        assertThat(api.post("integration", path(operator), forbidden).body().toString())
                .contains("proof.thirdPartyTransfer");
        assertThat(reasons(transfer(operator, "consent"))).containsExactly("no-consent");
        give(operator, consent(operator, phone, Instant.now().minusSeconds(60), "third-party-transfer"));
        assertThat(transfer(operator, "consent").path("allowed").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("do not outweigh a block")
    void blocked() {
        give("zvonobot", consent("zvonobot", phone, Instant.now().minusSeconds(60), "advertising"));
        api.openCase("zvonobot", phone);
        assertThat(reasons(permit("zvonobot", "advertising"))).containsExactly("block");
    }

    @Test
    @DisplayName("of its person are shown beside a case, in the reader's words")
    void panel() {
        var at = Instant.now().minusSeconds(7200);
        give("zvonobot", consent("zvonobot", phone, at, "advertising", "notices"));
        consents.withdraw(
                new OperatorKey("zvonobot"),
                hashes("zvonobot", phone),
                Set.of(Purpose.ADVERTISING),
                at.plusSeconds(60),
                "ZVN-2026-000001");
        var number = api.openCase("zvonobot", phone);
        var sections = api.get("officer", "/api/v1/operators/zvonobot/cases/" + number + "/panel")
                .body()
                .path("sections");
        var shown = java.util.stream.StreamSupport.stream(sections.spliterator(), false)
                .filter(one -> one.path("name").asText().equals("consents"))
                .findFirst()
                .orElseThrow();
        assertThat(shown.path("title").asText()).isEqualTo("Согласия");
        var section = shown.path("content");
        assertThat(texts(section.get(0).path("purposes"))).containsExactly("уведомления", "реклама");
        assertThat(texts(section.get(0).path("running"))).containsExactly("уведомления");
        assertThat(section.get(0).path("endings").get(0).path("text").asText()).isEqualTo("отозвано");
    }

    @Test
    @DisplayName("are for those who may: others get 403, other operators 404")
    void roles() {
        var consent = consent(KAO, phone, Instant.now().minusSeconds(60), "advertising");
        var search = Map.of("subject", Map.of("phone", phone));
        assertThat(api.post("integration2", path(KAO), consent).status()).isEqualTo(404);
        assertThat(api.post("integration2", path(KAO) + "/search", search).status())
                .isEqualTo(404);
        for (var user : List.of("manager", "security", "custodian", "lawyer")) {
            assertThat(api.post(user, path(KAO), consent).status()).as(user).isEqualTo(403);
        }
        for (var user : List.of("manager", "security", "custodian", "clerk")) {
            assertThat(api.post(user, path(KAO) + "/search", search).status())
                    .as(user)
                    .isEqualTo(403);
            assertThat(api.get(user, path(KAO) + "?iin=850515499993").status())
                    .as(user)
                    .isEqualTo(403);
        }
        assertThat(api.get("officer", path(KAO)).status()).as("nobody named").isEqualTo(400);
        assertThat(api.post("officer", path(KAO), Map.of("subjekt", 1)).status())
                .isEqualTo(400);
    }

    @Nested
    @DisplayName("as a list")
    class Lists {

        private static final String HEADER =
                "phone,fullName,purposes,givenAt,operatorName,operatorBin,termText,thirdPartyTransfer,crossBorderTransfer,publication,data,"
                        + "otherInformation,form,action,textVersion,address\r\n";

        @Test
        @DisplayName("are counted, tell their rejects as CSV without values, and show how far they have come")
        void loaded() throws Exception {
            var file = HEADER + line("Аты Жөні", "advertising") + line("Аты Жөні", "нет такой");
            var key = "list-" + System.nanoTime();
            var answer = put("integration", file, key);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            assertThat(answer.body().path("accepted").asLong()).isEqualTo(1);
            assertThat(answer.body().path("duplicate").asLong()).isZero();
            assertThat(answer.body().path("rejected").asLong()).isEqualTo(1);
            var rejects = api.get("integration", answer.body().path("rejects").asText());
            assertThat(rejects.raw().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/csv");
            assertThat(rejects.raw().body()).isEqualTo("line,field,code\r\n3,purposes,consent.purposes.unknown\r\n");
            var load = path(KAO) + "/loads/" + answer.body().path("load").asText();
            var progress = api.get("officer", load).body();
            assertThat(progress.path("state").asText()).isEqualTo("completed");
            assertThat(progress.path("lines").asLong()).isEqualTo(2);
            assertThat(permit(KAO, "advertising").path("allowed").asBoolean()).isTrue();

            assertThat(put("integration", file, key).body())
                    .as("the same file once more")
                    .isEqualTo(answer.body());
            assertThat(put("integration", file + line("Ещё Один", "notices"), key)
                            .status())
                    .as("another file under the key")
                    .isEqualTo(409);
            assertThat(put("integration", file, null).body().path("duplicate").asLong())
                    .as("without a key")
                    .isEqualTo(1);
            assertThat(api.get("integration2", load).status()).isEqualTo(404);
            assertThat(api.get("manager", load + "/rejects").status()).isEqualTo(403);
            assertThat(api.get("officer", load.replace(KAO, "twelve")).status())
                    .as("another operator's load")
                    .isEqualTo(404);
        }

        @Test
        @DisplayName("are refused by a wrong header, a foreign operator, a wrong role")
        void refused() throws Exception {
            var answer = put("integration", "phone,fullName\r\n", null);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("violations").findValuesAsText("field"))
                    .contains("purposes", "operatorBin");
            assertThat(put("integration2", HEADER, null).status()).isEqualTo(404);
            assertThat(put("manager", HEADER, null).status()).isEqualTo(403);
            assertThat(put("integration", HEADER, "two words").status()).isEqualTo(400);
        }

        @Test
        @DisplayName("are taken beyond the limit of other bodies")
        void big() throws Exception {
            var file = new StringBuilder(HEADER);
            for (int i = 0; i < 12; i++) {
                file.append(
                        line("Аты Жөні " + i, "advertising").replace("ФИО", "д".repeat(250) + ";" + "е".repeat(250)));
            }
            var padding = "\r\n".repeat(600_000);
            var answer = put("integration", file + padding, null);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            assertThat(answer.body().path("accepted").asLong()).isEqualTo(12);
        }

        private String line(String name, String purposes) {
            return phone + "," + name + "," + purposes
                    + ",2026-11-01T10:00:00+05:00,ТОО «KAO Solutions»,250640020303,до отзыва,true,false,false,ФИО;телефон,нет,other,"
                    + "кнопка «Запросить отчёт»,2026-03,203.0.113.7\r\n";
        }

        private Api.Answer put(String user, String csv, @org.jspecify.annotations.Nullable String key) {
            return api.put(
                    user,
                    path(KAO),
                    "text/csv; charset=UTF-8",
                    csv.getBytes(StandardCharsets.UTF_8),
                    key == null ? new String[0] : new String[] {"Idempotency-Key", key});
        }
    }

    @Nested
    @DisplayName("on paper")
    class OnPaper {

        @Test
        @DisplayName("are a page each, in the reader's language or the operator's languages")
        void pages() throws Exception {
            var at = Instant.now().minusSeconds(7200);
            give(KAO, consent(KAO, phone, at, "advertising", "third-party-transfer"));
            give(KAO, consent(KAO, phone, at.plusSeconds(60), "cookies"));
            consents.withdraw(
                    new OperatorKey(KAO),
                    hashes(KAO, phone),
                    Set.of(Purpose.ADVERTISING),
                    at.plusSeconds(120),
                    "KAO-2026-000001");
            var russian = pdf("ru");
            try (var document = Loader.loadPDF(russian)) {
                assertThat(document.getNumberOfPages()).isEqualTo(2);
                var text = text(document);
                assertThat(text)
                        .contains(
                                "Подтверждение согласия",
                                "Айгүл Көрсетілген",
                                "кнопка «Запросить отчёт»",
                                "8. Иные сведения",
                                "прекращено частично",
                                "дело KAO-2026-000001",
                                "203.0.113.7",
                                "расхождений нет");
            }
            try (var document = Loader.loadPDF(pdf("kk-KZ, ru;q=0.5"))) {
                assertThat(document.getNumberOfPages()).isEqualTo(2);
                assertThat(text(document))
                        .contains("Дербес деректерді жинауға және өңдеуге келісімнің растамасы", "жарнама");
            }
            try (var document = Loader.loadPDF(pdf("en"))) {
                assertThat(document.getNumberOfPages()).as("ru and kk").isEqualTo(4);
            }
            var directory = java.nio.file.Path.of("target", "consent-pages");
            java.nio.file.Files.createDirectories(directory);
            java.nio.file.Files.write(directory.resolve("kao.pdf"), pdf("en"));
        }

        @Test
        @DisplayName("say that there are none")
        void none() throws Exception {
            try (var document = Loader.loadPDF(pdf("ru"))) {
                assertThat(document.getNumberOfPages()).isEqualTo(1);
                assertThat(text(document)).contains("Согласий этого лица в реестре нет");
            }
        }

        private byte[] pdf(String languages) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(api.url(path(KAO) + "/search")))
                    .header("Accept", "application/pdf")
                    .header("Accept-Language", languages)
                    .header("Content-Type", "application/json")
                    .header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    ("officer:" + users.password()).getBytes(StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"subject\":{\"phone\":\"" + phone + "\"}}"))
                    .build();
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/pdf");
            return answer.body();
        }

        private static String text(org.apache.pdfbox.pdmodel.PDDocument document) throws Exception {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    /** What somebody with the JSON and a SHA-256 can check. */
    private static void checked(JsonNode proof) throws Exception {
        var seal = proof.path("seal");
        assertThat(sha256(seal.path("salt").asText() + seal.path("content").asText()))
                .isEqualTo(seal.path("sha256").asText());
        assertThat(sha256(seal.path("text").asText()))
                .isEqualTo(seal.path("textSha256").asText());
        assertThat(seal.path("content").asText())
                .contains(
                        proof.path("fullName").asText(),
                        seal.path("textSha256").asText(),
                        proof.path("id").asText());
        var previous = seal.path("sha256").asText();
        for (var ending : proof.path("endings")) {
            assertThat(sha256(previous + "\n" + ending.path("row").asText()))
                    .isEqualTo(ending.path("hash").asText());
            previous = ending.path("hash").asText();
        }
        assertThat(seal.path("sound").asBoolean()).isTrue();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void give(String operator, Map<String, Object> consent) {
        var answer = api.post("integration", path(operator), consent);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    }

    private JsonNode permit(String operator, String purpose) {
        var answer = api.post(
                "integration",
                "/api/v1/operators/" + operator + "/permits",
                Map.of("purpose", purpose, "subject", Map.of("phone", phone)));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode transfer(String operator, String ground) {
        return api.post(
                        "integration",
                        "/api/v1/operators/" + operator + "/permits",
                        Map.of(
                                "purpose",
                                "third-party-transfer",
                                "subject",
                                Map.of("phone", phone),
                                "ground",
                                ground,
                                "recipient",
                                "ТОО «Получатель»"))
                .body();
    }

    private static List<String> reasons(JsonNode permit) {
        assertThat(permit.path("allowed").asBoolean()).isFalse();
        return permit.path("reasons").findValuesAsText("restriction");
    }

    private Set<IdentifierHash> hashes(String operator, String number) {
        return hasher.hashes(new OperatorKey(operator), List.of(new Identifier(IdentifierKind.PHONE, number)));
    }

    static Map<String, Object> consent(String operator, String phone, Instant at, String... purposes) {
        var proof = new HashMap<String, Object>();
        proof.put("operatorName", "ТОО «Оператор»");
        proof.put(
                "operatorBin",
                switch (operator) {
                    case "zvonobot" -> "181140029019";
                    case "kao-solutions" -> "250640020303";
                    default -> "250640020303";
                });
        proof.put("fullName", "Айгүл Көрсетілген");
        proof.put("termText", "до отзыва");
        proof.put("thirdPartyTransfer", true);
        proof.put("crossBorderTransfer", false);
        proof.put("publication", false);
        proof.put("data", List.of("ФИО", "телефон"));
        proof.put("otherInformation", "нет");
        proof.put("form", "other");
        proof.put("action", "кнопка «Запросить отчёт»");
        proof.put("textVersion", "2026-03");
        proof.put("address", "203.0.113.7");
        var consent = new HashMap<String, Object>();
        consent.put("subject", Map.of("phone", phone));
        consent.put("purposes", Arrays.asList(purposes));
        consent.put("givenAt", at.toString());
        consent.put("proof", proof);
        return consent;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> proofOf(Map<String, Object> consent) {
        return (Map<String, Object>) consent.get("proof");
    }

    private static List<String> texts(JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String path(String operator) {
        return "/api/v1/operators/" + operator + "/consents";
    }
}
