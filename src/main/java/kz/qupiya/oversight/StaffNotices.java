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
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.DeadlineMissed;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
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
 * Mails to staff: the officers are warned before a deadline, the managers told of a missed one. A mail names case number, duty and date, nobody's data. Written in the
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

    private void write(UUID caseId, Duty duty, Instant dueAt, String kind, Set<Role> roles) {
        var caseFile = cases.get(caseId);
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        for (var user : staff(caseFile.operator().value(), roles)) {
            jdbc.sql(
                            """
                            insert into qupiya.staff_notice (id, user_id, operator, case_number, duty, kind, due_at, created_at, next_attempt_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            UUID.randomUUID(),
                            user,
                            caseFile.operator().value(),
                            caseFile.number().value(),
                            duty.code(),
                            kind,
                            dueAt.atOffset(ZoneOffset.UTC),
                            now,
                            now)
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
                        returning id, user_id, operator, case_number, duty, kind, due_at""")
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
        var duty = Duty.of(notice.duty()).map(d -> terms.duty(d, locale)).orElse(notice.duty());
        return String.valueOf(messages.getMessage(
                "oversight.notice." + notice.kind() + "." + part,
                new Object[] {
                    notice.caseNumber(), duty, DAY.format(notice.dueAt().atZone(Almaty.ZONE))
                },
                locale));
    }

    record Notice(
            UUID id, String userId, String operator, String caseNumber, String duty, String kind, Instant dueAt) {}
}
