package kz.qupiya.casefile;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.calendar.SkipReason;
import kz.qupiya.calendar.SkippedDay;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.operator.Contacts;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.DutyTerms;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.NoticePrecedence;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.PolicyTerm;
import kz.qupiya.operator.RejectedOperator;
import kz.qupiya.operator.TermRule;
import kz.qupiya.operator.Text;
import kz.qupiya.operator.WarningSteps;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import kz.qupiya.subject.CaseSubjects;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The case file over a real PostgreSQL, with its neighbours played by small models of themselves: weekends and named days off for a calendar, maps for the vault. The whole
 * application is tested elsewhere; here the register, the chain and the deadlines can be driven to their edges.
 */
final class CaseFileKit implements AutoCloseable {

    static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");
    static final OperatorKey TWELVE = new OperatorKey("twelve");
    static final String IIN = "850515499993";
    static final Actor OFFICER = Actor.user("officer");

    private static final AtomicReference<@Nullable EmbeddedPostgres> SERVER = new AtomicReference<>();

    final AnnotationConfigApplicationContext context;
    final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T05:00:00Z"));
    final DayCalendar calendar = new DayCalendar();
    final Rules rules = new Rules();
    final Vault vault = new Vault();
    private final Readers readers = new Readers();
    final List<Object> events = new CopyOnWriteArrayList<>();
    final DataSource dataSource;

    CaseFileKit() {
        dataSource = database();
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(dataSource));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(WorkingCalendar.class, () -> calendar);
        context.registerBean(DutyTerms.class, () -> rules);
        context.registerBean(Operators.class, Profiles::new);
        context.registerBean("vault", Vault.class, () -> vault);
        context.registerBean(Callers.class, () -> readers);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.register(
                Transactions.class,
                JdbcTimeline.class,
                JdbcTimelineChecks.class,
                CaseLinks.class,
                ArchivedCases.class,
                JdbcDeadlines.class,
                DeadlineImpact.class,
                CaseNumbers.class,
                ConcernedStaff.class,
                JdbcCaseFiles.class,
                JdbcCaseSearch.class,
                AssembledCaseViews.class,
                VaultedParties.class,
                DocumentPictures.class,
                VaultedDocuments.class,
                VaultedNotes.class);
        context.registerBean("recorder", Recorder.class, () -> new Recorder(events));
        context.refresh();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    CaseFiles files() {
        return bean(CaseFiles.class);
    }

    Deadlines deadlines() {
        return bean(Deadlines.class);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(bean(PlatformTransactionManager.class));
    }

    /** Who reads from here on; nobody, as in a job, by default. */
    void readAs(@Nullable String user) {
        readers.reader = user;
    }

    /** Opens a case in a transaction of its own. */
    CaseFile open(OpenCase command) {
        var opened = transaction().execute(status -> files().open(command));
        assert opened != null;
        return opened;
    }

    CaseFile open() {
        return open(block(ZVONOBOT, null));
    }

    static OpenCase block(OperatorKey operator, @Nullable Instant receivedAt) {
        return block(operator, receivedAt, new SubjectInput(IIN, null, null, null, null, "Айгүл Демонстрационная"));
    }

    static OpenCase block(OperatorKey operator, @Nullable Instant receivedAt, SubjectInput subject) {
        return new OpenCase(
                operator,
                CaseKind.DATA_BLOCK,
                Channel.API,
                receivedAt,
                new Requester(RequesterKind.SUBJECT, "Айгүл Демонстрационная", null),
                subject,
                "inaccurate-data",
                "Телефон указан неверно",
                "ru",
                Actor.user("integration"));
    }

    <T> List<T> published(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        context.close();
    }

    private static DataSource database() {
        try {
            if (SERVER.get() == null) {
                SERVER.set(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setOverrideWorkingDirectory(Path.of("target", "postgres-binaries")
                                .toAbsolutePath()
                                .toFile())
                        .start());
            }
            var server = SERVER.get();
            assert server != null;
            var name = "kit_" + UUID.randomUUID().toString().replace("-", "");
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            var database = server.getDatabase("postgres", name);
            try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create schema qupiya");
                for (var migration : List.of(
                        "V30_1__casefile.sql",
                        "V92_1__case_numbers.sql",
                        "V121_1__timeline_checks.sql",
                        "V122_1__prolongation_and_concerns.sql",
                        "V125_3__rehearsals.sql")) {
                    statement.execute(Files.readString(
                            Path.of("src/main/resources/db/migration", migration), StandardCharsets.UTF_8));
                }
            }
            return database;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says who reads. */
    static final class Readers implements Callers {

        private @Nullable String reader;

        @Override
        public Caller current() {
            return find().orElseThrow();
        }

        @Override
        public Optional<Caller> find() {
            return Optional.ofNullable(reader)
                    .map(id -> new Caller(id, Set.of(Role.OFFICER), Set.of(ZVONOBOT.value())));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Transactions {}

    /** Remembers what the modules tell each other. */
    static final class Recorder {

        private final List<Object> events;

        Recorder(List<Object> events) {
            this.events = events;
        }

        @EventListener
        void on(ApplicationEvent event) {
            if (event instanceof PayloadApplicationEvent<?> payload) {
                events.add(payload.getPayload());
            }
        }
    }

    static final class MovableClock extends Clock {

        private volatile Instant now;

        MovableClock(Instant now) {
            this.now = now;
        }

        void set(String instant) {
            now = Instant.parse(instant);
        }

        void set(Instant instant) {
            now = instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Weekends, and days off that a test names. */
    static final class DayCalendar implements WorkingCalendar {

        private final Set<LocalDate> off = ConcurrentHashMap.newKeySet();
        private volatile int version = 1;

        void dayOff(LocalDate day) {
            off.add(day);
            version++;
        }

        void dayOn(LocalDate day) {
            off.remove(day);
            version++;
        }

        DayCalendar with(LocalDate day) {
            var other = new DayCalendar();
            other.off.addAll(off);
            other.dayOff(day);
            return other;
        }

        @Override
        public DeadlineReceipt due(LocalDate from, Term term, WorkingWeek week) {
            var counted = new ArrayList<LocalDate>();
            var skipped = new ArrayList<SkippedDay>();
            var day = from;
            if (term.unit() == TermUnit.WORKING_DAYS) {
                while (counted.size() < term.amount()) {
                    day = day.plusDays(1);
                    if (isWorkingDay(day, week)) {
                        counted.add(day);
                    } else {
                        skipped.add(skipped(day));
                    }
                }
            } else {
                day = switch (term.unit()) {
                    case CALENDAR_DAYS -> from.plusDays(term.amount());
                    case MONTHS -> from.plusMonths(term.amount());
                    default -> from.plusYears(term.amount());
                };
                counted.add(day);
                while (!isWorkingDay(day, week)) {
                    skipped.add(skipped(day));
                    day = day.plusDays(1);
                }
            }
            return new DeadlineReceipt(
                    from,
                    term,
                    week,
                    day,
                    kz.qupiya.calendar.Almaty.endOf(day),
                    counted,
                    skipped,
                    "2026/" + version,
                    true);
        }

        private SkippedDay skipped(LocalDate day) {
            return new SkippedDay(day, off.contains(day) ? SkipReason.ORDER : SkipReason.WEEKEND, null);
        }

        @Override
        public boolean isWorkingDay(LocalDate day, WorkingWeek week) {
            return !week.isWeekend(day) && !off.contains(day);
        }

        @Override
        public LocalDate plusWorkingDays(LocalDate day, int workingDays, WorkingWeek week) {
            var at = day;
            int left = Math.abs(workingDays);
            while (left > 0) {
                at = at.plusDays(Integer.signum(workingDays));
                if (isWorkingDay(at, week)) {
                    left--;
                }
            }
            return at;
        }

        @Override
        public int workingDaysBetween(LocalDate from, LocalDate to, WorkingWeek week) {
            return (int) from.plusDays(1)
                    .datesUntil(to.plusDays(1))
                    .filter(day -> isWorkingDay(day, week))
                    .count();
        }

        @Override
        public boolean isOfficial(int year) {
            return true;
        }

        @Override
        public String version() {
            return String.valueOf(version);
        }

        @Override
        public WorkingCalendar snapshot() {
            return this;
        }
    }

    /** Terms that a test sets. */
    static final class Rules implements DutyTerms {

        private final Map<Duty, List<TermRule>> rules = new HashMap<>();

        Rules() {
            set(Duty.VERIFICATION, rule(TermRule.Source.OPERATOR_RULE, "operator rule", Term.workingDays(10)));
            set(Duty.BLOCK, rule(TermRule.Source.LAW, "Law 94-V art. 25(2)(8)", Term.workingDays(1)));
            set(Duty.RECTIFY, rule(TermRule.Source.LAW, "Law 94-V art. 25(2)(8)", Term.workingDays(1)));
            set(
                    Duty.STOP_PROCESSING,
                    rule(TermRule.Source.LAW, "Law 94-V art. 8(7)", Term.workingDays(15)),
                    rule(TermRule.Source.POLICY, "KAO policy 8.1", Term.workingDays(1)));
            set(Duty.KEEP_CASE_FILE, rule(TermRule.Source.OPERATOR_RULE, "operator rule", Term.years(3)));
        }

        void set(Duty duty, TermRule... several) {
            rules.put(duty, List.of(several));
        }

        static TermRule rule(TermRule.Source source, String basis, Term term) {
            return new TermRule(
                    source, basis, "pdl", "25(2)(8)", term, "receipt", "text", PolicyTerm.Nature.DEADLINE, false);
        }

        @Override
        public List<TermRule> rules(OperatorKey operator, Duty duty, LocalDate on) {
            return rules.getOrDefault(duty, List.of());
        }
    }

    /** Two operators. */
    static final class Profiles implements Operators {

        @Override
        public OperatorProfile get(OperatorKey key) {
            return find(key.value()).orElseThrow(() -> new NotFoundException("operator.unknown"));
        }

        @Override
        public Optional<OperatorProfile> find(String key) {
            return Map.of("zvonobot", "ZVN", "twelve", "TWL").entrySet().stream()
                    .filter(one -> one.getKey().equals(key))
                    .map(one -> profile(new OperatorKey(one.getKey()), one.getValue()))
                    .findFirst();
        }

        @Override
        public List<OperatorProfile> all() {
            return List.of(get(ZVONOBOT), get(TWELVE));
        }

        @Override
        public List<RejectedOperator> rejected() {
            return List.of();
        }

        @Override
        public void reject(RejectedOperator fault) {
            throw new UnsupportedOperationException();
        }

        private static OperatorProfile profile(OperatorKey key, String prefix) {
            var text = new Text("ru", "kk", "en");
            return new OperatorProfile(
                    key,
                    text,
                    text,
                    Optional.empty(),
                    prefix,
                    text,
                    List.of(Language.RU),
                    Language.RU,
                    WorkingWeek.FIVE,
                    new Contacts(
                            java.net.URI.create("https://example.kz"),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            Optional.empty(),
                            "1"),
                    Set.of("mail"),
                    "privacy@example.kz",
                    new OperatorProfile.Policy("Example", text, "https://example.kz/policy"),
                    Set.of(),
                    Optional.empty(),
                    Map.of(),
                    new WarningSteps(true, List.of(1), java.time.Duration.ofHours(4)),
                    NoticePrecedence.values()[0],
                    Set.of(),
                    false,
                    Optional.empty(),
                    OperatorProfile.Liability.SILENT,
                    List.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of());
        }
    }

    /** Keeps values in memory; what is sealed is turned over, so that plain text in the database would be seen. */
    static final class Vault implements CaseVault, CaseSubjects {

        private final Map<UUID, Map<String, String>> values = new ConcurrentHashMap<>();
        private final Map<UUID, Set<Identifier>> identifiers = new ConcurrentHashMap<>();
        private final Map<UUID, String> owners = new ConcurrentHashMap<>();
        private final Set<UUID> destroyed = new HashSet<>();

        @Override
        public void put(UUID caseId, String field, String value) {
            alive(caseId);
            values.computeIfAbsent(caseId, id -> new ConcurrentHashMap<>()).put(field, value);
        }

        @Override
        public void putAll(UUID caseId, Map<String, String> several) {
            several.forEach((field, value) -> put(caseId, field, value));
        }

        @Override
        public Optional<String> reveal(UUID caseId, String field) {
            return Optional.ofNullable(revealAll(caseId).get(field));
        }

        @Override
        public Map<String, String> revealAll(UUID caseId) {
            return values.getOrDefault(caseId, Map.of());
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
            alive(caseId);
            var sealed = new byte[plain.length];
            for (int i = 0; i < plain.length; i++) {
                sealed[i] = (byte) (plain[i] ^ 0x5a ^ label.hashCode());
            }
            return sealed;
        }

        @Override
        public Optional<byte[]> open(UUID caseId, String label, byte[] sealed) {
            return destroyed.contains(caseId) ? Optional.empty() : Optional.of(seal(caseId, label, sealed));
        }

        @Override
        public void destroyKey(UUID caseId) {
            destroyed.add(caseId);
            values.remove(caseId);
            identifiers.remove(caseId);
        }

        @Override
        public void add(UUID caseId, OperatorKey operator, Collection<Identifier> several) {
            owners.put(caseId, operator.value());
            identifiers.computeIfAbsent(caseId, id -> new LinkedHashSet<>()).addAll(several);
        }

        @Override
        public List<Identifier> identifiers(UUID caseId) {
            return List.copyOf(identifiers.getOrDefault(caseId, Set.of()));
        }

        @Override
        public List<UUID> casesNaming(OperatorKey operator, Collection<Identifier> several) {
            return identifiers.entrySet().stream()
                    .filter(one -> operator.value().equals(owners.get(one.getKey())))
                    .filter(one -> one.getValue().stream().anyMatch(several::contains))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private void alive(UUID caseId) {
            if (destroyed.contains(caseId)) {
                throw new IllegalStateException("the key of the case was destroyed");
            }
        }
    }
}
