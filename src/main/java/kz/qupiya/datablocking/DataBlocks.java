package kz.qupiya.datablocking;

import java.util.ArrayList;
import java.util.List;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.restriction.PlaceRestriction;
import kz.qupiya.restriction.Restrictions;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in requests to block data. Case, restriction, deadlines and process are born in one transaction: when the caller hears of the case, the permit check denies
 * already (Zvonobot 4.2.4: from the moment of the request).
 */
@Service
public class DataBlocks {

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final Restrictions restrictions;
    private final DataBlockRows rows;
    private final DataBlockingProcess process;

    DataBlocks(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            Restrictions restrictions,
            DataBlockRows rows,
            DataBlockingProcess process) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.restrictions = restrictions;
        this.rows = rows;
        this.process = process;
    }

    /**
     * Opens a case over our API or by staff, and starts its process.
     *
     * @param by      who hands it in
     * @param through the channel that counts when the request names none
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile open(OperatorKey operator, DataBlockRequest request, Actor by, Channel through) {
        var caseFile = register(operator, request, by, through);
        cases.attachProcess(caseFile.id(), process.requestReceived(caseFile));
        return cases.get(caseFile.id());
    }

    /**
     * Opens a case for a process that is being born already, as over engine REST; the caller ties the two together.
     *
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile register(OperatorKey operator, DataBlockRequest request, Actor by, Channel through) {
        List<Violation> violations = new ArrayList<>();
        if (Ground.find(request.ground()).isEmpty()) {
            violations.add(new Violation(
                    "ground", request.ground() == null ? "problem.field.missing" : "datablocking.ground.unknown"));
        }
        if (request.description() == null || request.description().isBlank()) {
            violations.add(new Violation("description", "problem.field.missing"));
        }
        var channel = request.channel() == null
                ? through
                : Channel.find(request.channel()).orElse(null);
        if (channel == null) {
            violations.add(new Violation("channel", "casefile.channel.unknown"));
            channel = through;
        }
        var command = new OpenCase(
                operator,
                CaseKind.DATA_BLOCK,
                channel,
                request.receivedAt(),
                request.requester(),
                request.subject(),
                violations.isEmpty() ? request.ground() : null,
                request.description(),
                request.language(),
                by);
        CaseFile caseFile;
        try {
            caseFile = cases.open(command);
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            throw new InvalidInputException(violations);
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations); // rolls the case back: all fields are named at once
        }
        block(caseFile, by);
        return caseFile;
    }

    private void block(CaseFile caseFile, Actor by) {
        var restriction = restrictions.place(PlaceRestriction.block(
                caseFile.operator(),
                caseFile.id(),
                caseFile.number().value(),
                String.valueOf(caseFile.ground()),
                caseFile.receivedAt(),
                parties.identifiers(caseFile.id())));
        rows.create(caseFile.id(), restriction.id());
        cases.record(
                caseFile.id(),
                TimelineEvent.of("restriction.placed", by)
                        .with("restriction", restriction.id())
                        .with("receivedAt", restriction.receivedAt())
                        .with("since", restriction.since()));
        var duties = caseFile.entitlement() == Entitlement.TO_BE_PROVED
                ? List.of(Duty.BLOCK, Duty.VERIFICATION, Duty.PROOF_OF_ENTITLEMENT)
                : List.of(Duty.BLOCK, Duty.VERIFICATION);
        deadlines.startAll(
                caseFile.id(),
                duties.stream()
                        .map(duty -> Deadlines.StartDeadline.of(caseFile.id(), duty, caseFile.receivedAt()))
                        .toList());
    }
}
