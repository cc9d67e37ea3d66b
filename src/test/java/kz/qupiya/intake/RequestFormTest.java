package kz.qupiya.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.operator.Duty;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.Letterbox;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The public form as a browser without scripts sends it. */
@QupiyaTest
@DisplayName("The public web form")
class RequestFormTest {

    private static final String FORM = "/request/zvonobot";
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Pattern RECEIPT =
            Pattern.compile("<dd>([^<]+)</dd><dt>[^<]*</dt><dd><code>([^<]+)</code></dd>");

    @Autowired
    Api api;

    @Autowired
    CaseDriver driver;

    @Autowired
    Parties parties;

    @Autowired
    Documents documents;

    @Autowired
    ContactCodes contactCodes;

    @Autowired
    Letterbox letterbox;

    @Autowired
    Jobs jobs;

    @Autowired
    Deadlines deadlines;

    @Autowired
    Codes codes;

    @Autowired
    FormSettings settings;

    @Autowired
    JdbcClient jdbc;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void forgetCounts() {
        jdbc.sql("delete from qupiya.form_rate").update();
    }

    private record Receipt(String number, String code) {}

    @Test
    @DisplayName("shows each kind in three languages, without a cookie, a script or a foreign source")
    void pages() {
        for (var lang : List.of("ru", "kk", "en")) {
            for (var query : List.of("", "&kind=withdrawal", "&kind=block", "&kind=claim", "&kind=other")) {
                var page = get(FORM + "?lang=" + lang + query);
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body())
                        .contains("<html lang=\"" + lang + "\"")
                        .doesNotContain("<script", "??", "style=", "th:");
                assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
                assertThat(page.headers().firstValue("Content-Security-Policy"))
                        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            }
        }
        var unknown = get("/request/nobody");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body())
                .contains("<html lang=\"ru\"", "Такой страницы нет")
                .doesNotContain("??");
        assertThat(get(FORM + "/status/x").statusCode()).isIn(401, 403, 404);
    }

    @Test
    @DisplayName(
            "opens a case of each kind with words and documents, and shows its state for number and code together only")
    void kinds() {
        var withdrawal = submit(Map.of("kind", "withdrawal", "scope", "advertising", "phone", Api.somePhone()));
        var block = submit(
                Map.of("kind", "block", "ground", "inaccurate-data", "phone", Api.somePhone(), "text", "Номер не мой"));
        var claim = submit(Map.of("kind", "claim", "phone", Api.somePhone(), "text", "Верните деньги"));
        var other = submit(Map.of("kind", "other", "about", "access", "phone", Api.somePhone(), "text", "Что у вас?"));
        assertThat(List.of(withdrawal, block, claim, other))
                .extracting(receipt -> file(receipt).kind().json())
                .containsExactly("consent-withdrawal", "data-block", "claim", "other-request");
        assertThat(file(other).channel()).isEqualTo(Channel.FORM);
        assertThat(file(other).entitlement()).isEqualTo(Entitlement.TO_BE_PROVED);
        assertThat(parties.value(file(other).id(), Parties.DESCRIPTION)).contains("Что у вас?");
        assertThat(documents.of(file(other).id())).hasSize(1);
        var status = post(FORM + "/status", Map.of("number", other.number(), "code", other.code(), "lang", "en"));
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body())
                .contains("Being handled", "Answer no later than")
                .doesNotContain("Что у вас");
        var wrong = post(FORM + "/status", Map.of("number", other.number(), "code", "AAAABBBBCCCC"));
        var unknown = post(FORM + "/status", Map.of("number", "ZVN-2026-999999", "code", "AAAABBBBCCCC"));
        assertThat(wrong.statusCode()).isEqualTo(404).isEqualTo(unknown.statusCode());
        assertThat(wrong.body()).isEqualTo(unknown.body());
        assertThat(jdbc.sql("select count(*) from qupiya.form_access where encode(code_hash, 'escape') like ?")
                        .param("%" + other.code() + "%")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName("opens a claim with its demands, amount and consumer's term; what is bad is named beside the field")
    void claim() {
        var claim = submit(Map.of(
                "kind", "claim",
                "phone", Api.somePhone(),
                "text", "Списали деньги после утечки",
                "demands", "real-damage",
                "amount", "15 000,50 ₸",
                "consumer", "no"));
        var id = file(claim).id();
        assertThat(jdbc.sql("select kind || ' ' || amount from qupiya.claim_demand where case_id = ?")
                        .param(id)
                        .query(String.class)
                        .list())
                .containsExactly("real-damage 15000.50");
        assertThat(deadlines.of(id, Duty.ANSWER_CLAIM)).isPresent();
        assertThat(deadlines.of(id, Duty.ANSWER_CONSUMER_CLAIM)).isEmpty();

        var unsure = submit(Map.of("kind", "claim", "phone", Api.somePhone(), "text", "Верните", "consumer", "unsure"));
        assertThat(deadlines.of(file(unsure).id(), Duty.ANSWER_CONSUMER_CLAIM))
                .as("the shorter term runs until somebody says otherwise")
                .isPresent();

        var bad = new HashMap<String, String>(Map.of(
                "kind", "claim", "phone", "12", "demands", "gold", "amount", "много", "lang", "ru", "who", "subject"));
        bad.put("token", token("claim"));
        var page = post(FORM, bad);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("#f-demands", "#f-amount", "#f-phone", "#f-text", "Укажите сумму цифрами")
                .doesNotContain("??");
    }

    @Test
    @DisplayName("that staff re-classify keeps its number and code, which show the case that it is handled in")
    void reclassified() {
        var claim = submit(Map.of("kind", "claim", "phone", Api.somePhone(), "text", "Отзываю согласие на всё"));
        jobs.runDue(claim.number());
        var answer = api.post(
                "clerk",
                CaseDriver.cases("zvonobot", claim.number()) + "/reclassify",
                Map.of("kind", "consent-withdrawal", "scope", "all"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var next = driver.file("zvonobot", answer.body().path("number").asText());
        var due = deadlines.of(next.id(), Duty.STOP_PROCESSING).orElseThrow().dueAt();
        assertThat(post(FORM + "/status", fields(claim)).body())
                .contains(
                        "Рассматривается",
                        DateTimeFormatter.ofPattern("dd.MM.yyyy").format(due.atZone(Almaty.ZONE)))
                .doesNotContain(next.number().value());
    }

    @Test
    @DisplayName("keeps what was written and names what is bad; a form is taken once, and only from our page")
    void bad() {
        var token = token("other");
        var fields = new HashMap<String, String>();
        fields.putAll(
                Map.of("kind", "other", "about", "access", "iin", "123", "text", "<b>мой текст</b>", "lang", "en"));
        fields.put("token", token);
        var bad = post(FORM, fields);
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body())
                .contains("role=\"alert\"", "#f-iin", "&lt;b&gt;мой текст&lt;/b&gt;")
                .doesNotContain("<b>мой");
        fields.remove("iin");
        fields.put("phone", Api.somePhone());
        assertThat(post(FORM, fields).statusCode())
                .as("a refused form may be sent again")
                .isEqualTo(201);
        assertThat(post(FORM, fields).statusCode()).isEqualTo(409);
        fields.put("token", token + "0");
        assertThat(post(FORM, fields).statusCode()).isEqualTo(400);
        fields.remove("token");
        assertThat(post(FORM, fields).statusCode()).isEqualTo(400);
        fields.put("token", token("other"));
        TestClock.forward(Duration.ofHours(5));
        assertThat(post(FORM, fields).statusCode()).as("too old").isEqualTo(400);
    }

    @Test
    @DisplayName("is limited by address and by operator, each for an hour")
    void limited() {
        var sent = Map.of("kind", "other", "lang", "ru");
        for (int i = 0; i < settings.perAddress(); i++) {
            assertThat(post(FORM, sent).statusCode()).isEqualTo(400);
        }
        var refused = post(FORM, sent);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("3600");
        assertThat(post("/request/twelve", sent).statusCode())
                .as("an address has one count for all operators")
                .isEqualTo(429);
        TestClock.forward(settings.window().plusSeconds(1));
        assertThat(post(FORM, sent).statusCode()).isEqualTo(400);

        forgetCounts();
        assertThat(post(FORM, sent).statusCode()).isEqualTo(400);
        assertThat(jdbc.sql("update qupiya.form_rate set count = ? where scope = ?")
                        .params(settings.perOperator(), codes.hash("intake-rate-operator", "zvonobot"))
                        .update())
                .isEqualTo(1);
        assertThat(post(FORM, sent).statusCode()).as("from many addresses").isEqualTo(429);
        assertThat(post("/request/twelve", sent).statusCode())
                .as("requests to another operator")
                .isEqualTo(400);
        TestClock.forward(settings.window().plusSeconds(1));
        assertThat(post(FORM, sent).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("answers an upload that is too large with a page in the form's language, and opens nothing")
    void tooLarge() {
        var before = jdbc.sql("select count(*) from qupiya.case_file")
                .query(Long.class)
                .single();
        for (var lang : Map.of("ru", "Приложенные файлы", "kk", "Тіркелген файлдар", "en", "The files attached")
                .entrySet()) {
            var page = post(
                    FORM + "?kind=claim&lang=" + lang.getKey(),
                    Map.of("token", token("claim"), "phone", Api.somePhone(), "text", "x".repeat(12_000_000)));
            assertThat(page.statusCode()).isEqualTo(413);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
            assertThat(page.body())
                    .contains("<html lang=\"" + lang.getKey() + "\"", lang.getValue(), "kind=claim")
                    .doesNotContain("??");
        }
        assertThat(jdbc.sql("select count(*) from qupiya.case_file")
                        .query(Long.class)
                        .single())
                .isEqualTo(before);
    }

    @Test
    @DisplayName(
            "answers the same for known and unknown people, and sends a code only to an address on file, which proves who it is")
    void oneTimeCode() {
        var known = driver.demo("zvonobot")
                .sql(
                        "select iin, email from lk.client where email is not null and iin is not null order by id offset 70 limit 1")
                .query((row, n) -> Map.of("iin", row.getString(1), "email", row.getString(2)))
                .single();
        var mine = access(known.get("iin"), known.get("email"));
        var strange = access(known.get("iin"), "stranger" + System.nanoTime() + "@example.kz");
        var asked = post(FORM + "/code", fields(mine));
        var other = post(FORM + "/code", fields(strange));
        assertThat(neutral(asked.body(), mine)).isEqualTo(neutral(other.body(), strange));
        assertThat(contactCodes.sendAsked()).isEqualTo(1);
        var code = mailed(mine.number());
        var wrong = new HashMap<>(fields(mine));
        wrong.put("oneTime", code.equals("000000") ? "000001" : "000000");
        assertThat(post(FORM + "/proof", wrong).statusCode()).isEqualTo(400);
        assertThat(file(mine).entitlement()).isEqualTo(Entitlement.TO_BE_PROVED);
        var right = new HashMap<>(fields(mine));
        right.put("oneTime", code);
        var foreign = new HashMap<>(fields(strange));
        foreign.put("oneTime", code);
        assertThat(post(FORM + "/proof", foreign).statusCode()).isEqualTo(400);
        assertThat(post(FORM + "/proof", right).statusCode()).isEqualTo(200);
        assertThat(file(mine).entitlement()).isEqualTo(Entitlement.PROVED);
        assertThat(file(strange).entitlement()).isEqualTo(Entitlement.TO_BE_PROVED);
        var tired = access(known.get("iin"), known.get("email"));
        post(FORM + "/code", fields(tired));
        assertThat(contactCodes.sendAsked()).isEqualTo(1);
        var last = new HashMap<>(fields(tired));
        var good = mailed(tired.number());
        for (int i = 0; i < 5; i++) {
            last.put("oneTime", good.equals("111111") ? "222222" : "111111");
            post(FORM + "/proof", last);
        }
        last.put("oneTime", good);
        assertThat(post(FORM + "/proof", last).statusCode()).as("five tries").isEqualTo(400);
    }

    private static String neutral(String page, Receipt receipt) {
        return page.replace(receipt.number(), "N").replace(receipt.code(), "C");
    }

    private Receipt access(String iin, String email) {
        jdbc.sql("delete from qupiya.form_rate").update();
        return submit(Map.of("kind", "other", "about", "access", "iin", iin, "email", email, "text", "Что у вас?"));
    }

    private static Map<String, String> fields(Receipt receipt) {
        return Map.of("number", receipt.number(), "code", receipt.code(), "lang", "ru");
    }

    private String mailed(String number) {
        return letterbox.find(Pattern.quote(number) + ": (\\d{6})");
    }

    private CaseFile file(Receipt receipt) {
        return driver.file("zvonobot", receipt.number());
    }

    private String token(String kind) {
        var found = TOKEN.matcher(get(FORM + "?kind=" + kind).body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private Receipt submit(Map<String, String> fields) {
        var all = new HashMap<>(fields);
        all.put("lang", "ru");
        all.put("who", "subject");
        all.put("fullName", "Проситель Проверочный");
        all.put("token", token(fields.get("kind")));
        var page = post(FORM, all);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(201);
        var found = RECEIPT.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return new Receipt(found.group(1), found.group(2));
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(api.url(path))).GET());
    }

    /** As multipart when it is the form itself, with a small document. */
    private HttpResponse<String> post(String path, Map<String, String> fields) {
        if (path.endsWith("/status") || path.endsWith("/code") || path.endsWith("/proof")) {
            var body = fields.entrySet().stream()
                    .map(field ->
                            field.getKey() + "=" + java.net.URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return send(HttpRequest.newBuilder(URI.create(api.url(path)))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        }
        var boundary = "----qupiya";
        var body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"note.txt\"\r\nContent-Type: text/plain\r\n\r\nПриложение\r\n--"
                        + boundary + "--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(api.url(path)))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
