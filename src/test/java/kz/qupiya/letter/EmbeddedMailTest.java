package kz.qupiya.letter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.mock.env.MockEnvironment;

class EmbeddedMailTest {

    private static final String DSN =
            """
            From: MAILER-DAEMON@example.kz\r
            To: <%s>\r
            Subject: Undelivered Mail Returned to Sender\r
            MIME-Version: 1.0\r
            Auto-Submitted: auto-replied\r
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
            \r
            --b\r
            Content-Type: text/plain\r
            \r
            The mail could not be delivered.\r
            --b\r
            Content-Type: message/delivery-status\r
            \r
            Reporting-MTA: dns; mx.example.kz\r
            \r
            Final-Recipient: rfc822; demo.person@example.kz\r
            Action: %s\r
            Status: %s\r
            \r
            --b\r
            Content-Type: text/rfc822-headers\r
            \r
            Message-ID: %s\r
            Subject: x\r
            \r
            --b--\r
            """;

    @TempDir
    Path data;

    private LetterHouse house;
    private EmbeddedMail mail;

    @BeforeEach
    void start() throws Exception {
        house = new LetterHouse();
        var environment = new MockEnvironment()
                .withProperty("qupiya.data-dir", data.toString())
                .withProperty("qupiya.embedded.smtp-port", "0")
                .withProperty("qupiya.embedded.imap-port", "0");
        mail = new EmbeddedMail(
                LetterHouse.operators(),
                environment,
                LoggingSystem.get(getClass().getClassLoader()),
                house.clock);
        assertThat(environment.getProperty("spring.mail.port", Integer.class)).isEqualTo(mail.smtpPort());
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    @Test
    void aMailHasTextHtmlAndPdfAndItsKazakhIsReadable() throws Exception {
        var letter = house.send(LetterHouse.received(house.aCase(), LetterHouse.KAO));
        assertThat(house.sender(mail).sendDue()).isEqualTo(1);
        var message = onlyMail();
        assertThat(message.getSubject())
                .contains("№ KAO-2026-000007 өтініш: дербес деректер тексеру кезеңіне бұғатталды")
                .contains("Обращение № KAO-2026-000007");
        assertThat(message.getHeader("Subject", null))
                .matches("(?s)\\p{ASCII}+")
                .contains("=?UTF-8?");
        var from = (InternetAddress) message.getFrom()[0];
        assertThat(from.getAddress()).isEqualTo("info@kao.kz");
        assertThat(from.getPersonal()).isEqualTo("«KAO Solutions» жауапкершілігі шектеулі серіктестігі");
        assertThat(message.getReplyTo()[0].toString()).contains("info@kao.kz");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getAllRecipients()[0]).hasToString("demo.person@example.kz");
        assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(message.getHeader("Content-Language", null)).isEqualTo("kk, ru");
        assertThat(message.getMessageID())
                .isEqualTo(house.view(letter).messageId())
                .endsWith("@kao.kz>");
        assertThat(message.getSentDate()).isEqualTo(java.util.Date.from(house.clock.instant()));

        var parts = (Multipart) message.getContent();
        assertThat(message.isMimeType("multipart/mixed")).isTrue();
        assertThat(parts.getCount()).isEqualTo(2);
        var alternatives = (Multipart) parts.getBodyPart(0).getContent();
        assertThat(parts.getBodyPart(0).isMimeType("multipart/alternative")).isTrue();
        assertThat(alternatives.getBodyPart(0).getContentType())
                .startsWith("text/plain")
                .contains("UTF-8");
        assertThat((String) alternatives.getBodyPart(0).getContent())
                .contains("Құрметті өтініш беруші!", "Уважаемый заявитель!", "Айгүл Демонстрационная");
        assertThat(alternatives.getBodyPart(1).getContentType())
                .startsWith("text/html")
                .contains("UTF-8");
        assertThat((String) alternatives.getBodyPart(1).getContent()).contains("<h1>Өтініштің қабылданғаны");
        var pdf = parts.getBodyPart(1);
        assertThat(pdf.isMimeType("application/pdf")).isTrue();
        assertThat(pdf.getFileName()).isEqualTo("KAO-2026-000007-1.pdf");
        assertThat(pdf.getDisposition()).isEqualTo("attachment");
        try (var document = Loader.loadPDF(pdf.getInputStream().readAllBytes())) {
            assertThat(new PDFTextStripper().getText(document)).contains("Өтініштің қабылданғаны", "бұғаттау");
        }
    }

    @Test
    void aBounceIsKnownByItsReturnPathAndGoesOnThePrintList() throws Exception {
        var caseId = house.aCase();
        var letter = sent(caseId);
        var token = house.ledger.find(letter).orElseThrow().bounceToken();
        returned("kazakhstan+" + token + "@zvonobot.kz", "failed", "5.1.1", "<other@example.kz>");
        assertThat(house.bounces(mail).readBounces()).isEqualTo(1);
        assertThat(house.view(letter)).satisfies(view -> {
            assertThat(view.state()).isEqualTo(LetterState.BOUNCED);
            assertThat(view.failure()).isEqualTo("dsn-5.1.1");
            assertThat(view.onPrintList()).isTrue();
            assertThat(view.printReason()).isEqualTo("bounced");
            assertThat(view.bouncedAt()).isEqualTo(house.clock.instant());
        });
        assertThat(house.office.printList("zvonobot", Set.of(), 10))
                .extracting(LetterView::id)
                .containsExactly(letter);
        assertThat(house.events).contains(new LetterFailed(letter, caseId, "bounced"));
        assertThat(house.timelineCodes()).endsWith("letter.bounced");
        assertThat(house.bounces(mail).readBounces()).as("read once").isZero();
        assertThat(house.office.printed("zvonobot", letter, "clerk", null).state())
                .isEqualTo(LetterState.PRINTED);
    }

    @Test
    void aBounceIsKnownByTheMessageIdOfWhatCameBack() throws Exception {
        var letter = sent(house.aCase());
        returned("kazakhstan@zvonobot.kz", "failed", "5.2.2", house.view(letter).messageId());
        assertThat(house.bounces(mail).readBounces()).isEqualTo(1);
        assertThat(house.view(letter).state()).isEqualTo(LetterState.BOUNCED);
    }

    @Test
    void aDelayIsNoBounceAndAForeignReportChangesNothing() throws Exception {
        var letter = sent(house.aCase());
        var token = house.ledger.find(letter).orElseThrow().bounceToken();
        returned(
                "kazakhstan+" + token + "@zvonobot.kz",
                "delayed",
                "4.4.1",
                house.view(letter).messageId());
        returned("kazakhstan@zvonobot.kz", "failed", "5.1.1", "<" + UUID.randomUUID() + "@example.kz>");
        assertThat(house.bounces(mail).readBounces()).isZero();
        assertThat(house.view(letter).state()).isEqualTo(LetterState.SENT);
    }

    @Test
    void mailThatIsNoReportStaysUnread() throws Exception {
        var session = session();
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress("someone@example.kz"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("kazakhstan@zvonobot.kz"));
        message.setSubject("Вопрос", "UTF-8");
        var body = new MimeBodyPart();
        body.setText("Здравствуйте", "UTF-8");
        message.setContent(new MimeMultipart(body));
        Transport.send(message);
        assertThat(house.bounces(mail).readBounces()).isZero();
        var mailbox = mail.bounces().get(0);
        try (var store = session.getStore("imap")) {
            store.connect(mailbox.host(), mailbox.port(), mailbox.username(), mailbox.password());
            try (var inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                assertThat(inbox.getUnreadMessageCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void everyMailIsKeptAsAFileAndOnlyTheNewestInMemory() throws Exception {
        var session = session();
        var count = 210;
        for (int i = 0; i < count; i++) {
            var message = new MimeMessage(session);
            message.setFrom(new InternetAddress("info@kao.kz"));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress("person" + i + "@example.kz"));
            message.setSubject("Mail " + i);
            message.setText("text");
            Transport.send(message);
        }
        try (var files = Files.list(data.resolve("mail"))) {
            assertThat(files).hasSize(count).allSatisfy(file -> assertThat(file.toString())
                    .endsWith(".eml"));
        }
        try (var store = session.getStore("imap")) {
            store.connect("127.0.0.1", mail.imapPort(), EmbeddedMail.EVERYBODY, "qupiya");
            try (var inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                assertThat(inbox.getMessageCount()).isEqualTo(200);
                assertThat(inbox.getMessage(200).getSubject()).isEqualTo("Mail 209");
            }
        }
    }

    @Test
    void aTakenPortIsReplacedByAFreeOne() throws Exception {
        var taken = new MockEnvironment()
                .withProperty("qupiya.data-dir", data.resolve("second").toString())
                .withProperty("qupiya.embedded.smtp-port", Integer.toString(mail.smtpPort()))
                .withProperty("qupiya.embedded.imap-port", Integer.toString(mail.imapPort()));
        var second = new EmbeddedMail(
                LetterHouse.operators(), taken, LoggingSystem.get(getClass().getClassLoader()), house.clock);
        try {
            assertThat(List.of(second.smtpPort(), second.imapPort()))
                    .doesNotContain(mail.smtpPort(), mail.imapPort())
                    .allSatisfy(port -> assertThat(port).isPositive());
        } finally {
            second.stop();
        }
    }

    private UUID sent(UUID caseId) {
        var letter = house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        assertThat(house.sender(mail).sendDue()).isEqualTo(1);
        return letter;
    }

    private void returned(String to, String action, String status, String messageId) throws Exception {
        var session = session();
        var dsn = new MimeMessage(
                session,
                new ByteArrayInputStream(
                        DSN.formatted(to, action, status, messageId).getBytes(StandardCharsets.US_ASCII)));
        Transport.send(dsn, new InternetAddress[] {new InternetAddress(to)});
    }

    private MimeMessage onlyMail() throws Exception {
        try (var files = Files.list(data.resolve("mail"))) {
            var all = files.toList();
            assertThat(all).hasSize(1);
            try (var in = Files.newInputStream(all.get(0))) {
                return new MimeMessage(session(), in);
            }
        }
    }

    private Session session() {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(mail.smtpPort()));
        return Session.getInstance(properties);
    }
}
