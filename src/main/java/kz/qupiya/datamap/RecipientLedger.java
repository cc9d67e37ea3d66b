package kz.qupiya.datamap;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Parties;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
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

    private static final int CHUNK = 50;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));
    private static final String COLUMNS =
            "id, case_id, recipient, kind, via, state, attempts, error, created_at, sent_at";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final DataMaps maps;
    private final Parties parties;
    private final SystemClients clients;
    private final DataMapSettings settings;
    private final ObjectProvider<RecipientMail> mail;
    private final Clock clock;

    RecipientLedger(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            DataMaps maps,
            Parties parties,
            SystemClients clients,
            DataMapSettings settings,
            ObjectProvider<RecipientMail> mail,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.maps = maps;
        this.parties = parties;
        this.clients = clients;
        this.settings = settings;
        this.mail = mail;
        this.clock = clock;
    }

    @Override
    @Transactional
    public List<Notice> tell(OperatorKey operator, UUID caseId, ActKind what) {
        for (var recipient : maps.get(operator).recipients()) {
            if (recipient.toldOf().contains(what)) {
                var state = recipient.via() == RecipientMap.Via.MANUAL ? "by-hand" : "pending";
                jdbc.sql(
                                """
                                insert into qupiya.recipient_notice (id, operator, case_id, recipient, kind, via, state, next_attempt, created_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (case_id, kind, recipient) do nothing""")
                        .params(
                                UUID.randomUUID(),
                                operator.value(),
                                caseId,
                                recipient.key(),
                                what.json(),
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
                        returning id, operator, case_id, recipient, kind, attempts""")
                .params(at(now.plus(LEASE)), at(now), CHUNK)
                .query(Due.class)
                .list());
        return claimed == null ? List.of() : claimed;
    }

    private void send(Due due) {
        var operator = new OperatorKey(due.operator());
        var recipient = maps.find(operator).flatMap(map -> map.recipients().stream()
                .filter(r -> r.key().equals(due.recipient()))
                .findFirst());
        if (recipient.isEmpty()) {
            failed(due, "not-on-the-map", true);
            return;
        }
        var connection = connection(operator, due.recipient());
        try {
            if (recipient.get().via() == RecipientMap.Via.HTTP) {
                post(due, operator, recipient.get(), connection);
                sent(due.id());
            } else {
                transactions.executeWithoutResult(status -> {
                    mail.stream()
                            .filter(one -> one.knows(due.caseId()))
                            .findFirst()
                            .orElseThrow()
                            .write(
                                    due.caseId(),
                                    recipient.get(),
                                    ActKind.of(due.kind()),
                                    connection
                                            .map(DataMapSettings.Connection::address)
                                            .orElse(null));
                    sent(due.id());
                });
            }
        } catch (SystemUnavailableException e) {
            failed(due, e.code(), false);
        } catch (RuntimeException e) {
            failed(due, e.getClass().getSimpleName(), false);
        }
    }

    private void post(
            Due due, OperatorKey operator, RecipientMap recipient, Optional<DataMapSettings.Connection> connection) {
        var url = connection.map(DataMapSettings.Connection::url).orElse(null);
        var secret = connection.map(DataMapSettings.Connection::secret).orElse(null);
        if (url == null || secret == null) {
            throw new SystemUnavailableException(operator.value() + "/" + recipient.key(), "not-configured");
        }
        var least = parties.identifiers(due.caseId()).stream()
                .filter(identifier -> recipient.identifiers().contains(identifier.kind()))
                .toList();
        clients.ask(
                operator.value() + "/" + recipient.key(),
                new HttpConnection(URI.create(url), secret),
                SystemClients.call(
                        "tell", due.id(), ActKind.of(due.kind()), operator.value(), recipient.key(), least, List.of()));
    }

    private Optional<DataMapSettings.Connection> connection(OperatorKey operator, String recipient) {
        return Optional.ofNullable(settings.recipientConnections()
                .getOrDefault(operator.value(), java.util.Map.of())
                .get(recipient));
    }

    private void sent(UUID id) {
        jdbc.sql("update qupiya.recipient_notice set state = 'sent', sent_at = ?, error = null where id = ?")
                .params(at(clock.instant()), id)
                .update();
    }

    private void failed(Due due, String code, boolean forGood) {
        var last = forGood || due.attempts() > PAUSES.size();
        var pause = PAUSES.get(Math.min(due.attempts(), PAUSES.size()) - 1);
        jdbc.sql("update qupiya.recipient_notice set state = ?, error = ?, next_attempt = ? where id = ?")
                .params(last ? "failed" : "pending", code, at(clock.instant().plus(pause)), due.id())
                .update();
    }

    @Override
    public List<Notice> ofCase(UUID caseId) {
        return jdbc
                .sql("select " + COLUMNS
                        + " from qupiya.recipient_notice where case_id = ? order by created_at, recipient")
                .param(caseId)
                .query(Row.class)
                .list()
                .stream()
                .map(Row::notice)
                .toList();
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
        var notice = jdbc.sql("select " + COLUMNS + " from qupiya.recipient_notice where id = ?")
                .param(noticeId)
                .query(Row.class)
                .optional()
                .orElseThrow(() -> new NotFoundException("problem.status.404"))
                .notice();
        if (given == 0) {
            throw new ConflictException("datamap.notice.not-by-hand");
        }
        return notice;
    }

    private static Object at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    record Due(UUID id, String operator, UUID caseId, String recipient, String kind, int attempts) {}

    record Row(
            UUID id,
            UUID caseId,
            String recipient,
            String kind,
            String via,
            String state,
            int attempts,
            @Nullable String error,
            Instant createdAt,
            @Nullable Instant sentAt) {

        Notice notice() {
            return new Notice(
                    id,
                    caseId,
                    recipient,
                    ActKind.of(kind),
                    RecipientMap.Via.valueOf(via.toUpperCase(java.util.Locale.ROOT)),
                    state,
                    attempts,
                    error,
                    createdAt,
                    sentAt);
        }
    }
}
