package kz.qupiya.oversight;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.campaign.CampaignHalted;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineMissed;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casefile.ElementWords;
import kz.qupiya.casework.TermPartChased;
import kz.qupiya.casework.TermPartOverdue;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.retention.RetentionRuns;
import kz.qupiya.retention.RetentionWaiting;
import kz.qupiya.security.HiddenCases;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails to staff: the officers are warned before a deadline, the managers told of a missed one and, with the group, of a task that nobody claims or of a
 * campaign that cannot go on; whoever has a task is reminded before its part of a term ends, and who may approve a sweep over terms of storage is told that it
 * waits. A mail names case number, duty or task, and date, nobody's data. Written in the
 * transaction of the step, so once for each step; sent afterwards.
 */
@Component
public class StaffNotices {

    private static final Logger log = LoggerFactory.getLogger(StaffNotices.class);
    private static final Locale RU = Locale.forLanguageTag("ru");
    private static final Locale KK = Locale.forLanguageTag("kk");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final int CHUNK = 50;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final CaseFiles cases;
    private final CaseConcerns concerns;
    private final HiddenCases hidden;
    private final Operators operators;
    private final TermTexts terms;
    private final ElementWords elements;
    private final RetentionRuns retention;
    private final IdentityService identity;
    private final EngineAccess access;
    private final JavaMailSender mail;
    private final MessageSource messages;
    private final Clock clock;

    StaffNotices(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            CaseFiles cases,
            CaseConcerns concerns,
            HiddenCases hidden,
            Operators operators,
            TermTexts terms,
            ElementWords elements,
            RetentionRuns retention,
            @Lazy IdentityService identity,
            EngineAccess access,
            JavaMailSender mail,
            MessageSource messages,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.cases = cases;
        this.concerns = concerns;
        this.hidden = hidden;
        this.operators = operators;
        this.terms = terms;
        this.elements = elements;
        this.retention = retention;
        this.identity = identity;
        this.access = access;
        this.mail = mail;
        this.messages = messages;
        this.clock = clock;
    }

    @EventListener
    void warned(DeadlineWarned event) {
        write(event.caseId(), event.duty(), event.dueAt(), "warned", Set.of(Role.OFFICER));
    }

    @EventListener
    void missed(DeadlineMissed event) {
        write(event.caseId(), event.duty(), event.dueAt(), "missed", Set.of(Role.OFFICER, Role.MANAGER));
    }

    @EventListener
    void halted(CampaignHalted event) {
        write(
                cases.get(event.caseId()),
                null,
                "campaign/" + event.reason(),
                clock.instant(),
                "halted",
                Set.of(Role.OFFICER, Role.SECURITY, Role.MANAGER));
    }

    /** Whoever has the task is reminded, or its group; the officers where no task carries the part. */
    @EventListener
    void chased(TermPartChased event) {
        var caseFile = cases.get(event.caseId());
        var roles = event.groups().stream()
                .flatMap(group -> Role.ofGroup(group).stream())
                .collect(Collectors.toSet());
        var holder = event.holder();
        var told = holder == null
                ? staff(caseFile, roles.isEmpty() ? Set.of(Role.OFFICER) : roles)
                : reachable(caseFile, identity.createUserQuery().userId(holder));
        write(caseFile, told, event.task() == null ? event.duty().code() : null, event.task(), event.dueAt(), "chased");
    }

    @EventListener
    void overdue(TermPartOverdue event) {
        var caseFile = cases.get(event.caseId());
        write(
                caseFile,
                staff(caseFile, Set.of(Role.MANAGER)),
                event.task() == null ? event.duty().code() : null,
                event.task(),
                event.dueAt(),
                "part-overdue");
    }

    /** A sweep belongs to no case, so there is nothing that could be hidden from somebody. */
    @EventListener
    void waits(RetentionWaiting event) {
        var told = event.roles().stream()
                .flatMap(role -> addressed(members(event.operator(), role)).stream())
                .filter(user -> !event.except().contains(user))
                .collect(Collectors.toSet());
        insert(
                told,
                event.operator(),
                new About(null, null, null, event.runId()),
                Almaty.startOf(event.asOf()),
                event.again() ? "retention-again" : "retention");
    }

    /**
     * Tells of a task that nobody has claimed by half of its term.
     *
     * @param task id of the model and of the task in it, with a slash between
     */
    void unclaimed(CaseFile caseFile, String task, Instant dueAt, Set<Role> roles) {
        write(caseFile, null, task, dueAt, "unclaimed", roles);
    }

    private void write(UUID caseId, Duty duty, Instant dueAt, String kind, Set<Role> roles) {
        write(cases.get(caseId), duty.code(), null, dueAt, kind, roles);
    }

    private void write(
            CaseFile caseFile,
            @Nullable String duty,
            @Nullable String task,
            Instant dueAt,
            String kind,
            Set<Role> roles) {
        write(caseFile, staff(caseFile, roles), duty, task, dueAt, kind);
    }

    private void write(
            CaseFile caseFile,
            Set<String> users,
            @Nullable String duty,
            @Nullable String task,
            Instant dueAt,
            String kind) {
        insert(users, caseFile.operator(), new About(caseFile.number().value(), duty, task, null), dueAt, kind);
    }

    private void insert(Set<String> users, OperatorKey operator, About about, Instant dueAt, String kind) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        for (var user : users) {
            jdbc.sql(
                            """
                            insert into qupiya.staff_notice
                                (id, user_id, operator, case_number, duty, task, retention_run, kind, due_at, created_at, next_attempt_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .param(UUID.randomUUID())
                    .param(user)
                    .param(operator.value())
                    .param(about.caseNumber())
                    .param(about.duty())
                    .param(about.task())
                    .param(about.retentionRun())
                    .param(kind)
                    .param(dueAt.atOffset(ZoneOffset.UTC))
                    .param(now)
                    .param(now)
                    .update();
        }
    }

    /** What a notice is about: the duty or the task of a case, or a sweep. */
    private record About(
            @Nullable String caseNumber, @Nullable String duty, @Nullable String task, @Nullable UUID retentionRun) {}

    private Set<String> staff(CaseFile caseFile, Set<Role> roles) {
        return roles.stream()
                .flatMap(role -> reachable(caseFile, members(caseFile.operator(), role)).stream())
                .collect(Collectors.toSet());
    }

    private UserQuery members(OperatorKey operator, Role role) {
        return identity.createUserQuery().memberOfTenant(operator.value()).memberOfGroup(role.groupId());
    }

    /** Who of them has an address and may know of the case: nobody is told of a case that is hidden from them. */
    private Set<String> reachable(CaseFile caseFile, UserQuery users) {
        var concerned = concerns.of(caseFile.id());
        return addressed(users).stream()
                .filter(userId -> !concerned.contains(userId))
                .collect(Collectors.toSet());
    }

    private Set<String> addressed(UserQuery users) {
        return access.asSystem(() -> users.list().stream()
                .filter(user -> user.getEmail() != null && !user.getEmail().isBlank())
                .map(User::getId)
                .collect(Collectors.toSet()));
    }

    /**
     * Sends what is due, a chunk.
     *
     * @return how many were sent
     */
    public int sendDue() {
        var sent = 0;
        for (var notice : claim()) {
            var user = access.asSystem(
                    () -> identity.createUserQuery().userId(notice.userId()).singleResult());
            if (user == null || user.getEmail() == null || isOver(notice)) {
                jdbc.sql("delete from qupiya.staff_notice where id = ?")
                        .param(notice.id())
                        .update();
                continue;
            }
            sent += send(notice, user.getEmail()) ? 1 : 0;
        }
        return sent;
    }

    /** Whether there is nothing to tell that person any more. */
    private boolean isOver(Notice notice) {
        var number = notice.caseNumber();
        var run = notice.retentionRun();
        return number != null && hidden.numbersHiddenFrom(notice.userId()).contains(number)
                || run != null && !retention.waits(run);
    }

    private List<Notice> claim() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var claimed = transactions.execute(status -> jdbc.sql(
                        """
                        update qupiya.staff_notice set attempts = attempts + 1, next_attempt_at = ?
                        where id in (select id from qupiya.staff_notice where sent_at is null and next_attempt_at <= ?
                            order by next_attempt_at limit ? for update skip locked)
                        returning id, user_id, operator, case_number, duty, task, retention_run, kind, due_at""")
                .params(now.plus(LEASE), now, CHUNK)
                .query(Notice.class)
                .list());
        return claimed == null ? List.of() : claimed;
    }

    private boolean send(Notice notice, String address) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        try {
            var message = new SimpleMailMessage();
            operators.find(notice.operator()).ifPresent(profile -> message.setFrom(profile.mailAddress()));
            message.setTo(address);
            message.setSubject(text("subject", notice, RU));
            message.setText(text("body", notice, RU) + "\n\n" + text("body", notice, KK) + "\n");
            mail.send(message);
            jdbc.sql("update qupiya.staff_notice set sent_at = ? where id = ?")
                    .params(now, notice.id())
                    .update();
            return true;
        } catch (MailException e) {
            // The exception's message holds the address.
            log.warn("staff notice {} waits: {}", notice.id(), e.getClass().getSimpleName());
            jdbc.sql("update qupiya.staff_notice set next_attempt_at = ? where id = ?")
                    .params(now.plus(PAUSE), notice.id())
                    .update();
            return false;
        }
    }

    private String text(String part, Notice notice, Locale locale) {
        return String.valueOf(messages.getMessage(
                "oversight.notice." + notice.kind() + "." + part,
                new Object[] {
                    notice.caseNumber(),
                    notice.retentionRun() == null ? about(notice, locale) : operator(notice, locale),
                    DAY.format(notice.dueAt().atZone(Almaty.ZONE))
                },
                locale));
    }

    private String operator(Notice notice, Locale locale) {
        return operators
                .find(notice.operator())
                .map(profile -> profile.name().in(locale))
                .orElse(notice.operator());
    }

    private String about(Notice notice, Locale locale) {
        var task = notice.task();
        if (task != null) {
            var parts = task.split("/", 2);
            return elements.of(parts[0], parts[1], locale).orElse(parts[1]);
        }
        return Duty.of(String.valueOf(notice.duty()))
                .map(duty -> terms.duty(duty, locale))
                .orElse(String.valueOf(notice.duty()));
    }

    record Notice(
            UUID id,
            String userId,
            String operator,
            @Nullable String caseNumber,
            @Nullable String duty,
            @Nullable String task,
            @Nullable UUID retentionRun,
            String kind,
            Instant dueAt) {}
}
