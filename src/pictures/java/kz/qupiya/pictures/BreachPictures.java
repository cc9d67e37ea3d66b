package kz.qupiya.pictures;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Elements;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.campaign.SendCampaigns;
import kz.qupiya.letter.MailPorts;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.util.HtmlUtils;

/** A breach from its discovery to the morning after, when some hundred people are being told of it one by one. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreachPictures {

    private static final String OPERATOR = "zvonobot";

    /** Clients whose data were in the file: nobody of them has a case in the year. */
    private static final int FIRST = 200;

    private static final int PEOPLE = 640;

    /** So many of them have been written to when the picture is taken, one every two seconds; the rate is set in the profile of the build. */
    private static final int TOLD = 372;

    private static final Duration PACE = Duration.ofSeconds(2);
    private static final int PANEL_HEIGHT = 1500;
    private static final int MAIL_WIDTH = 700;
    private static final int PAPER_WIDTH = 900;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final double PHONE_DENSITY = 2;
    private static final float LETTER_DPI = 110;
    private static final int LINES = 9;
    private static final Pattern CODE = Pattern.compile("/notice/([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})");
    private static final DateTimeFormatter SENT = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");

    @Autowired
    Api api;

    @Autowired
    DemoUsers users;

    @Autowired
    Office office;

    @Autowired
    SendCampaigns send;

    @Autowired
    MailPorts mail;

    private Studio studio;
    private String number = "";

    @BeforeAll
    void open() {
        studio = new Studio(api.url(""));
    }

    @AfterAll
    void close() {
        studio.close();
    }

    @Test
    void breach() throws IOException, InterruptedException {
        number = office.year().breach();
        var people = office.clients(FIRST, PEOPLE);
        contain();
        list(people);
        tellTheAuthority();
        authorityFile();
        tellThePeople();
        panel();
        progress();
        var told = mails();
        for (var language : List.of("ru", "kk")) {
            notice(language, first(people, told, language));
        }
        page(first(people, told, "ru"));
    }

    private void contain() {
        at("2026-11-17T10:05:00Z");
        complete("security", Elements.ASSESS, Map.of("verdict", "confirmed"));
        post(
                "/parts",
                Map.of(
                        "facts",
                        "Ссылка была открыта с 9 ноября, таблицу скачали с двух адресов.",
                        "measures",
                        "Ссылка закрыта, ключи доступа к хранилищу сменены."));
        measure("Проверить остальные ссылки хранилища.", "security-officer", "2026-11-19");
        TestClock.forward(Duration.ofMinutes(3));
        measure("Запретить выгрузку таблиц за пределы сети.", "data-custodian", "2026-11-24");
        at("2026-11-17T10:40:00Z");
        complete("security", Elements.CONTAIN, Map.of("contained", true));
    }

    private void measure(String text, String owner, String dueOn) {
        post("/measures", Map.of("text", text, "owner", owner, "dueOn", dueOn));
    }

    private void list(List<Office.Client> people) {
        at("2026-11-17T11:30:00Z");
        var csv = new StringBuilder("iin,name,phone,email,language\n");
        for (var one : people) {
            csv.append(String.join(
                            ",",
                            one.iin(),
                            one.name(),
                            one.phone(),
                            one.email() == null ? "" : one.email(),
                            language(people, one)))
                    .append('\n');
        }
        var taken = api.send(
                "integration",
                "POST",
                path("/affected"),
                "text/csv",
                csv.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(taken.status()).as(taken.raw().body()).isEqualTo(200);
        complete("security", Elements.DETERMINE, Map.of("listComplete", true));
    }

    private static String language(List<Office.Client> people, Office.Client one) {
        return people.indexOf(one) % 5 < 3 ? "kk" : "ru";
    }

    private void tellTheAuthority() {
        at("2026-11-17T12:10:00Z");
        complete("security", Elements.PREPARE_FILING, Map.of("filingWay", "hand"));
        at("2026-11-17T12:35:00Z");
        complete("officer", Elements.APPROVE_FILING, Map.of("approval", "approved"));
        var handedIn = "2026-11-17T12:50:00Z";
        at("2026-11-17T12:55:00Z");
        post("/filings/1/registration", Map.of("number", "ЗПД-4812", "handedInAt", handedIn));
        complete("clerk", Elements.RECORD_FILING, Map.of("filed", true));
    }

    private void tellThePeople() {
        at("2026-11-18T05:05:00Z");
        complete("officer", Elements.WRITE_NOTICE, Map.of("noticeWritten", true));
        TestClock.set(Office.NOW.minus(PACE.multipliedBy(TOLD)));
        complete("lawyer", Elements.APPROVE_NOTICE, Map.of("approval", "approved"));
        send.run(TOLD, PACE);
    }

    /** The letter to the authorised body, and what else lies in its file. */
    private void authorityFile() throws IOException, InterruptedException {
        Album.keepPage(
                "breach-authority-letter", api.bytes("officer", path("/authority-file?part=letter")), 0, LETTER_DPI);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var zip =
                new ZipInputStream(new ByteArrayInputStream(api.bytes("officer", path("/authority-file?part=all"))))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        var html = new StringBuilder(
                """
                <style>
                  body { margin: 0; padding: 16px; background: #fff; font: 14px/1.45 "Noto Sans", "DejaVu Sans", sans-serif; color: #1d232b }
                  h1 { font-size: 15px; margin: 14px 0 6px } h1:first-of-type { margin-top: 0 }
                  table { border-collapse: collapse } td { padding: 2px 24px 2px 0 } td + td { text-align: right; color: #52606d }
                  pre { margin: 0; padding: 10px 12px; background: #f4f6f8; font: 12px/1.5 "DejaVu Sans Mono", monospace; overflow: hidden }
                </style>""");
        html.append("<h1>").append(number).append("-1.zip</h1><table>");
        entries.forEach((name, content) -> html.append("<tr><td>")
                .append(name)
                .append("<td>")
                .append("%,d".formatted(content.length).replace(',', ' '))
                .append(" Б"));
        html.append("</table>");
        entries.forEach((name, content) -> {
            if (!name.endsWith(".pdf")) {
                var lines = new String(content, StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .lines()
                        .toList();
                html.append("<h1>")
                        .append(name)
                        .append("</h1><pre>")
                        .append(HtmlUtils.htmlEscape(
                                String.join("\n", lines.subList(0, Math.min(lines.size(), 2 + LINES)))))
                        .append(lines.size() > 2 + LINES ? "\n…" : "")
                        .append("</pre>");
            }
        });
        try (var reader = studio.desk("ru", PAPER_WIDTH, 400, Studio.DENSITY)) {
            reader.page().setContent(html.toString());
            Studio.keepWhole(reader, "breach-authority-file");
        }
    }

    /** The case beside a task of the security officer. */
    private void panel() throws IOException {
        TestClock.set(Office.NOW);
        try (var security = studio.desk("ru", Studio.WIDTH, PANEL_HEIGHT, Studio.DENSITY)) {
            security.login("tasklist", "security", users.password());
            security.claim(office.open(number, Elements.TAKE_MEASURE).get(0));
            var dock = security.page().locator(".qp-dock");
            dock.locator("[data-section=breach]").evaluate("each => each.scrollIntoView()");
            Studio.keep(security, "breach-panel", dock);
        }
    }

    /** How far the notices are, as a manager sees it in Cockpit. */
    private void progress() throws IOException {
        try (var manager = studio.desk("ru")) {
            manager.login("cockpit", "manager", users.password());
            var story = manager.story(OPERATOR, number);
            assertThat(story.locator("[data-part=campaigns] progress")).isVisible();
            Studio.keep(manager, "breach-progress");
        }
    }

    /** A notice as a program for mail shows it: who, to whom, about what, and the text as it came. */
    private void notice(String language, MimeMessage notice) throws IOException {
        try (var person = studio.desk(language, MAIL_WIDTH, 500, Studio.DENSITY)) {
            var page = person.page();
            page.setContent(html(notice));
            page.evaluate(
                    """
                    rows => {
                      const head = document.createElement('div');
                      head.style.cssText = 'padding: 12px 28px; background: #fff; border-bottom: 1px solid #cbd5e1; font: 13px/1.6 "Noto Sans", sans-serif; color: #1d232b';
                      for (const [name, value] of rows) {
                        const row = head.appendChild(document.createElement('div'));
                        row.appendChild(document.createElement('span')).textContent = name + ': ';
                        row.firstChild.style.color = '#52606d';
                        row.appendChild(document.createElement('span')).textContent = value;
                      }
                      document.body.prepend(head);
                    }""",
                    head(language, notice));
            Studio.keepWhole(person, "breach-notice-" + language);
        }
    }

    private static List<List<String>> head(String language, MimeMessage notice) {
        var words = language.equals("kk")
                ? List.of("Кімнен", "Кімге", "Тақырыбы", "Күні")
                : List.of("От", "Кому", "Тема", "Дата");
        try {
            var from = (InternetAddress) notice.getFrom()[0];
            var sentAt = SENT.format(notice.getSentDate().toInstant().atZone(Almaty.ZONE));
            return List.of(
                    List.of(words.get(0), from.getPersonal() + " <" + from.getAddress() + ">"),
                    List.of(words.get(1), to(notice)),
                    List.of(words.get(2), notice.getSubject()),
                    List.of(words.get(3), sentAt));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The page on which somebody answers the notice that they got, on their telephone. */
    private void page(MimeMessage notice) throws IOException {
        var code =
                CODE.matcher(html(notice)).results().findFirst().orElseThrow().group(1);
        try (var person = studio.desk("ru", PHONE_WIDTH, PHONE_HEIGHT, PHONE_DENSITY)) {
            person.open("/notice/" + code + "?lang=ru");
            var page = person.page();
            page.locator("input[value=misuse]").check();
            page.locator("#f-text").fill("Вчера позвонили от имени банка и назвали моё имя и номер договора.");
            page.locator("h1").click();
            Studio.keepWhole(person, "breach-page");
        }
    }

    /** The first of the people of a language who has been written to. */
    private static MimeMessage first(List<Office.Client> people, Map<String, MimeMessage> told, String language) {
        return people.stream()
                .filter(one -> one.email() != null && language(people, one).equals(language))
                .map(one -> told.get(one.email()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** The notices that have gone out, by whom they went to. */
    private Map<String, MimeMessage> mails() throws IOException {
        Map<String, MimeMessage> mails = new LinkedHashMap<>();
        try (var files = Files.list(mail.directory())) {
            for (var file : files.filter(one -> one.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                var message = read(file);
                if (text(message).contains("/notice/")) {
                    mails.put(to(message), message);
                }
            }
        }
        return mails;
    }

    private static MimeMessage read(Path file) {
        try {
            return new MimeMessage(null, new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String to(MimeMessage message) {
        try {
            return ((InternetAddress) message.getAllRecipients()[0]).getAddress();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage message) {
        return String.join("\n", bodies(message));
    }

    /** The last of the alternatives is the one that a program for mail shows. */
    private static String html(MimeMessage message) {
        var bodies = bodies(message);
        return bodies.get(bodies.size() - 1);
    }

    private static List<String> bodies(MimeMessage message) {
        try {
            List<String> bodies = new ArrayList<>();
            if (message.getContent() instanceof MimeMultipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    if (parts.getBodyPart(i).getContent() instanceof String body) {
                        bodies.add(body);
                    }
                }
            }
            return bodies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void at(String moment) {
        TestClock.set(Instant.parse(moment));
        office.drive(OPERATOR, number);
    }

    private void complete(String user, String task, Map<String, Object> variables) {
        office.complete(user, OPERATOR, number, task, variables);
    }

    private void post(String address, Object body) {
        var answer = api.post("security", path(address), body);
        assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 299);
    }

    private String path(String more) {
        return "/api/v1/operators/" + OPERATOR + "/breaches/" + number + more;
    }
}
