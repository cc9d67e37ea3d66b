package kz.qupiya.datablocking;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.TermParts;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.operator.Duty;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Questions of a privacy officer to the custodian of a system, during a verification. Question and answer lie in the vault. */
@Service
public class FactsRequests {

    private static final int LONGEST = 4000;

    /** The step of the custodian, each question with its part of the term. */
    private static final String STEP = "give-facts";

    /** Percent of what is left of the verification: the officer has to decide with the answer in hand. */
    private static final int SHARE = 50;

    private final JdbcClient jdbc;
    private final CaseVault vault;
    private final CaseFiles cases;
    private final DataMaps maps;
    private final DataBlockingProcess process;
    private final Deadlines deadlines;
    private final TermParts parts;
    private final Clock clock;

    FactsRequests(
            JdbcClient jdbc,
            CaseVault vault,
            CaseFiles cases,
            DataMaps maps,
            DataBlockingProcess process,
            Deadlines deadlines,
            TermParts parts,
            Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.cases = cases;
        this.maps = maps;
        this.process = process;
        this.deadlines = deadlines;
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * Asks; the custodian gets a task.
     *
     * @throws InvalidInputException for an unknown system or an empty question
     * @throws ConflictException if the case is not being verified any more
     */
    @Transactional
    public FactsRequest ask(CaseFile caseFile, @Nullable String system, @Nullable String question, Actor by) {
        if (system == null || maps.get(caseFile.operator()).system(system).isEmpty()) {
            throw new InvalidInputException("system", "datablocking.system.unknown");
        }
        var text = text("question", question);
        var id = UUID.randomUUID();
        jdbc.sql("insert into qupiya.facts_request (id, case_id, system, asked_by, asked_at) values (?, ?, ?, ?, ?)")
                .params(id, caseFile.id(), system, by.id(), now())
                .update();
        vault.put(caseFile.id(), question(id), text);
        cases.record(
                caseFile.id(),
                TimelineEvent.of("facts.requested", by).with("system", system).with("request", id));
        process.factsRequested(caseFile);
        return get(caseFile, id);
    }

    /**
     * Answers a question.
     *
     * @throws ConflictException if it was answered before
     */
    @Transactional
    public FactsRequest answer(CaseFile caseFile, UUID id, @Nullable String answer, Actor by) {
        var text = text("answer", answer);
        get(caseFile, id);
        var answered = jdbc.sql(
                        "update qupiya.facts_request set answered_by = ?, answered_at = ? where id = ? and case_id = ? and answered_at is null")
                .params(by.id(), now(), id, caseFile.id())
                .update();
        if (answered == 0) {
            throw new ConflictException("datablocking.facts.answered");
        }
        vault.put(caseFile.id(), answer(id), text);
        parts.done(caseFile.id(), STEP, id.toString());
        cases.record(caseFile.id(), TimelineEvent.of("facts.given", by).with("request", id));
        return get(caseFile, id);
    }

    /** The questions of a case, oldest first, with their texts. */
    public List<FactsRequest> ofCase(UUID caseId) {
        return rows(caseId).stream()
                .map(row -> row.with(
                        vault.reveal(caseId, question(row.id())).orElse(null),
                        vault.reveal(caseId, answer(row.id())).orElse(null)))
                .toList();
    }

    /** That they were asked and answered, and not what; nothing sealed is opened for it. */
    List<FactsRequest> withoutTexts(UUID caseId) {
        return rows(caseId).stream().map(row -> row.with(null, null)).toList();
    }

    private List<Row> rows(UUID caseId) {
        return jdbc.sql(
                        """
                        select id, system, asked_by, asked_at, task_id, answered_by, answered_at
                        from qupiya.facts_request where case_id = ? order by asked_at, id""")
                .param(caseId)
                .query(Row.class)
                .list();
    }

    /**
     * Ties the oldest question that has no task yet to a task that was just made, and gives it its part of the verification's term.
     *
     * @return when the part ends; empty when there is no such question, or no term runs
     */
    @Transactional
    public Optional<Instant> assign(UUID caseId, String taskId) {
        var request = jdbc.sql(
                        """
                        update qupiya.facts_request set task_id = ? where id = (
                            select id from qupiya.facts_request where case_id = ? and task_id is null order by asked_at, id limit 1)
                        returning id""")
                .params(taskId, caseId)
                .query(UUID.class)
                .optional();
        var runs = deadlines.of(caseId, Duty.VERIFICATION).filter(deadline -> deadline.metAt() == null);
        if (request.isEmpty() || runs.isEmpty()) {
            return Optional.empty();
        }
        var topic = request.get().toString();
        var part = parts.give(caseId, STEP, topic, Duty.VERIFICATION, SHARE);
        parts.carry(caseId, STEP, topic, taskId);
        return Optional.of(part.dueAt());
    }

    /** Whether the question of a task has been answered. */
    public boolean answered(String taskId) {
        return jdbc.sql("select count(*) from qupiya.facts_request where task_id = ? and answered_at is not null")
                        .param(taskId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private FactsRequest get(CaseFile caseFile, UUID id) {
        return ofCase(caseFile.id()).stream()
                .filter(request -> request.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static String text(String field, @Nullable String written) {
        if (written == null || written.isBlank()) {
            throw new InvalidInputException(field, "problem.field.missing");
        }
        if (written.length() > LONGEST) {
            throw new InvalidInputException(field, "problem.field.too-long", LONGEST);
        }
        return CardNumbers.mask(written.strip());
    }

    private static String question(UUID id) {
        return "facts." + id + ".question";
    }

    private static String answer(UUID id) {
        return "facts." + id + ".answer";
    }

    private record Row(
            UUID id,
            String system,
            String askedBy,
            Instant askedAt,
            @Nullable String taskId,
            @Nullable String answeredBy,
            @Nullable Instant answeredAt) {

        FactsRequest with(@Nullable String question, @Nullable String answer) {
            return new FactsRequest(id, system, askedBy, askedAt, question, answeredBy, answeredAt, answer);
        }
    }

    /**
     * A question and its answer.
     *
     * @param question null once the case file was destroyed, and where the texts are left out
     * @param answer   null until answered too
     */
    public record FactsRequest(
            UUID id,
            String system,
            String askedBy,
            Instant askedAt,
            @Nullable String question,
            @Nullable String answeredBy,
            @Nullable Instant answeredAt,
            @Nullable String answer) {

        /** The texts may name a person. */
        @Override
        public String toString() {
            return "FactsRequest[" + id + "]";
        }
    }
}
