package kz.qupiya.letter;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.annotation.PreDestroy;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import kz.qupiya.operator.Operators;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The mail server of the embedded mode: SMTP and IMAP on loopback. Each operator has a mailbox, also for its address with a detail ({@code info+…@}); what goes to
 * anybody else lies in one mailbox for all. Every message lands as a file in {@code mail} of the data directory; only the newest, and those that nobody has taken in, stay in memory.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("qupiya.embedded")
class EmbeddedMail implements MailServer, MailPorts {

    static final String EVERYBODY = "everybody@localhost";
    private static final int KEPT_IN_MEMORY = 200;
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMail.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final GreenMail server;
    private final Path directory;
    private final Clock clock;
    private final AtomicLong arrivals = new AtomicLong();
    private final Map<String, GreenMailUser> operators = new LinkedHashMap<>();
    private final GreenMailUser everybody;
    private final String password;

    EmbeddedMail(Operators operators, ConfigurableEnvironment environment, LoggingSystem logging, Clock clock)
            throws IOException {
        // GreenMail names recipients in its log.
        logging.setLogLevel("com.icegreen.greenmail", LogLevel.WARN);
        this.clock = clock;
        this.directory = Path.of(environment.getProperty("qupiya.data-dir", "data"), "mail");
        Files.createDirectories(directory);
        this.password = environment.getProperty("qupiya.embedded.mail-password", "qupiya");
        this.server = new GreenMail(new ServerSetup[] {
            setup(environment.getProperty("qupiya.embedded.smtp-port", Integer.class, 3025), ServerSetup.PROTOCOL_SMTP),
            setup(environment.getProperty("qupiya.embedded.imap-port", Integer.class, 3143), ServerSetup.PROTOCOL_IMAP)
        });
        server.withConfiguration(GreenMailConfiguration.aConfig());
        server.start();
        this.everybody = server.setUser(EVERYBODY, EVERYBODY, password);
        operators.all().forEach(operator -> {
            var address = operator.mailAddress().toLowerCase(Locale.ROOT);
            this.operators.put(address, server.setUser(address, address, password));
        });
        server.getUserManager().setMessageDeliveryHandler(this::deliver);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "qupiya-embedded-mail",
                        Map.of(
                                "spring.mail.host",
                                "127.0.0.1",
                                "spring.mail.port",
                                smtpPort(),
                                "qupiya.embedded.mail.imap-port",
                                imapPort())));
        log.info(
                "Embedded mail server: SMTP on port {}, IMAP on port {}; mails lie in {}",
                smtpPort(),
                imapPort(),
                directory);
    }

    @Override
    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    @Override
    public int imapPort() {
        return server.getImap().getPort();
    }

    @Override
    public String mailboxPassword() {
        return password;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Smtp smtp() {
        return new Smtp("smtp", "127.0.0.1", smtpPort(), null, null, Map.of());
    }

    @Override
    public List<LetterSettings.Mailbox> bounces() {
        return operators.keySet().stream()
                .map(address -> new LetterSettings.Mailbox("imap", "127.0.0.1", imapPort(), address, password, "INBOX"))
                .toList();
    }

    /** For whoever sends other mail than letters. */
    @Bean
    JavaMailSender embeddedMailSender() {
        var sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(smtpPort());
        return sender;
    }

    @PreDestroy
    void stop() {
        server.stop();
    }

    private GreenMailUser deliver(MovingMessage message, MailAddress to) throws MessagingException {
        keep(message);
        var user = operators.getOrDefault(withoutDetail(to.getEmail()), everybody);
        prune(user);
        return user;
    }

    private void keep(MovingMessage message) throws MessagingException {
        var name = "%s-%06d.eml".formatted(STAMP.format(clock.instant()), arrivals.incrementAndGet());
        var part = directory.resolve(name + ".part");
        try {
            try (var out = Files.newOutputStream(part)) {
                message.getMessage().writeTo(out);
            }
            Files.move(part, directory.resolve(name));
        } catch (IOException e) {
            throw new MessagingException("the mail cannot be kept", e);
        }
    }

    /** What is old leaves the memory; the file stays. Of an operator's mailbox only what was taken in already: the rest are requests that wait. */
    private void prune(GreenMailUser user) throws MessagingException {
        try {
            var inbox = server.getManagers().getImapHostManager().getInbox(user);
            synchronized (inbox) {
                var surplus = inbox.getMessageCount() - KEPT_IN_MEMORY + 1;
                if (surplus > 0) {
                    var old = inbox.getMessages().stream()
                            .limit(surplus)
                            .filter(message -> user == everybody || message.isSet(Flags.Flag.SEEN))
                            .toList();
                    old.forEach(message -> message.setFlag(Flags.Flag.DELETED, true));
                    if (!old.isEmpty()) {
                        inbox.expunge();
                    }
                }
            }
        } catch (FolderException e) {
            throw new MessagingException("the mailbox cannot be pruned", e);
        }
    }

    private static String withoutDetail(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        int plus = lower.indexOf('+');
        int at = lower.lastIndexOf('@');
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }

    private static ServerSetup setup(int wanted, String protocol) {
        var setup = new ServerSetup(isFree(wanted) ? wanted : 0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(15_000);
        return setup;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
