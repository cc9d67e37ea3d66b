package kz.qupiya.otherrequest;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.Reclassifiable;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes in requests. Case, deadlines and process are born in one transaction. */
@Service
public class OtherRequests implements Reclassifiable {

    private static final String CLAIM = "claim";

    private final CaseFiles cases;
    private final Deadlines deadlines;
    private final OtherRequestRows rows;
    private final OtherRequestProcess process;

    /** Claims open requests too, for what they demand beside compensation. */
    private final ObjectProvider<ClaimDesk> claims;

    OtherRequests(
            CaseFiles cases,
            Deadlines deadlines,
            OtherRequestRows rows,
            OtherRequestProcess process,
            ObjectProvider<ClaimDesk> claims) {
        this.cases = cases;
        this.deadlines = deadlines;
        this.rows = rows;
        this.process = process;
        this.claims = claims;
    }

    /**
     * Opens a case and starts its process. What says of itself that it is a claim becomes a case of kind {@code claim}: callers who have always sent claims here go on doing so.
     *
     * @param by      who hands it in
     * @param through the channel that counts when the request names none
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile open(OperatorKey operator, NewOtherRequest request, Actor by, Channel through) {
        if (Boolean.TRUE.equals(request.claim()) && About.OTHER.json().equals(request.about())) {
            return claim(operator, request, by, through);
        }
        var caseFile = register(operator, request, by, through);
        cases.attachProcess(caseFile.id(), process.requestReceived(caseFile));
        return cases.get(caseFile.id());
    }

    private CaseFile claim(OperatorKey operator, NewOtherRequest request, Actor by, Channel through) {
        try {
            return claims.getObject()
                    .open(
                            operator,
                            NewClaim.inWords(
                                    request.subject(),
                                    request.requester(),
                                    request.text(),
                                    request.receivedAt(),
                                    request.channel(),
                                    request.language()),
                            by,
                            through);
        } catch (InvalidInputException e) {
            // told by the names of the request that the caller sent
            throw new InvalidInputException(e.violations().stream()
                    .map(one -> "statement".equals(one.field())
                            ? new Violation("text", one.code(), one.args().toArray())
                            : one)
                    .toList());
        }
    }

    /**
     * Opens a case for a process that is being born already, as over engine REST; the caller ties the two together.
     *
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile register(OperatorKey operator, NewOtherRequest request, Actor by, Channel through) {
        List<Violation> violations = new ArrayList<>();
        var asked = request.about();
        var about = About.find(asked == null ? "" : asked).orElse(null);
        if (about == null) {
            violations.add(
                    new Violation("about", asked == null ? "problem.field.missing" : "otherrequest.about.unknown"));
        }
        var claim = Boolean.TRUE.equals(request.claim());
        if (claim && about != null && about != About.OTHER) {
            violations.add(new Violation(CLAIM, "otherrequest.claim.about"));
        }
        if (request.text() == null || request.text().isBlank()) {
            violations.add(new Violation("text", "problem.field.missing"));
        }
        var channel = request.channel() == null
                ? through
                : Channel.find(request.channel()).orElse(null);
        if (channel == null) {
            violations.add(new Violation("channel", "casefile.channel.unknown"));
            channel = through;
        }
        CaseFile caseFile;
        try {
            caseFile = cases.open(new OpenCase(
                    operator,
                    CaseKind.OTHER_REQUEST,
                    channel,
                    request.receivedAt(),
                    request.requester(),
                    request.subject(),
                    about == null ? null : claim ? CLAIM : about.json(),
                    request.text(),
                    request.language(),
                    by));
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            throw new InvalidInputException(violations);
        }
        if (about == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations); // rolls the case back: all fields are named at once
        }
        rows.create(caseFile.id(), about, claim);
        cases.record(
                caseFile.id(), TimelineEvent.of("request.received", by).with("about", claim ? CLAIM : about.json()));
        deadlines.startAll(caseFile.id(), duties(caseFile, about));
        return caseFile;
    }

    private static List<Deadlines.StartDeadline> duties(CaseFile caseFile, About about) {
        var duties = about.needsProof() && caseFile.entitlement() == Entitlement.TO_BE_PROVED
                ? List.of(about.duty(), Duty.PROOF_OF_ENTITLEMENT)
                : List.of(about.duty());
        return duties.stream()
                .map(duty -> Deadlines.StartDeadline.of(caseFile.id(), duty, caseFile.receivedAt()))
                .toList();
    }

    @Override
    public CaseKind kind() {
        return CaseKind.OTHER_REQUEST;
    }

    @Override
    @Transactional
    public void giveUp(CaseFile caseFile, Actor by) {
        rows.lock(caseFile.id());
        var current = cases.get(caseFile.id());
        if (current.decision() != null || !current.isOpen()) {
            throw new ConflictException("otherrequest.decided");
        }
        process.reclassified(caseFile);
        cases.close(caseFile.id(), Outcome.RECLASSIFIED, by);
    }

    /** The duty whose term the answer has to keep. */
    public Duty duty(UUID caseId) {
        return rows.get(caseId).about().duty();
    }
}
