package kz.qupiya.casefile;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseSubjects;
import kz.qupiya.subject.CaseVault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The register in PostgreSQL. */
@Service
class JdbcCaseFiles implements CaseFiles {

    private static final Logger log = LoggerFactory.getLogger(JdbcCaseFiles.class);
    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final JdbcTimeline timeline;
    private final JdbcDeadlines deadlines;
    private final CaseVault vault;
    private final CaseSubjects subjects;
    private final CaseNumbers numbers;
    private final ConcernedStaff concerned;
    private final ObjectProvider<RetentionVeto> vetoes;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    JdbcCaseFiles(
            JdbcClient jdbc,
            JdbcTimeline timeline,
            JdbcDeadlines deadlines,
            CaseVault vault,
            CaseSubjects subjects,
            CaseNumbers numbers,
            ConcernedStaff concerned,
            ObjectProvider<RetentionVeto> vetoes,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.timeline = timeline;
        this.deadlines = deadlines;
        this.vault = vault;
        this.subjects = subjects;
        this.numbers = numbers;
        this.concerned = concerned;
        this.vetoes = vetoes;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public CaseFile open(OpenCase command) {
        var now = timeline.now();
        var intake = Intake.of(command, now);
        var id = UUID.randomUUID();
        vault.putAll(id, intake.vault());
        subjects.add(id, command.operator(), intake.identifiers());
        var number = numbers.next(command.operator(), intake.receivedAt());
        var requester = command.requester();
        var requesterKind = requester == null ? null : requester.kind();
        var entitlement = requesterKind == null || requesterKind == RequesterKind.AUTHORITY
                ? Entitlement.NOT_NEEDED
                : Entitlement.TO_BE_PROVED;
        var opened = TimelineEvent.of("case.opened", command.by())
                .with("number", number.value())
                .with("kind", command.kind().json())
                .with("channel", command.channel().json())
                .with("ground", command.ground())
                .with("requester", requesterKind == null ? null : requesterKind.json())
                .with("entitlement", entitlement.json())
                .with("receivedAt", intake.receivedAt())
                .with("identifiers", identifierKinds(intake));
        var head = timeline.first(id, opened, now);
        jdbc.sql(
                        """
                        insert into qupiya.case_file (id, number, operator, kind, status, channel, ground, language, requester_kind,
                            entitlement, received_at, opened_at, opened_by, rehearsal, timeline_count, timeline_head)
                        values (?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)""")
                .param(id)
                .param(number.value())
                .param(command.operator().value())
                .param(command.kind().json())
                .param(command.channel().json())
                .param(command.ground())
                .param(command.language())
                .param(requesterKind == null ? null : requesterKind.json())
                .param(entitlement.json())
                .param(Timestamp.from(intake.receivedAt()))
                .param(Timestamp.from(now))
                .param(command.by().toString())
                .param(command.rehearsal())
                .param(head)
                .update();
        timeline.insertFirst(id, number.value(), opened, now, head);
        events.publishEvent(new CaseOpened(id, command.operator(), command.kind(), now));
        return new CaseFile(
                id,
                number,
                command.operator(),
                command.kind(),
                CaseStatus.OPEN,
                null,
                command.channel(),
                command.ground(),
                command.language(),
                requesterKind,
                entitlement,
                intake.receivedAt(),
                now,
                null,
                null,
                null,
                null,
                null);
    }

    private static List<String> identifierKinds(Intake intake) {
        return intake.identifiers().stream()
                .map(one -> one.kind().json())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public CaseFile get(UUID caseId) {
        return select("c.id = ?", caseId).orElseThrow(JdbcCaseFiles::unknown);
    }

    @Override
    public Optional<CaseFile> find(OperatorKey operator, String number) {
        return CaseNumber.find(number)
                .flatMap(well -> select(
                        "c.number = ? and c.operator = ? and " + ConcernedStaff.VISIBLE.formatted("?"),
                        well.value(),
                        operator.value(),
                        concerned.reader()));
    }

    @Override
    public CaseFile require(OperatorKey operator, String number) {
        return find(operator, number).orElseThrow(JdbcCaseFiles::unknown);
    }

    @Override
    @Transactional
    public void attachProcess(UUID caseId, String processInstanceId) {
        int done = jdbc.sql(
                        """
                        update qupiya.case_file set process_instance_id = ?
                        where id = ? and (process_instance_id is null or process_instance_id = ?)""")
                .params(processInstanceId, caseId, processInstanceId)
                .update();
        if (done == 0) {
            get(caseId);
            throw new ConflictException("casefile.process-attached");
        }
    }

    @Override
    @Transactional
    public void record(UUID caseId, TimelineEvent event) {
        timeline.append(caseId, event);
    }

    @Override
    @Transactional
    public void await(UUID caseId, Actor by) {
        move(caseId, CaseStatus.OPEN, CaseStatus.WAITING, "case.waiting", by);
    }

    @Override
    @Transactional
    public void resume(UUID caseId, Actor by) {
        move(caseId, CaseStatus.WAITING, CaseStatus.OPEN, "case.resumed", by);
    }

    private void move(UUID caseId, CaseStatus from, CaseStatus to, String code, Actor by) {
        int moved = jdbc.sql("update qupiya.case_file set status = ? where id = ? and status = ?")
                .params(to.json(), caseId, from.json())
                .update();
        if (moved == 1) {
            timeline.append(caseId, TimelineEvent.of(code, by));
        } else if (!get(caseId).isOpen()) {
            throw new ConflictException("casefile.closed");
        }
    }

    @Override
    @Transactional
    public void decide(UUID caseId, String decision, Actor by) {
        var file = lock(caseId);
        if (decision.equals(file.decision())) {
            return;
        }
        if (!file.isOpen()) {
            throw new ConflictException("casefile.closed");
        }
        if (file.decision() != null) {
            throw new ConflictException("casefile.decided");
        }
        var at = timeline.now();
        jdbc.sql("update qupiya.case_file set decision = ?, decided_at = ? where id = ?")
                .params(decision, Timestamp.from(at), caseId)
                .update();
        timeline.append(caseId, TimelineEvent.of("case.decided", by).result(decision));
        events.publishEvent(new CaseDecided(caseId, decision, at));
    }

    @Override
    @Transactional
    public void reconsider(UUID caseId, String reason, Actor by) {
        var file = lock(caseId);
        if (!file.isOpen()) {
            throw new ConflictException("casefile.closed");
        }
        if (file.decision() == null) {
            return;
        }
        jdbc.sql("update qupiya.case_file set decision = null, decided_at = null where id = ?")
                .param(caseId)
                .update();
        timeline.append(caseId, TimelineEvent.of("case.reconsidered", by).result(reason));
    }

    @Override
    @Transactional
    public void close(UUID caseId, Outcome outcome, Actor by) {
        var file = lock(caseId);
        if (!file.isOpen()) {
            if (file.outcome() != outcome) {
                throw new ConflictException("casefile.closed");
            }
            return;
        }
        deadlines.settle(caseId, by);
        var at = timeline.now();
        var retainUntil = deadlines.retainUntil(file.operator(), at);
        jdbc.sql(
                        """
                        update qupiya.case_file set status = 'closed', outcome = ?, closed_at = ?, retain_until = ?
                        where id = ?""")
                .params(outcome.json(), Timestamp.from(at), Timestamp.from(retainUntil), caseId)
                .update();
        timeline.append(
                caseId,
                TimelineEvent.of("case.closed", by).result(outcome.json()).with("retainUntil", retainUntil));
        events.publishEvent(new CaseClosed(caseId, outcome, at));
    }

    @Override
    public int destroyExpired() {
        int destroyed = 0;
        var after = new UUID(0, 0);
        while (true) {
            var expired = jdbc.sql(
                            """
                            select id from qupiya.case_file
                            where retain_until < ? and destroyed_at is null and id > ? order by id limit ?""")
                    .params(Timestamp.from(timeline.now()), after, BATCH)
                    .query(UUID.class)
                    .list();
            if (expired.isEmpty()) {
                return destroyed;
            }
            for (UUID caseId : expired) {
                destroyed += destroy(caseId) ? 1 : 0;
            }
            after = expired.get(expired.size() - 1);
        }
    }

    private boolean destroy(UUID caseId) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                var file = lock(caseId);
                if (file.destroyedAt() != null || vetoed(file)) {
                    return false;
                }
                jdbc.sql(
                                """
                                delete from qupiya.case_document_chunk
                                where document_id in (select id from qupiya.case_document where case_id = ?)""")
                        .param(caseId)
                        .update();
                vault.destroyKey(caseId);
                jdbc.sql("update qupiya.case_file set destroyed_at = ? where id = ?")
                        .params(Timestamp.from(timeline.now()), caseId)
                        .update();
                timeline.append(caseId, TimelineEvent.of("case.destroyed", Actor.job("retention")));
                events.publishEvent(new CaseFileDestroyed(caseId));
                return true;
            }));
        } catch (RuntimeException e) {
            // one file that fails must not keep the others; the next run tries it again
            log.error(
                    "the file of case {} was not destroyed: {}",
                    caseId,
                    e.getClass().getName());
            return false;
        }
    }

    private boolean vetoed(CaseFile file) {
        return vetoes.orderedStream().anyMatch(veto -> veto.reason(file).isPresent());
    }

    private Optional<CaseFile> select(String where, Object... params) {
        return jdbc.sql("select " + CaseFileRows.COLUMNS + " from qupiya.case_file c where " + where)
                .params(params)
                .query(CaseFileRows::map)
                .optional();
    }

    /** The case, with its row locked until the transaction ends. */
    CaseFile lock(UUID caseId) {
        return select("c.id = ? for no key update", caseId).orElseThrow(JdbcCaseFiles::unknown);
    }

    private static NotFoundException unknown() {
        return new NotFoundException("casefile.unknown");
    }
}
