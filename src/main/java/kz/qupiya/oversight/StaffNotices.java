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
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineMissed;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casefile.ElementWords;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
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
 * campaign that cannot go on. A mail names case number, duty or
 * task, and date, nobody's data. Written in the
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
    private final Operators operators;
    private final TermTexts terms;
    private final ElementWords elements;
    private final IdentityService identity;
    private final EngineAccess access;
    private final JavaMailSender mail;
    private final MessageSource messages;
    private final Clock clock;

    StaffNotices(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            CaseFiles cases,
            Operators operators,
            TermTexts terms,
            ElementWords elements,
            @Lazy IdentityService identity,
            EngineAccess access,
            JavaMailSender mail,
            MessageSource messages,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.cases = cases;
        this.operators = operators;
        this.terms = terms;
        this.elements = elements;
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
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        for (var user : staff(caseFile.operator().value(), roles)) {
            jdbc.sql(
                            """
                            insert into qupiya.staff_notice (id, user_id, operator, case_number, duty, task, kind, due_at, created_at, next_attempt_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .param(UUID.randomUUID())
                    .param(user)
                    .param(caseFile.operator().value())
                    .param(caseFile.number().value())
                    .param(duty)
                    .param(task)
                    .param(kind)
                    .param(dueAt.atOffset(ZoneOffset.UTC))
                    .param(now)
                    .param(now)
                    .update();
        }
    }

    private Set<String> staff(String operator, Set<Role> roles) {
        return access.asSystem(() -> roles.stream()
                .flatMap(role ->
                        identity
                                .createUserQuery()
                                .memberOfTenant(operator)
                                .memberOfGroup(role.groupId())
                                .list()
                                .stream())
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
            if (user == null || user.getEmail() == null) {
                jdbc.sql("delete from qupiya.staff_notice where id = ?")
                        .param(notice.id())
                        .update();
                continue;
            }
            sent += send(notice, user.getEmail()) ? 1 : 0;
        }
        return sent;
    }

    private List<Notice> claim() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var claimed = transactions.execute(status -> jdbc.sql(
                        """
                        update qupiya.staff_notice set attempts = attempts + 1, next_attempt_at = ?
                        where id in (select id from qupiya.staff_notice where sent_at is null and next_attempt_at <= ?
                            order by next_attempt_at limit ? for update skip locked)
                        returning id, user_id, operator, case_number, duty, task, kind, due_at""")
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
                    about(notice, locale),
                    DAY.format(notice.dueAt().atZone(Almaty.ZONE))
                },
                locale));
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
            String caseNumber,
            @Nullable String duty,
            @Nullable String task,
            String kind,
            Instant dueAt) {}
}
