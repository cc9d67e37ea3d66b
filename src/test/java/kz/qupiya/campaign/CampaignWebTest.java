package kz.qupiya.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.letter.MailPorts;
import kz.qupiya.letter.SentMail;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Campaigns in the whole application: real vault, real case file, the mail server of the embedded mode, REST and the public page. */
@QupiyaTest
@DisplayName("A campaign in the application")
class CampaignWebTest {

    private static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");
    private static final String CARD = "4000 0000 0000 0002";

    @Autowired
    Api api;

    @Autowired
    CaseFiles cases;

    @Autowired
    Campaigns campaigns;

    @Autowired
    AffectedLists lists;

    @Autowired
    NoticeSender.Desk desk;

    @Autowired
    NoticeCodes codes;

    @Autowired
    SentMail sentMail;

    @Autowired
    MailPorts mail;

    @Autowired
    CaseVault vault;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Autowired
    PlatformTransactionManager transactions;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void forgetVisits() {
        jdbc.sql("delete from qupiya.campaign_visit").update();
    }

    private CaseFile breach() {
        return Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(status -> cases.open(new OpenCase(
                        ZVONOBOT,
                        CaseKind.BREACH,
                        Channel.API,
                        clock.instant(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Actor.user("integration")))));
    }

    private CampaignView released(CaseFile file, UUID audience) {
        var draft = campaigns.draft(new NewCampaign(
                file.id(),
                ZVONOBOT,
                "notice",
                audience,
                CampaignHouse.LIST_HASH,
                CampaignHouse.TEXTS,
                false,
                CampaignHouse.OFFICER));
        campaigns.release(draft.id(), CampaignHouse.LIST_HASH, draft.textHash(), CampaignHouse.OFFICER);
        return campaigns.get(draft.id());
    }

    /** Sends as the node would, to made-up people. */
    private void work() {
        var audience = new MadeUpAudience();
        var made = new NoticeSender.Desk(
                desk.store(),
                desk.ledger(),
                desk.limits(),
                desk.forms(),
                desk.gateways(),
                () -> audience,
                desk.server(),
                desk.book(),
                desk.settings(),
                desk.transaction(),
                desk.clock());
        try (var sender = new NoticeSender(made, () -> false)) {
            while (sender.work()) {
                // goes on
            }
        }
    }

    @Test
    @DisplayName("goes out, is counted over REST, and takes back what came back")
    void sent() throws Exception {
        var file = breach();
        var campaign = released(file, MadeUpAudience.of(6, true, false, true));
        work();
        var notices = "/api/v1/operators/zvonobot/breaches/" + file.number().value() + "/notices";
        var counted = api.get("integration", notices);
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.body().path("total").asInt()).isEqualTo(6);
        assertThat(counted.body().path("states").path("sent").asInt()).isEqualTo(6);
        assertThat(counted.body().path("campaigns").get(0).path("state").asText())
                .isEqualTo("drained");

        var mails = mails(campaign);
        assertThat(mails).hasSize(6).allMatch(each -> each.contains("Auto-Submitted: auto-generated"));
        assertThat(sentMail.isReturnPath("info+" + codes.token(campaign.number(), 3) + "@example.kz"))
                .isTrue();
        assertThat(sentMail.bounced(notification(codes.token(campaign.number(), 3))))
                .isTrue();
        assertThat(sentMail.bounced(notification(codes.token(campaign.number(), 3))))
                .isFalse();
        assertThat(sentMail.bounced(notification("a".repeat(26)))).isFalse();
        work();
        var failed = api.get("security", notices + "?state=failed");
        assertThat(failed.body()).hasSize(1);
        assertThat(failed.body().get(0).path("seq").asInt()).isEqualTo(3);
        assertThat(failed.body().get(0).path("code").asText()).isEqualTo("dsn-5.1.1");
        assertThat(csv("integration", notices + "?state=failed"))
                .isEqualToIgnoringNewLines(
                        "campaign,seq,state,channel,code,sentAt" + campaign.number() + ",3,listed,print,dsn-5.1.1,");
        assertThat(csv("officer", notices).lines()).hasSize(7);
        assertThat(api.get("officer", notices + "?state=lost").status()).isEqualTo(400);

        // who may see what
        assertThat(api.get("integration", notices + "?state=failed&contacts=true")
                        .status())
                .isEqualTo(403);
        assertThat(api.get("manager", notices + "?state=failed&contacts=true").status())
                .isEqualTo(403);
        assertThat(api.get("integration2", notices).status()).isEqualTo(404);
        assertThat(api.get("custodian", notices).status()).isEqualTo(403);
        var other = api.openCase("zvonobot", Api.somePhone());
        assertThat(api.get("officer", "/api/v1/operators/zvonobot/breaches/" + other + "/notices")
                        .status())
                .isEqualTo(404);

        // on the record without a word about anybody
        var timeline = api.get("officer", "/api/v1/operators/zvonobot/cases/" + file.number() + "/timeline")
                .raw()
                .body();
        assertThat(timeline)
                .contains("campaign.drafted", "campaign.released", "campaign.drained")
                .doesNotContain("@d");
        var panel = api.get("officer", "/api/v1/operators/zvonobot/cases/" + file.number() + "/panel")
                .raw()
                .body();
        assertThat(panel).contains("\"campaigns\"", "\"bounced\":1").doesNotContain("@d");
    }

    @Test
    @DisplayName(
            "reads the addresses of a frozen list when it sends, and shows them to officers and security officers only, on the record")
    void ofAList() throws Exception {
        var file = breach();
        var breach = "/api/v1/operators/zvonobot/breaches/" + file.number();
        var people =
                "name,email,phone,language\nАйгүл Сатыбалды,aigul.list@example.kz,+77010000021,kk\n=Иван Петров,ivan.list@example.kz,+77010000022,ru\n"
                        + "Без Почты,,+77010000023,\n";
        var loaded = api.put("security", breach + "/affected", "text/csv", people.getBytes(StandardCharsets.UTF_8));
        assertThat(loaded.status()).as(loaded.raw().body()).isEqualTo(200);
        var list = Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(status -> lists.freeze(file.id(), CampaignHouse.OFFICER)));
        var campaign = released(file, list.id());
        try (var sender = new NoticeSender(desk, () -> false)) {
            while (sender.work()) {
                // goes on
            }
        }
        assertThat(campaigns.get(campaign.id()).states()).isEqualTo(Map.of("sent", 2L, "unreached", 1L));
        var mails = mails(campaign);
        assertThat(mails).hasSize(2).anyMatch(each -> each.contains("To: aigul.list@example.kz"));
        assertThat(mails).noneMatch(each -> each.contains("aigul.list@") && each.contains("ivan.list@"));

        assertThat(csv("officer", breach + "/notices?state=sent&contacts=true"))
                .contains("Айгүл Сатыбалды,aigul.list@example.kz,+77010000021", "'=Иван Петров");
        assertThat(api.get("security", breach + "/notices?state=failed&contacts=true")
                        .raw()
                        .body())
                .contains("Без Почты", "+77010000023");
        assertThat(api.get("officer", breach + "/notices?state=sent").raw().body())
                .doesNotContain("aigul.list");
        assertThat(api.get("officer", "/api/v1/operators/zvonobot/cases/" + file.number() + "/timeline")
                        .raw()
                        .body())
                .contains("campaign.contacts-viewed")
                .doesNotContain("aigul.list");
    }

    @Test
    @DisplayName("is paused, resumed and stopped by an officer or a manager, and by nobody else")
    void steered() {
        var file = breach();
        var campaign = released(file, MadeUpAudience.of(5));
        var path = "/api/v1/operators/zvonobot/cases/" + file.number() + "/campaigns";
        assertThat(api.get("lawyer", path).body().get(0).path("state").asText()).isEqualTo("running");
        for (var user : List.of("clerk", "lawyer", "security", "custodian", "integration")) {
            assertThat(api.post(user, path + "/" + campaign.id() + "/pause", "").status())
                    .as(user)
                    .isEqualTo(403);
        }
        assertThat(api.post("integration2", path + "/" + campaign.id() + "/pause", "")
                        .status())
                .isEqualTo(404);
        assertThat(api.post("manager", path + "/" + campaign.id() + "/pause", "")
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("paused");
        work();
        assertThat(mails(campaign)).isEmpty();
        assertThat(api.post("officer", path + "/" + campaign.id() + "/resume", "")
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("running");
        assertThat(api.post("officer", path + "/" + campaign.id() + "/stop", "")
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("stopped");
        var refused = api.post("officer", path + "/" + campaign.id() + "/resume", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(api.post("officer", path + "/" + UUID.randomUUID() + "/stop", "")
                        .status())
                .isEqualTo(404);
        var foreign = breach();
        assertThat(api.post(
                                "officer",
                                "/api/v1/operators/zvonobot/cases/" + foreign.number() + "/campaigns/" + campaign.id()
                                        + "/stop",
                                "")
                        .status())
                .isEqualTo(404);
        assertThat(text("clerk", path + "/" + campaign.id() + "/print-list", "text/csv"))
                .isEqualToIgnoringNewLines("seq,name,address,language,code");
        assertThat(text("clerk", path + "/" + campaign.id() + "/print-list", "application/pdf"))
                .startsWith("%PDF");
        assertThat(api.get("lawyer", path + "/" + campaign.id() + "/print-list").status())
                .isEqualTo(403);
        assertThat(text("lawyer", path + "/" + campaign.id() + "/text?language=kk"))
                .contains("Сәлеметсіз бе, Айгүл!", "0000-0000-0000-0000");
    }

    @Test
    @DisplayName("is answered on the public page, which says the same to every code")
    void answered() throws Exception {
        var file = breach();
        var campaign = released(file, MadeUpAudience.of(4));
        work();
        var code = codes.code(campaign.number(), 2);
        assertThat(page("/notice/" + code + "?lang=kk").body()).contains(code, "lang=\"kk\"");
        assertThat(page("/notice/<script>?lang=ru").statusCode()).isIn(200, 400);

        var known = answer(Map.of("code", code.toLowerCase(java.util.Locale.ROOT), "kind", "confirmed", "lang", "ru"));
        var unknown = answer(Map.of("code", "0123-4567-89AB-CDEF", "kind", "confirmed", "lang", "ru"));
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(campaigns.get(campaign.id()).confirmed()).isEqualTo(1);

        var report =
                Map.of("code", code, "kind", "misuse", "lang", "ru", "text", "Оформили кредит.\r\nКарта " + CARD + ".");
        assertThat(answer(report).body()).isEqualTo(known.body());
        assertThat(campaigns.get(campaign.id()).reports()).isEqualTo(1);
        assertThat(vault.fields(file.id())).anyMatch(field -> field.startsWith("notice-answer."));
        var panel = api.get("security", "/api/v1/operators/zvonobot/cases/" + file.number() + "/panel")
                .raw()
                .body();
        assertThat(panel).contains("Оформили кредит.", "0002").doesNotContain(CARD);
        assertThat(api.get("manager", "/api/v1/operators/zvonobot/cases/" + file.number() + "/panel")
                        .raw()
                        .body())
                .contains("\"campaigns\"")
                .doesNotContain("Оформили кредит.");

        for (int i = 0; i < 8; i++) {
            answer(report);
        }
        assertThat(campaigns.get(campaign.id()).reports()).as("under one code").isEqualTo(5);

        for (var bad : List.of(
                Map.of("code", "12", "kind", "confirmed", "lang", "ru"),
                Map.of("code", code, "lang", "ru"),
                Map.of("code", code, "kind", "misuse", "lang", "ru", "text", " "),
                Map.of("code", code, "kind", "misuse", "lang", "ru", "text", "x".repeat(4001)))) {
            assertThat(answer(bad).statusCode()).as(bad.toString()).isEqualTo(400);
        }
        HttpResponse<String> last = known;
        for (int i = 0; i < 20 && last.statusCode() != 429; i++) {
            last = answer(Map.of("code", code, "kind", "confirmed", "lang", "en"));
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        assertThat(last.body()).contains("Too many answers");
    }

    private List<String> mails(CampaignView campaign) {
        List<String> ids = new ArrayList<>();
        try (var files = Files.list(mail.directory())) {
            var row = desk.store().find(campaign.id()).orElseThrow();
            for (long seq = 1; seq <= 10; seq++) {
                ids.add(NoticeForms.messageId(row, seq, "@").substring(1, 41));
            }
            return files.map(CampaignWebTest::read)
                    .filter(each -> ids.stream().anyMatch(each::contains))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] notification(String token) {
        return ("From: MAILER-DAEMON@mx.example\r\nTo: <kazakhstan+" + token + "@zvonobot.kz>\r\n"
                        + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\nMIME-Version: 1.0\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                        + "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private String csv(String user, String path) {
        return text(user, path, "text/csv");
    }

    private String text(String user, String path) {
        return text(user, path, "text/html");
    }

    @Autowired
    kz.qupiya.security.DemoUsers users;

    private String text(String user, String path, String type) {
        var credentials = java.util.Base64.getEncoder()
                .encodeToString((user + ":" + users.password()).getBytes(StandardCharsets.UTF_8));
        var answer = send(HttpRequest.newBuilder(URI.create(api.url(path)))
                .header("Authorization", "Basic " + credentials)
                .header("Accept", type + ", application/problem+json;q=0.5"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> page(String path) {
        return send(HttpRequest.newBuilder(
                URI.create(api.url(path.replace("<", "%3C").replace(">", "%3E")))));
    }

    private HttpResponse<String> answer(Map<String, String> fields) {
        var form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send(HttpRequest.newBuilder(URI.create(api.url("/notice")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
