package kz.qupiya.datamap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger of what the third parties of the map were told. Rows hold no personal data: identifiers are read from the vault when a notice is sent. */
@Component
class RecipientLedger implements Recipients {

    private static final String PENDING = "pending";
    private static final String SENT = "sent";
    private static final String BY_HAND = "by-hand";
    private static final String FAILED = "failed";
    private static final int CHUNK = 50;
    private static final int SILENT = 500;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));
    private static final String COLUMNS =
            "id, case_id, recipient, kind, purposes, via, state, attempts, error, created_at, sent_at, told_again_at,"
                    + " acknowledged_at, acknowledged_by, acknowledged_how, acknowledgement_document, raised_at";
    private static final Actor CHASER = Actor.job("chase-recipients");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final DataMaps maps;
    private final Parties parties;
    private final CaseFiles cases;
    private final Documents documents;
    private final SystemClients clients;
    private final Connections connections;
    private final DataMapSettings settings;
    private final ObjectProvider<RecipientMail> mail;
    private final Clock clock;

    RecipientLedger(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            DataMaps maps,
            Parties parties,
            CaseFiles cases,
            Documents documents,
            SystemClients clients,
            Connections connections,
            DataMapSettings settings,
            ObjectProvider<RecipientMail> mail,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.maps = maps;
        this.parties = parties;
        this.cases = cases;
        this.documents = documents;
        this.clients = clients;
        this.connections = connections;
        this.settings = settings;
        this.mail = mail;
        this.clock = clock;
    }

    @Override
    @Transactional
    public List<Notice> tell(OperatorKey operator, UUID caseId, ActKind what, Set<Purpose> purposes) {
        if ((what == ActKind.STOP) == purposes.isEmpty()) {
            throw new IllegalArgumentException("a stop names purposes, no other act does");
        }
        for (var recipient : maps.get(operator).recipients()) {
            var matter = recipient.concerned(purposes);
            if (recipient.toldOf().contains(what) && (what != ActKind.STOP || !matter.isEmpty())) {
                var state = recipient.via() == RecipientMap.Via.MANUAL ? BY_HAND : PENDING;
                jdbc.sql(
                                """
                                insert into qupiya.recipient_notice (id, operator, case_id, recipient, kind, purposes, via, state, next_attempt, created_at)
                                values (?, ?, ?, ?, ?, cast(? as text[]), ?, ?, ?, ?) on conflict (case_id, kind, recipient, purposes) do nothing""")
                        .params(
                                UUID.randomUUID(),
                                operator.value(),
                                caseId,
                                recipient.key(),
                                what.json(),
                                ActStore.codes(matter),
                                recipient.via().json(),
                                state,
                                at(clock.instant()),
                                at(clock.instant()))
                        .update();
            }
        }
        return ofCase(caseId).stream().filter(notice -> notice.what() == what).toList();
    }

    @Override
    public int sendDue() {
        var due = claim();
        due.forEach(this::send);
        return due.size();
    }

    private List<Due> claim() {
        var now = clock.instant();
        var claimed = transactions.execute(status -> jdbc.sql(
                        """
                        update qupiya.recipient_notice set attempts = attempts + 1, next_attempt = ?
                        where id in (select id from qupiya.recipient_notice where state = 'pending' and next_attempt <= ?
                            order by next_attempt limit ? for update skip locked)
                        returning operator, """
                                + COLUMNS)
                .params(at(now.plus(LEASE)), at(now), CHUNK)
                .query((rs, n) -> new Due(new OperatorKey(rs.getString("operator")), notice(rs)))
                .list());
        return claimed == null ? List.of() : claimed;
    }

    private void send(Due due) {
        var operator = due.operator();
        var notice = due.notice();
        var recipient = maps.find(operator).flatMap(map -> map.recipients().stream()
                .filter(r -> r.key().equals(notice.recipient()))
                .findFirst());
        if (recipient.isEmpty()) {
            failed(notice, "not-on-the-map", true);
            return;
        }
        try {
            if (recipient.get().via() == RecipientMap.Via.HTTP) {
                var acknowledged = post(notice, operator, recipient.get());
                transactions.executeWithoutResult(status -> {
                    sent(notice.id());
                    if (acknowledged) {
                        acknowledged(notice, How.ANSWER, Actor.system(notice.recipient()), null);
                    }
                });
            } else {
                transactions.executeWithoutResult(status -> {
                    mail.stream()
                            .filter(one -> one.knows(notice.caseId()))
                            .findFirst()
                            .orElseThrow()
                            .write(
                                    notice,
                                    recipient.get(),
                                    connections
                                            .recipientAddress(operator, notice.recipient())
                                            .orElse(null));
                    sent(notice.id());
                });
            }
        } catch (SystemUnavailableException e) {
            failed(notice, e.code(), false);
        } catch (RuntimeException e) {
            failed(notice, e.getClass().getSimpleName(), false);
        }
    }

    /** Whether its answer says that it has done what it was told; most say later, or only that they have got it. */
    private boolean post(Notice notice, OperatorKey operator, RecipientMap recipient) {
        var connection = connections.recipient(operator, recipient.key());
        var least = parties.identifiers(notice.caseId()).stream()
                .filter(identifier -> recipient.identifiers().contains(identifier.kind()))
                .toList();
        var answer = clients.ask(
                operator.value() + "/" + recipient.key(),
                connection,
                SystemClients.call(
                        "tell",
                        notice.id(),
                        notice.what(),
                        notice.purposes(),
                        null,
                        operator.value(),
                        recipient.key(),
                        least,
                        List.of()));
        return answer.filter(said -> notice.id().equals(said.actId()) && "done".equals(said.state()))
                .isPresent();
    }

    private void sent(UUID id) {
        jdbc.sql("update qupiya.recipient_notice set state = 'sent', sent_at = ?, error = null where id = ?")
                .params(at(clock.instant()), id)
                .update();
    }

    private void failed(Notice notice, String code, boolean forGood) {
        var last = forGood || notice.attempts() > PAUSES.size();
        var pause = PAUSES.get(Math.min(notice.attempts(), PAUSES.size()) - 1);
        jdbc.sql("update qupiya.recipient_notice set state = ?, error = ?, next_attempt = ? where id = ?")
                .params(last ? FAILED : PENDING, code, at(clock.instant().plus(pause)), notice.id())
                .update();
    }

    @Override
    public int chase() {
        var latest = clock.instant().minus(settings.tuning().acknowledgedWithinOrDefault());
        var silent = jdbc.sql(
                        """
                        select id from qupiya.recipient_notice
                        where kind = 'stop' and acknowledged_at is null and raised_at is null and state <> 'pending'
                          and greatest(created_at, sent_at, told_again_at) <= ?
                        order by created_at limit ?""")
                .params(at(latest), SILENT)
                .query(UUID.class)
                .list();
        silent.forEach(id -> transactions.executeWithoutResult(status -> chase(id, latest)));
        return silent.size();
    }

    private void chase(UUID id, Instant latest) {
        var silent = jdbc.sql(
                        "select " + COLUMNS
                                + """
                         from qupiya.recipient_notice
                        where id = ? and acknowledged_at is null and raised_at is null and state <> 'pending'
                          and greatest(created_at, sent_at, told_again_at) <= ? for update skip locked""")
                .params(id, at(latest))
                .query((rs, n) -> notice(rs))
                .optional();
        if (silent.isEmpty()) {
            return;
        }
        var notice = silent.get();
        // What a person gives, or nobody could give, is not given again by itself.
        if (notice.state().equals(SENT) && notice.toldAgainAt() == null && notice.via() != RecipientMap.Via.MANUAL) {
            jdbc.sql(
                            "update qupiya.recipient_notice set told_again_at = ?, state = 'pending', attempts = 0, next_attempt = ? where id = ?")
                    .params(at(clock.instant()), at(clock.instant()), id)
                    .update();
            record(notice, "recipient.told-again", CHASER, null);
        } else {
            jdbc.sql("update qupiya.recipient_notice set raised_at = ? where id = ?")
                    .params(at(clock.instant()), id)
                    .update();
            record(notice, "recipient.silent", CHASER, null);
        }
    }

    private void record(Notice notice, String code, Actor by, @Nullable How how) {
        cases.record(
                notice.caseId(),
                TimelineEvent.of(code, by)
                        .with("recipient", notice.recipient())
                        .with("notice", notice.id())
                        .with(
                                "purposes",
                                notice.purposes().isEmpty()
                                        ? null
                                        : notice.purposes().stream()
                                                .map(Purpose::code)
                                                .sorted()
                                                .toList())
                        .with("how", how == null ? null : how.json()));
    }

    @Override
    public List<Notice> ofCase(UUID caseId) {
        return jdbc.sql("select " + COLUMNS
                        + " from qupiya.recipient_notice where case_id = ? order by created_at, recipient, purposes")
                .param(caseId)
                .query((rs, n) -> notice(rs))
                .list();
    }

    @Override
    public List<Notice> open(UUID caseId) {
        return ofCase(caseId).stream().filter(Notice::waits).toList();
    }

    @Override
    @Transactional
    public Notice givenByHand(UUID noticeId, String by) {
        var given = jdbc.sql(
                        """
                        update qupiya.recipient_notice set state = 'sent', sent_at = ?, sent_by = ?
                        where id = ? and state in ('by-hand', 'failed')""")
                .params(at(clock.instant()), by, noticeId)
                .update();
        var notice = get(noticeId);
        if (given == 0) {
            throw new ConflictException("datamap.notice.not-by-hand");
        }
        return notice;
    }

    @Override
    @Transactional
    public Notice acknowledge(UUID noticeId, How how, Actor by, @Nullable UUID document) {
        var notice = get(noticeId);
        if (how == How.DOCUMENT
                && (document == null
                        || documents.find(notice.caseId(), document).isEmpty())) {
            throw new InvalidInputException("documentId", "datamap.acknowledgement.document");
        }
        acknowledged(notice, how, by, document);
        return get(noticeId);
    }

    /** Who has acknowledged has been told, however the notice got there. */
    private void acknowledged(Notice notice, How how, Actor by, @Nullable UUID document) {
        var first = jdbc.sql(
                        """
                        update qupiya.recipient_notice set acknowledged_at = :now, acknowledged_by = :by, acknowledged_how = :how, acknowledgement_document = :document,
                               state = 'sent', sent_at = coalesce(sent_at, :now), error = null
                        where id = :id and acknowledged_at is null""")
                .param("now", at(clock.instant()))
                .param("by", by.toString())
                .param("how", how.json())
                .param("document", document, java.sql.Types.OTHER)
                .param("id", notice.id())
                .update();
        if (first > 0) {
            record(notice, "recipient.acknowledged", by, how);
            mail.stream().filter(one -> one.knows(notice.caseId())).forEach(one -> one.acknowledged(notice.caseId()));
        }
    }

    private Notice get(UUID noticeId) {
        return jdbc.sql("select " + COLUMNS + " from qupiya.recipient_notice where id = ?")
                .param(noticeId)
                .query((rs, n) -> notice(rs))
                .optional()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    /** Operator and recipient of a notice, for whoever has to know whose signature it takes. */
    Optional<String> recipientOf(OperatorKey operator, UUID noticeId) {
        return jdbc.sql("select recipient from qupiya.recipient_notice where id = ? and operator = ?")
                .params(noticeId, operator.value())
                .query(String.class)
                .optional();
    }

    private static Object at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private record Due(OperatorKey operator, Notice notice) {}

    private static Notice notice(ResultSet rs) throws SQLException {
        var how = rs.getString("acknowledged_how");
        return new Notice(
                rs.getObject("id", UUID.class),
                rs.getObject("case_id", UUID.class),
                rs.getString("recipient"),
                ActKind.of(rs.getString("kind")),
                ActStore.purposes(rs.getArray("purposes")),
                RecipientMap.Via.valueOf(rs.getString("via").toUpperCase(Locale.ROOT)),
                rs.getString("state"),
                rs.getInt("attempts"),
                rs.getString("error"),
                ActStore.instantOf(rs, "created_at"),
                ActStore.instant(rs, "sent_at"),
                ActStore.instant(rs, "told_again_at"),
                ActStore.instant(rs, "acknowledged_at"),
                rs.getString("acknowledged_by"),
                how == null ? null : How.valueOf(how.toUpperCase(Locale.ROOT)),
                rs.getObject("acknowledgement_document", UUID.class),
                ActStore.instant(rs, "raised_at"));
    }
}
