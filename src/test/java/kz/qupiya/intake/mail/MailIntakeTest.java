package kz.qupiya.intake.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.letter.Letters;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.CaseDriver;
import kz.qupiya.testing.Jobs;
import kz.qupiya.testing.MailPost;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import kz.qupiya.testing.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.unit.DataSize;

/** Mail from the moment that a mail server takes it until it is a case. */
@QupiyaTest
@DisplayName("Mail to an operator")
class MailIntakeTest {

    private static final String ZVONOBOT = "kazakhstan@zvonobot.kz";

    @Autowired
    MailPost post;

    @Autowired
    MailFetcher fetcher;

    @Autowired
    MailWorker worker;

    @Autowired
    MailLedger ledger;

    @Autowired
    MailDesk desk;

    @Autowired
    MailPrints prints;

    @Autowired
    MailSettings settings;

    @Autowired
    Mailboxes mailboxes;

    @Autowired
    MailHealth health;

    @Autowired
    MeterRegistry meters;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Clock clock;

    @Autowired
    Operators operators;

    @Autowired
    CaseFiles cases;

    @Autowired
    CaseDriver driver;

    @Autowired
    Parties parties;

    @Autowired
    Documents documents;

    @Autowired
    Timeline timeline;

    @Autowired
    Letters letters;

    @Autowired
    Jobs jobs;

    @Autowired
    Api api;

    @Autowired
    List<RecurringTask<?>> runners;

    @Autowired
    JdbcClient jdbc;

    private static boolean settled;

    @BeforeEach
    void settle() {
        forgetClock();
        if (!settled) {
            // Other tests may have left mail.
            fetcher.fetch();
            worker.workOff();
            settled = true;
        }
    }

    /** A clock that ran ahead would keep other tests from the mailboxes. */
    @AfterEach
    void forgetClock() {
        jdbc.sql("update qupiya.mailbox set next_at = '2020-01-01', lease_until = null, failures = 0")
                .update();
        jdbc.sql("update qupiya.mail_item set next_at = '2020-01-01' where next_at is not null")
                .update();
    }

    /** Takes in what lies in the mailbox of Zvonobot, and works it off. */
    private void takeIn() {
        takeIn("zvonobot");
    }

    private void takeIn(String operator) {
        fetch(operator);
        worker.workOff();
    }

    private int fetch(String operator) {
        var key = new OperatorKey(operator);
        return fetcher.fetch(key, mailboxes.all().get(key));
    }

    private String address(String operator) {
        return operators.get(operators.require(operator)).mailAddress();
    }

    /** The cases that mails of this sender opened, oldest first. */
    private List<CaseFile> casesOf(String sender) {
        return jdbc
                .sql(
                        "select i.operator, c.case_id from qupiya.case_mail c join qupiya.mail_item i on i.id = c.mail_id where not c.joined order by i.taken_at, c.id")
                .query((row, n) -> cases.get(row.getObject(2, UUID.class)))
                .list()
                .stream()
                .filter(file -> parties.value(file.id(), Parties.REQUESTER_EMAIL)
                        .filter(sender::equals)
                        .isPresent())
                .toList();
    }

    private CaseFile caseOf(String sender) {
        var found = casesOf(sender);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<String> events(CaseFile file) {
        return timeline.of(file.id()).stream().map(Timeline.Entry::code).toList();
    }

    private String setAside(String operator) {
        return jdbc.sql(
                        "select coalesce(string_agg(reason, ',' order by taken_at), '') from qupiya.mail_item where operator = ? and state = 'set-aside'")
                .param(operator)
                .query(String.class)
                .single();
    }

    private long items(String operator) {
        return jdbc.sql("select count(*) from qupiya.mail_item where operator = ?")
                .param(operator)
                .query(Long.class)
                .single();
    }

    private long caseCount() {
        return jdbc.sql("select count(*) from qupiya.case_file")
                .query(Long.class)
                .single();
    }

    private int unseen(String operator) throws Exception {
        var mailbox = mailboxes.all().get(new OperatorKey(operator));
        try (var store = mailboxes.session(mailbox).getStore("imap")) {
            store.connect("127.0.0.1", mailbox.port(), mailbox.username(), mailbox.password());
            try (var folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_ONLY);
                return folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false)).length;
            }
        }
    }

    private void run(String runner) {
        runners.stream()
                .filter(one -> one.getName().equals(runner))
                .forEach(one -> one.execute(new TaskInstance<>(runner, RecurringTask.INSTANCE), null));
    }

    @Test
    @DisplayName(
            "becomes a request received when the mail server got it, with words and files sealed, and is acknowledged")
    void request() throws Exception {
        for (var operator : operators.all()) {
            var sender = MailPost.someAddress();
            var before = Instant.now().minusSeconds(2);
            post.send(
                    sender,
                    operator.mailAddress(),
                    """
                    From: =?utf-8?B?%s?= <%s>
                    Subject: =?utf-8?B?%s?=
                    Date: Mon, 1 Jan 2001 00:00:00 +0000
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=b

                    --b
                    Content-Type: text/plain; charset=utf-8

                    Менің деректерімді көрсетіңіз, карта 4111 1111 1111 1111
                    --b
                    Content-Type: text/plain; name=spravka.txt; charset=utf-8

                    Приложение
                    --b
                    Content-Type: application/x-msdownload; name=virus.exe

                    MZ
                    --b--
                    """
                            .formatted(encoded("Әсел Жазушы"), sender, encoded("Сұрақ")));
            takeIn(operator.key().value());
            var file = caseOf(sender);
            assertThat(file.operator()).isEqualTo(operator.key());
            assertThat(file.kind()).isEqualTo(CaseKind.OTHER_REQUEST);
            assertThat(file.channel()).isEqualTo(Channel.MAIL);
            assertThat(file.ground()).isEqualTo("other");
            assertThat(file.language()).isEqualTo("kk");
            assertThat(file.entitlement()).isEqualTo(Entitlement.TO_BE_PROVED);
            assertThat(file.receivedAt()).isBetween(before, Instant.now()).isBeforeOrEqualTo(file.openedAt());
            assertThat(parties.value(file.id(), Parties.DESCRIPTION)).hasValueSatisfying(text -> assertThat(text)
                    .startsWith("Сұрақ\n\nМенің деректерімді көрсетіңіз")
                    .doesNotContain("4111 1111"));
            assertThat(parties.value(file.id(), Parties.REQUESTER_NAME)).contains("Әсел Жазушы");
            assertThat(documents.of(file.id()))
                    .extracting(Documents.Document::fileName)
                    .containsExactly("spravka.txt");
            assertThat(events(file)).contains("mail.left-out");
            jobs.runDue(file.number().value());
            assertThat(driver.letters(operator.key().value(), file.number().value()))
                    .containsExactly("other-request-received");
            assertThat(unseen(operator.key().value())).isZero();
            assertThat(jdbc.sql("select count(*) from qupiya.mail_chunk")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    @DisplayName("is shown to staff in the case, in their language, with what was left out and the address masked")
    void panel() throws Exception {
        var sender = MailPost.someAddress();
        post.send(
                sender,
                ZVONOBOT,
                "From: " + sender
                        + "\nSubject: Вопрос\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nПервое\n--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder().encodeToString(zip()) + "\n--b--\n");
        takeIn();
        var file = caseOf(sender);
        var number = file.number().value();
        post.write(sender, ZVONOBOT, "Re: [" + number.toLowerCase(java.util.Locale.ROOT) + "]", "", "<b>Второе</b>");
        takeIn();
        var panel = api.get("clerk", CaseDriver.cases("zvonobot", number) + "/panel")
                .raw()
                .body();
        assertThat(panel)
                .contains(
                        "\"mails\"",
                        "Вопрос",
                        "<b>Второе</b>",
                        "a.zip",
                        "вид файла не принимается",
                        "w•••@mail.example.kz")
                .contains("К делу присоединено письмо, полученное");
        assertThat(api.get("custodian", CaseDriver.cases("zvonobot", number) + "/panel")
                        .raw()
                        .body())
                .doesNotContain("Второе");
    }

    @Test
    @DisplayName(
            "that answers joins its case if the case knows the sender: by number or by letter, without an acknowledgement")
    void joins() {
        var sender = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Первое", "", "Вопрос");
        takeIn();
        var file = caseOf(sender);
        jobs.runDue(file.number().value());
        var letter = letters.ofCase(file.id()).get(0);
        post.write(
                sender.toUpperCase(java.util.Locale.ROOT),
                ZVONOBOT,
                "Re: " + file.number().value(),
                "",
                "По номеру");
        post.write(sender, ZVONOBOT, "Re: ваше письмо", "In-Reply-To: " + letter.messageId() + "\n", "По письму");
        post.write(
                sender,
                ZVONOBOT,
                "Re: ваше письмо",
                "References: <x@y> " + letter.messageId() + " <z@y>\n",
                "По ссылке");
        takeIn();
        assertThat(casesOf(sender)).hasSize(1);
        assertThat(events(file).stream().filter("mail.joined"::equals)).hasSize(3);
        jobs.runDue(file.number().value());
        assertThat(driver.letters("zvonobot", file.number().value())).hasSize(1);
        assertThat(api.get("officer", CaseDriver.cases("zvonobot", file.number().value()) + "/panel")
                        .raw()
                        .body())
                .contains("По номеру", "По письму", "По ссылке");
    }

    @Test
    @DisplayName(
            "of a stranger who names a case, or to a closed or foreign one, is a request of its own and tells nothing")
    void stranger() {
        var sender = MailPost.someAddress();
        var stranger = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Первое", "", "Вопрос");
        takeIn();
        var file = caseOf(sender);
        var number = file.number().value();
        post.write(stranger, ZVONOBOT, "Re: " + number, "", "Что там у него?");
        post.write(sender, address("twelve"), "Re: " + number, "", "Не тому оператору");
        takeIn();
        takeIn("twelve");
        var own = caseOf(stranger);
        assertThat(events(file)).contains("mail.registered-apart").doesNotContain("mail.joined");
        assertThat(events(own)).contains("mail.names-case");
        assertThat(own.kind()).isEqualTo(CaseKind.OTHER_REQUEST);
        jobs.runDue(own.number().value());
        assertThat(letters.html(letters.ofCase(own.id()).get(0).id())).doesNotContain(number);
        var foreign = casesOf(sender).stream()
                .filter(one -> one.operator().value().equals("twelve"))
                .toList();
        assertThat(foreign).hasSize(1);
        assertThat(events(foreign.get(0))).doesNotContain("mail.names-case");
        jobs.runDue(number);
        cases.get(file.id());
        jdbc.sql("update qupiya.case_file set status = 'closed', closed_at = now(), outcome = 'satisfied' where id = ?")
                .param(file.id())
                .update();
        post.write(sender, ZVONOBOT, "Re: " + number, "", "Но вы не ответили!");
        takeIn();
        assertThat(casesOf(sender).stream().filter(one -> one.operator().value().equals("zvonobot")))
                .hasSize(2);
    }

    @Test
    @DisplayName("that calls itself a claim opens one, from the moment when the mail server got it")
    void claim() {
        var sender = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Претензия по договору", "", "Верните 5000 тенге");
        takeIn();
        var claim = caseOf(sender);
        assertThat(claim.kind()).isEqualTo(CaseKind.CLAIM);
        assertThat(parties.value(claim.id(), Parties.DESCRIPTION).orElse("")).contains("Верните 5000 тенге");
        post.write(sender, ZVONOBOT, "Re: " + claim.number().value(), "", "Прилагаю чек");
        takeIn();
        assertThat(casesOf(sender)).hasSize(1);
        assertThat(events(claim)).contains("mail.joined");
    }

    @Test
    @DisplayName(
            "that plainly withdraws from advertising stops it at once for the address; what else it says is read by a clerk")
    void unsubscribe() {
        var plain = MailPost.someAddress();
        var kazakh = MailPost.someAddress();
        var link = MailPost.someAddress();
        var more = MailPost.someAddress();
        post.write(plain, ZVONOBOT, "unsubscribe", "", "");
        post.write(kazakh, ZVONOBOT, "=?utf-8?B?" + encoded("Жарнамадан бас тарту") + "?=", "", "--\nӘсел");
        post.write(link, "kazakhstan+unsubscribe@zvonobot.kz", "", "", "");
        post.write(more, ZVONOBOT, "Отписаться", "", "И удалите мои данные");
        takeIn();
        for (var sender : List.of(plain, kazakh, link)) {
            var file = caseOf(sender);
            assertThat(file.kind()).isEqualTo(CaseKind.CONSENT_WITHDRAWAL);
            assertThat(file.channel()).isEqualTo(Channel.MAIL);
            assertThat(file.ground()).isEqualTo("advertising");
            assertThat(driver.allowed("zvonobot", "advertising", "email", sender))
                    .isFalse();
            jobs.runDue(file.number().value());
            assertThat(driver.letters("zvonobot", file.number().value())).isNotEmpty();
        }
        var both = casesOf(more);
        assertThat(both)
                .extracting(CaseFile::kind)
                .containsExactlyInAnyOrder(CaseKind.CONSENT_WITHDRAWAL, CaseKind.OTHER_REQUEST);
        assertThat(both).allSatisfy(file -> assertThat(events(file)).contains("mail.also-opened"));
    }

    @Test
    @DisplayName("that nobody wrote opens nothing and is answered by nothing: set aside and counted")
    void automatic() {
        var operator = "kao-solutions";
        var to = address(operator);
        var before = caseCount();
        var aside = setAside(operator);
        var counted = counted(operator);
        post.write(MailPost.someAddress(), to, "Out of office", "Auto-Submitted: auto-replied\n", "Я в отпуске");
        post.write(MailPost.someAddress(), to, "News", "Precedence: bulk\n", "Новости");
        post.write(MailPost.someAddress(), to, "Auto", "X-Autoreply: yes\n", "Автоответ");
        post.write(MailPost.someAddress(), to, "Auto", "X-Auto-Response-Suppress: All\n", "Автоответ");
        post.write(MailPost.someAddress(), to, "Auto", "Return-Path: <>\n", "Автоответ");
        post.write(MailPost.someAddress(), to, "List", "List-Id: <news.example.kz>\n", "Рассылка");
        post.write(to, to, "unsubscribe", "", "Сам себе");
        post.write(address("twelve"), to, "unsubscribe", "", "Соседу");
        post.write("MAILER-DAEMON@example.kz", to, "failure", "", "User unknown");
        takeIn(operator);
        assertThat(caseCount()).isEqualTo(before);
        assertThat(setAside(operator).substring(aside.length()).split(","))
                .filteredOn(reason -> !reason.isEmpty())
                .containsExactlyInAnyOrder(
                        "auto-submitted",
                        "precedence",
                        "auto-reply",
                        "auto-reply",
                        "empty-return-path",
                        "list",
                        "own-address",
                        "own-address",
                        "mail-daemon");
        assertThat(counted(operator) - counted).isEqualTo(9);
    }

    private double counted(String operator) {
        return meters
                .find("qupiya.mail.worked-off")
                .tag("operator", operator)
                .tag("result", "set-aside")
                .counters()
                .stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    @Test
    @DisplayName("that says a letter of ours has not arrived puts the letter on the print list")
    void bounce() {
        var sender = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Вопрос", "", "Вопрос");
        takeIn();
        var file = caseOf(sender);
        jobs.runDue(file.number().value());
        run("letters-send");
        var letter = letters.ofCase(file.id()).get(0);
        assertThat(letter.state().json()).isEqualTo("sent");
        var before = caseCount();
        post.send(
                "mailer-daemon@mx.example.kz",
                ZVONOBOT,
                """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example.kz
                To: %s
                Subject: Undelivered
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                Not delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.kz

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1

                --b
                Content-Type: text/rfc822-headers

                Message-ID: %s
                --b--
                """
                        .formatted(ZVONOBOT, sender, letter.messageId()));
        takeIn();
        assertThat(caseCount()).isEqualTo(before);
        assertThat(letters.ofCase(file.id()).get(0).state().json()).isEqualTo("bounced");
        assertThat(events(file)).contains("letter.bounced");
    }

    @Test
    @DisplayName("delivered twice opens one case, with a Message-ID or without; two mails under one Message-ID are two")
    void twice() {
        var sender = MailPost.someAddress();
        var mail = "From: " + sender + "\nSubject: Вопрос\nMessage-ID: <" + sender + ">\n\nОдно письмо\n";
        post.send(sender, ZVONOBOT, "Received: from a by b\n" + mail);
        post.send(sender, ZVONOBOT, "Received: from c by d\n" + mail);
        takeIn();
        post.send(sender, ZVONOBOT, mail);
        takeIn();
        assertThat(casesOf(sender)).hasSize(1);
        post.send(sender, ZVONOBOT, mail.replace("Одно", "Другое"));
        takeIn();
        assertThat(casesOf(sender)).hasSize(2);
        var other = MailPost.someAddress();
        var bare = "From: " + other + "\nSubject: Вопрос\n\nБез номера\n";
        post.send(other, ZVONOBOT, "Received: from a by b\n" + bare);
        post.send(other, ZVONOBOT, bare);
        takeIn();
        assertThat(casesOf(other)).hasSize(1);
        post.send(other, address("twelve"), bare);
        takeIn("twelve");
        assertThat(casesOf(other)).as("another operator is asked another thing").hasSize(2);
    }

    @Test
    @DisplayName("is taken by two nodes at once as by one")
    void twoNodes() throws Exception {
        var senders = java.util.stream.IntStream.range(0, 24)
                .mapToObj(i -> MailPost.someAddress())
                .toList();
        senders.forEach(sender -> post.write(sender, address("twelve"), "Вопрос", "", "Вопрос"));
        var barrier = new CyclicBarrier(3);
        var nodes = Executors.newFixedThreadPool(3);
        try {
            var running = java.util.stream.IntStream.range(0, 3)
                    .mapToObj(i -> nodes.submit(() -> {
                        barrier.await();
                        int fetched = fetch("twelve");
                        barrier.await();
                        return Map.entry(fetched, worker.workOff());
                    }))
                    .toList();
            int fetched = 0;
            int done = 0;
            for (var one : running) {
                fetched += one.get().getKey();
                done += one.get().getValue();
            }
            assertThat(fetched).isEqualTo(24);
            assertThat(done).isEqualTo(24);
        } finally {
            nodes.shutdownNow();
        }
        senders.forEach(sender -> assertThat(casesOf(sender)).hasSize(1));
    }

    @Test
    @DisplayName(
            "by the hundred is taken in bounded batches; what waits too much stays in the mailbox, and nothing is lost")
    void many() throws Exception {
        var operator = new OperatorKey("digital-rocket");
        var to = address("digital-rocket");
        var before = items("digital-rocket");
        for (int i = 0; i < 60; i++) {
            post.write("many-" + i + "-" + System.nanoTime() + "@mail.example.kz", to, "Вопрос " + i, "", "Вопрос");
        }
        var small = fetcher(12, 30);
        var mailbox = mailboxes.all().get(operator);
        assertThat(small.fetch(operator, mailbox)).isEqualTo(12);
        assertThat(unseen("digital-rocket")).isEqualTo(48);
        assertThat(small.fetch(operator, mailbox)).isEqualTo(12);
        assertThat(small.fetch(operator, mailbox)).isEqualTo(6);
        assertThat(small.fetch(operator, mailbox)).as("as many wait as may").isZero();
        assertThat(unseen("digital-rocket")).isEqualTo(30);
        var cases = caseCount();
        assertThat(worker.workOff()).isEqualTo(30);
        takeIn("digital-rocket");
        assertThat(unseen("digital-rocket")).isZero();
        assertThat(items("digital-rocket") - before).isEqualTo(60);
        assertThat(caseCount() - cases).isEqualTo(60);
    }

    private MailFetcher fetcher(int batch, int backlog) {
        return new MailFetcher(
                mailboxes,
                ledger,
                prints,
                new MailSettings(
                        Map.of(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        settings.lease(),
                        batch,
                        backlog,
                        DataSize.ofMegabytes(1),
                        settings.perRun(),
                        settings.perSender(),
                        settings.senderWindow(),
                        settings.perSenderDaily(),
                        settings.retries()),
                meters,
                clock,
                transactions);
    }

    @Test
    @DisplayName(
            "of one sender without end opens some cases a minute, the rest wait their turn, and of a day's too many the rest join")
    void flood() {
        var sender = MailPost.someAddress();
        int all = settings.perSenderDaily() + 10;
        for (int i = 0; i < all; i++) {
            post.write(sender, ZVONOBOT, "Письмо " + i, "", "Письмо " + i);
        }
        var other = MailPost.someAddress();
        post.write(other, ZVONOBOT, "Вопрос", "", "Вопрос");
        takeIn();
        assertThat(casesOf(sender)).hasSize(settings.perSender());
        assertThat(casesOf(other)).as("others do not wait for that").hasSize(1);
        for (int minutes = 0; minutes < all; minutes++) {
            TestClock.forward(settings.senderWindow().plusSeconds(1));
            worker.workOff();
        }
        assertThat(casesOf(sender)).hasSize(settings.perSenderDaily());
        var last = casesOf(sender).stream()
                .flatMap(file -> events(file).stream())
                .filter("mail.joined"::equals)
                .count();
        assertThat(last).isEqualTo(10);
    }

    @Test
    @DisplayName(
            "to a case that was re-classified joins the one that is handled on, where staff read all that was written")
    void reclassified() {
        var sender = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Вопрос", "", "Покажите мои данные");
        takeIn();
        var first = caseOf(sender);
        jobs.runDue(first.number().value());
        post.write(sender, ZVONOBOT, "Re: " + first.number().value(), "", "Дополнение до");
        takeIn();
        var answer = api.post(
                "officer",
                CaseDriver.cases("zvonobot", first.number().value()) + "/reclassify",
                Map.of("kind", "other-request", "about", "access"));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        var second = driver.file("zvonobot", answer.body().path("number").asText());
        assertThat(second.receivedAt()).isEqualTo(first.receivedAt());
        post.write(sender, ZVONOBOT, "Re: " + first.number().value(), "", "Дополнение после");
        takeIn();
        assertThat(casesOf(sender)).hasSize(1);
        assertThat(events(second)).contains("mail.joined");
        assertThat(api.get(
                                "officer",
                                CaseDriver.cases("zvonobot", second.number().value()) + "/panel")
                        .raw()
                        .body())
                .contains("Дополнение до", "Дополнение после");
    }

    @Test
    @DisplayName(
            "was received when the server says, whatever the mail says and whenever it is read; never later than now")
    void internalDate() throws Exception {
        var early = MailPost.someAddress();
        var late = MailPost.someAddress();
        var at = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
        var mailbox = mailboxes.all().get(new OperatorKey("zvonobot"));
        var session = mailboxes.session(mailbox);
        try (var store = session.getStore("imap")) {
            store.connect("127.0.0.1", mailbox.port(), mailbox.username(), mailbox.password());
            var inbox = store.getFolder("INBOX");
            for (var each : Map.of(early, at, late, Instant.now().plus(Duration.ofDays(2)))
                    .entrySet()) {
                var message = new MimeMessage(session) {
                    @Override
                    public Date getReceivedDate() {
                        return Date.from(each.getValue());
                    }
                };
                message.setFrom(each.getKey());
                message.setText("Вопрос", "utf-8");
                message.setHeader("Date", "Mon, 1 Jan 2001 00:00:00 +0000");
                inbox.appendMessages(new Message[] {message});
            }
        }
        takeIn();
        assertThat(caseOf(early).receivedAt()).isEqualTo(at);
        assertThat(caseOf(late).receivedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    @DisplayName(
            "is moved only when it is safe, is known again when the server numbers anew, and one node at a time reads")
    void mailbox() throws Exception {
        var operator = new OperatorKey("kao-solutions");
        var own = mailboxes.all().get(operator);
        var moving = new MailSettings.Mailbox(
                "imap", "127.0.0.1", own.port(), false, own.username(), own.password(), null, "INBOX", "Done");
        takeIn("kao-solutions");
        int before = count(own, "INBOX");
        var sender = MailPost.someAddress();
        post.write(sender, address("kao-solutions"), "Вопрос", "", "Вопрос");
        var node = UUID.randomUUID();
        assertThat(ledger.lease(operator, node, clock.instant(), Duration.ofMinutes(1)))
                .isPresent();
        assertThat(fetcher.fetch(operator, moving)).as("another node reads").isZero();
        assertThat(count(own, "Done")).isZero();
        TestClock.forward(Duration.ofMinutes(2));
        assertThat(fetcher.fetch(operator, moving)).as("the other node died").isEqualTo(1);
        assertThat(ledger.advance(operator, node, 1_000_000, clock.instant()))
                .as("its lease is lost")
                .isFalse();
        assertThat(count(own, "INBOX")).isEqualTo(before);
        assertThat(count(own, "Done")).isEqualTo(1);
        worker.workOff();
        assertThat(casesOf(sender)).hasSize(1);
        var again = MailPost.someAddress();
        post.write(again, address("kao-solutions"), "Вопрос", "", "Вопрос");
        assertThat(fetch("kao-solutions")).isEqualTo(1);
        jdbc.sql("update qupiya.mailbox set uid_validity = 1 where operator = 'kao-solutions'")
                .update();
        unread(own);
        assertThat(fetch("kao-solutions")).isZero();
        assertThat(unseen("kao-solutions")).isZero();
        worker.workOff();
        assertThat(casesOf(again)).hasSize(1);
    }

    private int count(MailSettings.Mailbox mailbox, String name) throws Exception {
        try (var store = mailboxes.session(mailbox).getStore("imap")) {
            store.connect("127.0.0.1", mailbox.port(), mailbox.username(), mailbox.password());
            var folder = store.getFolder(name);
            return folder.exists() ? folder.getMessageCount() : 0;
        }
    }

    private void unread(MailSettings.Mailbox mailbox) throws Exception {
        try (var store = mailboxes.session(mailbox).getStore("imap")) {
            store.connect("127.0.0.1", mailbox.port(), mailbox.username(), mailbox.password());
            try (var folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_WRITE);
                folder.setFlags(folder.getMessages(), new Flags(Flags.Flag.SEEN), false);
            }
        }
    }

    @Test
    @DisplayName(
            "of 40 MB, with a bomb, or broken beyond reading is a request all the same, and the case says what is missing")
    void hostile() throws Exception {
        var big = MailPost.someAddress();
        var line = "x".repeat(76) + "\n";
        post.send(
                big,
                ZVONOBOT,
                "From: " + big
                        + "\nSubject: Big\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nСлова большого письма\n--b\nContent-Type: application/pdf; name=big.pdf\n\n"
                        + line.repeat(40 * 1024 * 1024 / line.length()) + "\n--b--\n");
        assertThat(fetch("zvonobot")).isEqualTo(1);
        assertThat(jdbc.sql("select kept from qupiya.mail_item where state = 'waiting' and size > 40000000")
                        .query(Long.class)
                        .single())
                .isEqualTo(settings.largest().toBytes());
        takeIn();
        assertThat(parties.value(caseOf(big).id(), Parties.DESCRIPTION))
                .hasValueSatisfying(text -> assertThat(text).contains("Слова большого письма"));
        assertThat(events(caseOf(big))).contains("mail.left-out");

        var bomb = MailPost.someAddress();
        post.send(
                bomb,
                ZVONOBOT,
                "From: " + bomb
                        + "\nSubject: Bomb\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nСлова\n--b\nContent-Type: application/x; name=bomb.docx\nContent-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder().encodeToString(zip()) + "\n--b--\n");
        var broken = MailPost.someAddress();
        post.send(
                broken,
                ZVONOBOT,
                "From: " + broken
                        + "\nContent-Type: multipart/mixed\nContent-Transfer-Encoding: nonsense\n\n--x\n\u0000\u0001 слова");
        var html = MailPost.someAddress();
        post.send(
                html,
                ZVONOBOT,
                "From: " + html
                        + "\nContent-Type: text/html; charset=utf-8\n\n<script>alert(1)</script><p>Слова</p><img src=x onerror=alert(2)>");
        var empty = MailPost.someAddress();
        post.send(empty, ZVONOBOT, "From: " + empty + "\n\n");
        var before = caseCount();
        post.send("nobody@example.kz", ZVONOBOT, "Subject: no sender at all\n\nСлова ниоткуда\n");
        var injected = MailPost.someAddress();
        post.send(
                injected,
                ZVONOBOT,
                "From: =?utf-8?Q?A=0D=0ABcc:_evil=40evil.kz?= <" + injected
                        + ">\nReply-To: x@evil.kz\nSubject: =?utf-8?Q?x=0D=0ABcc:_evil=40evil.kz?=\n\nСлова\n");
        takeIn();
        assertThat(documents.of(caseOf(bomb).id())).isEmpty();
        assertThat(events(caseOf(bomb))).contains("mail.left-out");
        assertThat(parties.value(caseOf(html).id(), Parties.DESCRIPTION)).contains("Слова");
        assertThat(caseOf(broken).kind()).isEqualTo(CaseKind.OTHER_REQUEST);
        assertThat(parties.value(caseOf(empty).id(), Parties.DESCRIPTION)).contains("(письмо без текста)");
        assertThat(caseCount() - before).as("with the one that has no sender").isEqualTo(6);
        var file = caseOf(injected);
        jobs.runDue(file.number().value());
        run("letters-send");
        assertThat(letters.ofCase(file.id()).get(0).state().json()).isEqualTo("sent");
        assertThat(mailed(letters.ofCase(file.id()).get(0).messageId()))
                .doesNotContainIgnoringCase("\nBcc:")
                .contains("To: " + injected, "Auto-Submitted: auto-generated");
    }

    private String mailed(String messageId) throws Exception {
        try (var files = java.nio.file.Files.list(TestData.MAIL)) {
            for (var file : files.filter(one -> one.toString().endsWith(".eml")).toList()) {
                var text = java.nio.file.Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains("Message-ID: " + messageId)) {
                    return text;
                }
            }
        }
        throw new AssertionError("no such mail");
    }

    @Test
    @DisplayName("that cannot be worked off is tried again, keeps no other, and at last is a case for a clerk")
    void failing() {
        var sender = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Вопрос", "", "Вопрос");
        fetch("zvonobot");
        jdbc.sql("update qupiya.mail_chunk set content = 'damaged'::bytea").update();
        var other = MailPost.someAddress();
        post.write(other, ZVONOBOT, "Вопрос", "", "Вопрос");
        var before = caseCount();
        takeIn();
        assertThat(casesOf(other)).hasSize(1);
        assertThat(caseCount() - before).isEqualTo(1);
        for (var wait : settings.retries()) {
            TestClock.forward(wait.plusSeconds(1));
            worker.workOff();
        }
        assertThat(caseCount() - before).isEqualTo(2);
        var unread = jdbc.sql(
                        "select case_id from qupiya.mail_item where reason = 'unread' order by worked_at desc limit 1")
                .query(UUID.class)
                .single();
        assertThat(cases.get(unread).kind()).isEqualTo(CaseKind.OTHER_REQUEST);
        assertThat(events(cases.get(unread))).contains("mail.unread");
        assertThat(parties.value(unread, Parties.DESCRIPTION))
                .hasValueSatisfying(text -> assertThat(text).contains("не смогла прочитать"));
    }

    @Test
    @DisplayName("that the server does not give out is asked for again, and at last is a case for a clerk")
    void notGivenOut() {
        var sender = MailPost.someAddress();
        post.write(sender, ZVONOBOT, "Вопрос", "", "Вопрос");
        fetch("zvonobot");
        var taken = jdbc.sql("select id, uid_validity, uid from qupiya.mail_item where state = 'waiting'")
                .query((row, n) -> new long[] {row.getLong(2), row.getLong(3)})
                .single();
        jdbc.sql("delete from qupiya.mail_item where state = 'waiting'").update();
        var operator = new OperatorKey("zvonobot");
        var received = Instant.now().minusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        ledger.addUnread(
                operator,
                prints.place(operator, taken[0], taken[1]),
                received,
                Instant.now(),
                0,
                taken[0],
                taken[1],
                Instant.now(),
                "Test");
        ledger.addUnread(
                operator,
                prints.place(operator, taken[0], 999_999),
                received,
                Instant.now(),
                0,
                taken[0],
                999_999,
                Instant.now(),
                "Test");
        var before = caseCount();
        takeIn();
        assertThat(casesOf(sender)).as("the server gave it after all").hasSize(1);
        for (var wait : settings.retries()) {
            TestClock.forward(wait.plusSeconds(1));
            takeIn();
        }
        assertThat(caseCount() - before).isEqualTo(2);
        assertThat(jdbc.sql(
                                "select c.received_at from qupiya.mail_item i join qupiya.case_file c on c.id = i.case_id where i.uid = 999999")
                        .query((row, n) -> row.getTimestamp(1).toInstant())
                        .single())
                .isEqualTo(received);
    }

    @Test
    @DisplayName("waits on a server that cannot be reached, which is tried later and later, and seen in the health")
    void serverLost() throws Exception {
        var operator = new OperatorKey("kz-pay-bot");
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        var lost = new MailSettings.Mailbox("imap", "127.0.0.1", closed, false, "x", "y", null, "INBOX", null);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        for (int i = 0; i < 3; i++) {
            assertThat(fetcher.fetch(operator, lost)).isZero();
            assertThat(fetcher.fetch(operator, mailboxes.all().get(operator)))
                    .as("not at once again")
                    .isZero();
            TestClock.forward(Duration.ofSeconds(15L << i).plusSeconds(1));
        }
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails().toString())
                .contains("failures=3")
                .doesNotContain("@");
        var sender = MailPost.someAddress();
        post.write(sender, address("kz-pay-bot"), "Вопрос", "", "Вопрос");
        assertThat(fetcher.fetch(operator, mailboxes.all().get(operator))).isEqualTo(1);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        worker.workOff();
        assertThat(casesOf(sender)).hasSize(1);
    }

    private static byte[] zip() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            var zeros = new byte[1024 * 1024];
            for (var name : List.of("[Content_Types].xml", "bomb")) {
                out.putNextEntry(new ZipEntry(name));
                for (int i = 0; i < 64; i++) {
                    out.write(zeros);
                }
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
