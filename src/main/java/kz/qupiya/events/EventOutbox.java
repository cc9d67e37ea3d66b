package kz.qupiya.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import kz.qupiya.casefile.CaseClosed;
import kz.qupiya.casefile.CaseDecided;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseOpened;
import kz.qupiya.casefile.DeadlineMissed;
import kz.qupiya.casefile.DeadlineWarned;
import kz.qupiya.casework.DataDestroyed;
import kz.qupiya.claimhandling.PaymentOrdered;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.restriction.RestrictionKind;
import kz.qupiya.restriction.RestrictionLifted;
import kz.qupiya.restriction.RestrictionPlaced;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes an event for every address of the operator, in the transaction of what happened: it is told if and only if it happened. */
@Component
class EventOutbox {

    private final JdbcClient jdbc;
    private final CaseFiles cases;
    private final Operators operators;
    private final ObjectMapper json;
    private final Clock clock;

    EventOutbox(JdbcClient jdbc, CaseFiles cases, Operators operators, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.cases = cases;
        this.operators = operators;
        this.json = json;
        this.clock = clock;
    }

    @EventListener
    void opened(CaseOpened event) {
        write(event.caseId(), "case.opened", caseFile -> Map.of("receivedAt", caseFile.receivedAt()));
    }

    @EventListener
    void decided(CaseDecided event) {
        write(event.caseId(), "case.decided", Map.of("decision", event.decision()));
    }

    @EventListener
    void closed(CaseClosed event) {
        write(event.caseId(), "case.closed", Map.of("outcome", event.outcome().json()));
    }

    @EventListener
    void warned(DeadlineWarned event) {
        write(event.caseId(), "deadline.warned", deadline(event.duty(), event.dueAt()));
    }

    @EventListener
    void missed(DeadlineMissed event) {
        write(event.caseId(), "deadline.missed", deadline(event.duty(), event.dueAt()));
    }

    @EventListener
    void placed(RestrictionPlaced event) {
        write(event.caseId(), "restriction.placed", restriction(event.restrictionId(), event.kind()));
    }

    @EventListener
    void lifted(RestrictionLifted event) {
        write(event.caseId(), "restriction.lifted", restriction(event.restrictionId(), event.kind()));
    }

    @EventListener
    void destroyed(DataDestroyed event) {
        write(event.caseId(), "subject.destroyed", Map.of("inPart", event.inPart()));
    }

    /** What accounting needs to pay what a claim was promised; whom it pays it finds by the number of the case. */
    @EventListener
    void ordered(PaymentOrdered event) {
        write(
                event.caseId(),
                "payment.ordered",
                Map.of("amount", event.amount(), "currency", "KZT", "payBy", event.payBy()));
    }

    private static Map<String, Object> deadline(Duty duty, Instant dueAt) {
        return Map.of("duty", duty.code(), "dueAt", dueAt);
    }

    private static Map<String, Object> restriction(UUID id, RestrictionKind kind) {
        return Map.of("restriction", kind.json(), "restrictionId", id);
    }

    private void write(UUID caseId, String type, Map<String, ?> facts) {
        write(caseId, type, caseFile -> facts);
    }

    private void write(UUID caseId, String type, Function<CaseFile, Map<String, ?>> facts) {
        // Most operators have no address; nothing is read then.
        if (operators.all().stream().allMatch(profile -> profile.events().isEmpty())) {
            return;
        }
        var caseFile = cases.get(caseId);
        var profile = operators.get(caseFile.operator());
        if (profile.events().isEmpty()) {
            return;
        }
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var data = data(caseFile, facts.apply(caseFile));
        profile.events().forEach(endpoint -> jdbc.sql(
                        """
                        insert into qupiya.outgoing_event (id, operator, endpoint, case_id, type, data, at, next_attempt_at)
                        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)""")
                .params(UUID.randomUUID(), caseFile.operator().value(), endpoint.name(), caseId, type, data, now, now)
                .update());
    }

    private String data(CaseFile caseFile, Map<String, ?> facts) {
        var data = new LinkedHashMap<String, Object>();
        data.put("case", caseFile.number().value());
        data.put("kind", caseFile.kind().json());
        data.putAll(facts);
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of codes and times is always JSON", e);
        }
    }
}
