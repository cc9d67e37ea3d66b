package kz.qupiya.campaign;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import kz.qupiya.campaign.Audience.Contact;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.slf4j.LoggerFactory;

/**
 * A node that does nothing but send: the senders of the application in a process of their own, which can be killed. {@code dispatch} sends what is released until nothing is
 * left; {@code floor} sends the same mails to the same people with a plain loop of Jakarta Mail and no ledger. What it did stands in its output.
 */
public final class CampaignNode {

    private CampaignNode() {}

    /** Arguments: {@code dispatch} or {@code floor}, then {@code name=value}. */
    public static void main(String[] args) throws Exception {
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .setLevel(Level.WARN);
        var with = new HashMap<String, String>();
        for (int i = 1; i < args.length; i++) {
            with.put(args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i].indexOf('=') + 1));
        }
        int smtp = Integer.parseInt(with.remove("smtp"));
        var url = with.remove("url");
        if (args[0].equals("floor")) {
            floor(
                    smtp,
                    Long.parseLong(with.get("people")),
                    Integer.parseInt(with.get("threads")),
                    with.get("mails").equals("plain") ? CampaignNode::plain : CampaignNode::ours);
        } else {
            dispatch(smtp, url, with);
        }
    }

    /** A campaign to so many made-up people, ready to be sent. */
    public static UUID release(NoticeDatabase database, long people) {
        return new CampaignHouse(database.dataSource(), 0, Clock.systemUTC(), Map.of())
                .released(MadeUpAudience.of(people))
                .id();
    }

    private static void dispatch(int smtp, String url, Map<String, String> with) throws InterruptedException {
        var campaign = with.remove("campaign");
        try (var pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(12);
            pool.setConnectionInitSql("set time zone 'UTC'");
            pool.setConnectionTimeout(5_000);
            var house = new CampaignHouse(pool, smtp, Clock.systemUTC(), with);
            var senders = new CampaignSenders(house.desk);
            System.out.println("ready");
            var start = System.nanoTime();
            senders.start();
            if (campaign != null) {
                var id = UUID.fromString(campaign);
                while (house.store.find(id).orElseThrow().state() != CampaignState.DRAINED) {
                    Thread.sleep(20);
                }
                report(System.nanoTime() - start);
                senders.stop();
                return;
            }
            Thread.currentThread().join();
        }
    }

    /** How a mail of a notice is made. */
    private interface Mails {

        MimeMessage of(Session session, NoticeForm.Written notice, Contact to, String returnPath)
                throws MessagingException;
    }

    /** One kept connection for each thread, and nothing written down. */
    private static void floor(int smtp, long people, int threads, Mails mails) throws Exception {
        var settings = CampaignHouse.settings(Map.of());
        var properties = new Properties();
        properties.put("mail.smtp.timeout", Long.toString(settings.ioTimeout().toMillis()));
        properties.put("mail.smtp.socketFactory", new PromptSockets());
        var audience = new MadeUpAudience();
        var list = MadeUpAudience.of(people);
        var codes = new NoticeCodes(CampaignHouse.DIGESTS);
        var texts = new java.util.LinkedHashMap<kz.qupiya.letter.LetterLanguage, NoticeText>();
        CampaignHouse.TEXTS.forEach((tag, text) -> texts.put(kz.qupiya.letter.LetterLanguage.of(tag), text));
        var form = new NoticeForm(CampaignHouse.HEAD, texts, new NoticeWords(), "https://requests.zvonobot.example");
        var next = new AtomicLong();
        System.out.println("ready");
        var start = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            var thread = new Thread(() -> {
                var session = Session.getInstance(properties);
                try (var line = session.getTransport("smtp")) {
                    line.connect("127.0.0.1", smtp, null, null);
                    for (var seq = next.incrementAndGet(); seq <= people; seq = next.incrementAndGet()) {
                        var to = audience.contacts(list, List.of(seq)).get(0);
                        var language = audience.members(list, seq - 1, 1).get(0).language();
                        var mail = mails.of(
                                session,
                                form.write(language, to.name(), codes.code(1, seq)),
                                to,
                                "bounces+" + codes.token(1, seq) + "@zvonobot.example");
                        line.sendMessage(mail, mail.getAllRecipients());
                    }
                } catch (MessagingException e) {
                    throw new IllegalStateException(e);
                }
            });
            running.add(thread);
            thread.start();
        }
        for (var thread : running) {
            thread.join();
        }
        report(System.nanoTime() - start);
    }

    /** As the application makes it. */
    private static MimeMessage ours(Session session, NoticeForm.Written notice, Contact to, String returnPath)
            throws MessagingException {
        return new NoticeMessage(session, to.email(), returnPath, messageId(to), notice, Instant.now());
    }

    /** As everybody makes it with Jakarta Mail: the same bodies, headers and envelope. */
    private static MimeMessage plain(Session session, NoticeForm.Written notice, Contact to, String returnPath)
            throws MessagingException {
        var mail = new SMTPMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId(to));
            }
        };
        mail.setEnvelopeFrom(returnPath);
        mail.setNotifyOptions(SMTPMessage.NOTIFY_FAILURE);
        mail.setReturnOption(SMTPMessage.RETURN_HDRS);
        mail.setFrom(new InternetAddress(notice.from()));
        mail.setReplyTo(mail.getFrom());
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to.email(), true));
        mail.setSubject(notice.subject(), "UTF-8");
        mail.setSentDate(new Date());
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");
        var text = new MimeBodyPart();
        text.setText(notice.text(), "UTF-8");
        var html = new MimeBodyPart();
        html.setText(notice.html(), "UTF-8", "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    private static String messageId(Contact to) {
        return "<%040d@zvonobot.example>".formatted(to.seq());
    }

    private static void report(long nanos) {
        var peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.println("done seconds=" + nanos / 1e9 + " heap=" + peak);
    }
}
