package kz.qupiya.otherrequest;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.consentwithdrawal.WithdrawalRequest;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Handles a request on under its right name: the case closes as re-classified, and a linked one opens with the same moment of receipt, so that no term starts anew, the same
 * people, words and documents, and the proof that was accepted.
 */
@Service
public class Reclassification {

    private final CaseFiles cases;
    private final Parties parties;
    private final Documents documents;
    private final DataBlocks blocks;
    private final Withdrawals withdrawals;
    private final OtherRequests requests;
    private final OtherRequestRows rows;
    private final OtherRequestProcess process;

    Reclassification(
            CaseFiles cases,
            Parties parties,
            Documents documents,
            DataBlocks blocks,
            Withdrawals withdrawals,
            OtherRequests requests,
            OtherRequestRows rows,
            OtherRequestProcess process) {
        this.cases = cases;
        this.parties = parties;
        this.documents = documents;
        this.blocks = blocks;
        this.withdrawals = withdrawals;
        this.requests = requests;
        this.rows = rows;
        this.process = process;
    }

    /**
     * Re-classifies.
     *
     * @return the new case
     * @throws InvalidInputException naming what the new kind lacks; nothing changes then
     * @throws ConflictException     if the case is of a kind that has a process of its own, or was decided
     */
    @Transactional
    public CaseFile reclassify(CaseFile caseFile, Reclassify as, Actor by) {
        if (caseFile.kind() != CaseKind.OTHER_REQUEST) {
            throw new ConflictException("otherrequest.reclassify.kind");
        }
        var caseId = caseFile.id();
        var request = rows.lock(caseId);
        var current = cases.get(caseId);
        if (current.decision() != null || !current.isOpen()) {
            throw new ConflictException("otherrequest.decided");
        }
        var opened = open(current, request, as, by);
        copy(current, opened, by);
        cases.record(
                opened.id(),
                TimelineEvent.of("case.reclassified-from", by)
                        .with("number", current.number().value()));
        cases.record(
                caseId,
                TimelineEvent.of("case.reclassified", by)
                        .with("number", opened.number().value())
                        .with("kind", opened.kind().json()));
        process.reclassified(current);
        cases.close(caseId, Outcome.RECLASSIFIED, by);
        return cases.get(opened.id());
    }

    private CaseFile open(CaseFile old, OtherRequest request, Reclassify as, Actor by) {
        var kind = CaseKind.find(as.kind() == null ? "" : as.kind()).orElse(null);
        var subject = parties.subject(old.id());
        var requester = parties.requester(old);
        var text = parties.value(old.id(), Parties.DESCRIPTION).orElse(null);
        var receivedAt = old.receivedAt();
        var channel = old.channel().json();
        if (kind == CaseKind.DATA_BLOCK) {
            return blocks.open(
                    old.operator(),
                    new DataBlockRequest(subject, requester, as.ground(), text, receivedAt, channel, old.language()),
                    by,
                    old.channel());
        }
        if (kind == CaseKind.CONSENT_WITHDRAWAL) {
            return withdrawals.open(
                    old.operator(),
                    new WithdrawalRequest(
                            subject,
                            requester,
                            as.scope(),
                            as.effectiveOn(),
                            as.clause(),
                            text,
                            receivedAt,
                            channel,
                            old.language()),
                    by,
                    old.channel());
        }
        if (kind == CaseKind.OTHER_REQUEST) {
            if (request.about().json().equals(as.about()) && request.claim() == Boolean.TRUE.equals(as.claim())) {
                throw new InvalidInputException("about", "otherrequest.reclassify.same");
            }
            return requests.open(
                    old.operator(),
                    new NewOtherRequest(
                            subject, requester, as.about(), as.claim(), text, receivedAt, channel, old.language()),
                    by,
                    old.channel());
        }
        throw new InvalidInputException(
                "kind", as.kind() == null ? "problem.field.missing" : "otherrequest.reclassify.unknown");
    }

    private void copy(CaseFile old, CaseFile opened, Actor by) {
        Map<UUID, UUID> copies = new HashMap<>();
        for (var document : documents.of(old.id())) {
            var content = documents.read(old.id(), document.id(), by);
            copies.put(
                    document.id(),
                    documents
                            .add(opened.id(), document.purpose(), document.fileName(), content, by)
                            .id());
        }
        var proof = parties.entitlement(old.id());
        if (proof.state() == Entitlement.PROVED
                && parties.entitlement(opened.id()).state() != Entitlement.PROVED) {
            var document = proof.documentId();
            parties.entitle(opened.id(), Entitlement.PROVED, document == null ? null : copies.get(document), by);
        }
    }
}
