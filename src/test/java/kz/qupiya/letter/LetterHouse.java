package kz.qupiya.letter;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.subject.CaseVault;
import org.mockito.invocation.InvocationOnMock;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The module on a real database, with a vault in memory and a clock that stands still. */
final class LetterHouse {

    static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");
    static final OperatorKey KAO = new OperatorKey("kao-solutions");
    private static final EmbeddedPostgres POSTGRES = start();

    final MemoryVault vault = new MemoryVault();
    final StandingClock clock = new StandingClock(Instant.parse("2026-11-20T09:10:00Z"));
    final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    final List<TimelineEvent> timeline = Collections.synchronizedList(new ArrayList<>());
    final LetterSettings settings = new LetterSettings(
            null,
            20,
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(6)),
            Map.of());
    final DataSource dataSource = POSTGRES.getPostgresDatabase();
    final JdbcClient jdbc = JdbcClient.create(dataSource);
    final JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
    final TransactionTemplate transaction = new TransactionTemplate(transactions);
    final LetterLedger ledger = new LetterLedger(jdbc);
    final Letterheads heads = mock(Letterheads.class);
    final CaseFiles cases = mock(CaseFiles.class, this::onTimeline);
    final LetterContent content = new LetterContent(ledger, vault, new LetterPdf());
    final LetterOffice office = new LetterOffice(ledger, content, heads, vault, cases, events::add, clock);

    LetterHouse() {
        jdbc.sql("truncate qupiya.letter").update();
        when(heads.of(any(OperatorKey.class)))
                .thenAnswer(call -> call.getArgument(0).equals(KAO) ? SampleLetters.KAO : SampleLetters.ZVONOBOT);
    }

    LetterSender sender(MailServer server) {
        return new LetterSender(
                ledger, content, heads, server, settings, vault, cases, List.of(), events::add, clock, transactions);
    }

    BounceReader bounces(MailServer server) {
        return new BounceReader(
                server,
                settings,
                ledger,
                cases,
                events::add,
                clock,
                transactions,
                new StaticListableBeanFactory().getBeanProvider(ReturnedMail.class));
    }

    /** A case whose requester has an address. */
    UUID aCase() {
        var caseId = UUID.randomUUID();
        vault.putAll(caseId, SampleLetters.VAULT);
        return caseId;
    }

    /** A case whose requester has none. */
    UUID aCaseWithoutMail() {
        var caseId = aCase();
        vault.remove(caseId, "requester.email");
        vault.put(caseId, "requester.address", "050000, г. Алматы, пр. Абая, 150, кв. 12");
        return caseId;
    }

    static LetterRequest received(UUID caseId, OperatorKey operator) {
        return LetterRequest.of(
                caseId,
                operator,
                operator.equals(KAO) ? "KAO-2026-000007" : "ZVN-2026-000123",
                LetterTemplate.REQUEST_RECEIVED,
                new Recipient.Requester(Addressee.SUBJECT),
                SampleLetters.facts(LetterTemplate.REQUEST_RECEIVED));
    }

    UUID send(LetterRequest request) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> office.send(request)));
    }

    LetterView view(UUID letter) {
        return office.get(letter);
    }

    List<String> timelineCodes() {
        return timeline.stream().map(TimelineEvent::code).toList();
    }

    static Operators operators() {
        var operators = mock(Operators.class);
        var zvonobot = mock(OperatorProfile.class);
        when(zvonobot.mailAddress()).thenReturn("kazakhstan@zvonobot.kz");
        var kao = mock(OperatorProfile.class);
        when(kao.mailAddress()).thenReturn("info@kao.kz");
        when(operators.all()).thenReturn(List.of(zvonobot, kao));
        return operators;
    }

    private Object onTimeline(InvocationOnMock call) {
        if (call.getMethod().getName().equals("record")) {
            timeline.add(call.getArgument(1));
        }
        return null;
    }

    private static EmbeddedPostgres start() {
        try {
            var postgres = EmbeddedPostgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    postgres.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            var jdbc = JdbcClient.create(postgres.getPostgresDatabase());
            for (var script : List.of("V3__schema.sql", "V60_1__letter.sql")) {
                try (var in = LetterHouse.class.getResourceAsStream("/db/migration/" + script)) {
                    jdbc.sql(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .update();
                }
            }
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class StandingClock extends Clock {

        private volatile Instant now;

        StandingClock(Instant now) {
            this.now = now;
        }

        void forward(Duration amount) {
            now = now.plus(amount);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Keeps values by case; what is sealed is turned inside out, so that plain text would be seen. */
    static final class MemoryVault implements CaseVault {

        private final Map<UUID, Map<String, String>> values = new ConcurrentHashMap<>();
        private final Set<UUID> destroyed = ConcurrentHashMap.newKeySet();

        @Override
        public void put(UUID caseId, String field, String value) {
            values.computeIfAbsent(caseId, id -> new ConcurrentHashMap<>()).put(field, value);
        }

        @Override
        public void putAll(UUID caseId, Map<String, String> more) {
            more.forEach((field, value) -> put(caseId, field, value));
        }

        @Override
        public Optional<String> reveal(UUID caseId, String field) {
            return Optional.ofNullable(revealAll(caseId).get(field));
        }

        @Override
        public Map<String, String> revealAll(UUID caseId) {
            return new HashMap<>(values.getOrDefault(caseId, Map.of()));
        }

        @Override
        public Set<String> fields(UUID caseId) {
            return revealAll(caseId).keySet();
        }

        @Override
        public void remove(UUID caseId, String field) {
            values.getOrDefault(caseId, new HashMap<>()).remove(field);
        }

        @Override
        public byte[] seal(UUID caseId, String label, byte[] plain) {
            return turned(plain);
        }

        @Override
        public Optional<byte[]> open(UUID caseId, String label, byte[] sealed) {
            return destroyed.contains(caseId) ? Optional.empty() : Optional.of(turned(sealed));
        }

        @Override
        public void destroyKey(UUID caseId) {
            values.remove(caseId);
            destroyed.add(caseId);
        }

        private static byte[] turned(byte[] bytes) {
            var turned = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                turned[i] = (byte) (bytes[i] ^ 0x5a);
            }
            return turned;
        }
    }
}
