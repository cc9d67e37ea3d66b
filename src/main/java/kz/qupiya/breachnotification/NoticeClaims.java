package kz.qupiya.breachnotification;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.campaign.Audience;
import kz.qupiya.campaign.NoticeReports;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.otherrequest.ClaimDesk;
import kz.qupiya.otherrequest.NewClaim;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.SubjectInput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people answer to a notice may be a claim: staff open it as a case of its own, which keeps the person, the words and the moment of the report. */
@Service
public class NoticeClaims {

    private final NoticeReports reports;
    private final Audience audience;
    private final ClaimDesk claims;
    private final CaseFiles cases;
    private final BreachRows rows;
    private final JdbcClient jdbc;
    private final Clock clock;

    NoticeClaims(
            NoticeReports reports,
            Audience audience,
            ClaimDesk claims,
            CaseFiles cases,
            BreachRows rows,
            JdbcClient jdbc,
            Clock clock) {
        this.reports = reports;
        this.audience = audience;
        this.claims = claims;
        this.cases = cases;
        this.rows = rows;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Opens the claim of a report; the same one when asked again.
     *
     * @return the case of the claim
     * @throws NotFoundException if the breach has no such report
     * @throws ConflictException if the words or the person have been destroyed, or nothing but a name is known of the person
     */
    @Transactional
    public CaseFile open(CaseFile breach, UUID reportId, Actor by) {
        rows.lock(breach.id());
        var known = claims(breach.id()).get(reportId);
        if (known != null) {
            return cases.get(known);
        }
        var report = reports.find(breach.id(), reportId).orElseThrow(() -> new NotFoundException("problem.status.404"));
        var person = audience.contacts(report.audience(), List.of(report.seq())).stream()
                .findFirst()
                .orElseThrow(() -> new ConflictException("breachnotification.claim.nobody"));
        if (report.text() == null || person.email() == null && person.phone() == null) {
            throw new ConflictException("breachnotification.claim.nobody");
        }
        var claim = claims.open(
                breach.operator(),
                NewClaim.inWords(
                        new SubjectInput(null, person.phone(), person.email(), null, null, person.name()),
                        new Requester(
                                RequesterKind.SUBJECT,
                                person.name(),
                                null,
                                null,
                                null,
                                person.email(),
                                null,
                                null,
                                null,
                                null),
                        report.text(),
                        report.at(),
                        null,
                        null),
                by,
                Channel.FORM);
        jdbc.sql("insert into qupiya.breach_claim (report_id, case_id, claim_id, opened_at) values (?, ?, ?, ?)")
                .params(reportId, breach.id(), claim.id(), BreachRows.at(clock.instant()))
                .update();
        cases.record(
                breach.id(),
                TimelineEvent.of("notice.claim-opened", by)
                        .with("number", claim.number().value()));
        cases.record(
                claim.id(),
                TimelineEvent.of("claim.from-breach", by)
                        .with("number", breach.number().value()));
        return claim;
    }

    /** The claims of a breach by the report that each came from. */
    Map<UUID, UUID> claims(UUID caseId) {
        return jdbc
                .sql("select report_id, claim_id from qupiya.breach_claim where case_id = ?")
                .param(caseId)
                .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
