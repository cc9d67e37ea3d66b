package kz.qupiya.otherrequest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Reclassifiable;
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
 * Handles a case on under its right name: it closes as re-classified, and a linked one opens with the same moment of receipt, so that no term starts anew, the same
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
    private final ClaimDesk claims;
    private final OtherRequestRows rows;
    private final List<Reclassifiable> kinds;

    Reclassification(
            CaseFiles cases,
            Parties parties,
            Documents documents,
            DataBlocks blocks,
            Withdrawals withdrawals,
            OtherRequests requests,
            ClaimDesk claims,
            OtherRequestRows rows,
            List<Reclassifiable> kinds) {
        this.cases = cases;
        this.parties = parties;
        this.documents = documents;
        this.blocks = blocks;
        this.withdrawals = withdrawals;
        this.requests = requests;
        this.claims = claims;
        this.rows = rows;
        this.kinds = List.copyOf(kinds);
    }

    /**
     * Re-classifies.
     *
     * @return the new case
     * @throws InvalidInputException naming what the new kind lacks; nothing changes then
     * @throws ConflictException     if the case is of a kind that is never given up, was decided, or has taken effect
     */
    @Transactional
    public CaseFile reclassify(CaseFile caseFile, Reclassify as, Actor by) {
        var kind = kinds.stream()
                .filter(one -> one.kind() == caseFile.kind())
                .findFirst()
                .orElseThrow(() -> new ConflictException("otherrequest.reclassify.kind"));
        var caseId = caseFile.id();
        var old = cases.get(caseId);
        var opened = open(old, as, by);
        copy(old, opened, by);
        cases.record(
                opened.id(),
                TimelineEvent.of("case.reclassified-from", by)
                        .with("number", old.number().value()));
        cases.record(
                caseId,
                TimelineEvent.of("case.reclassified", by)
                        .with("number", opened.number().value())
                        .with("kind", opened.kind().json()));
        kind.giveUp(old, by); // last: what is not given up rolls the new case back
        return cases.get(opened.id());
    }

    private CaseFile open(CaseFile old, Reclassify as, Actor by) {
        var kind = CaseKind.find(as.kind() == null ? "" : as.kind()).orElse(null);
        var subject = parties.subject(old.id());
        var requester = parties.requester(old);
        // what came by telephone may have no words of its own
        var text = parties.value(old.id(), Parties.DESCRIPTION).orElse(as.text());
        var receivedAt = old.receivedAt();
        var channel = old.channel().json();
        if (kind == CaseKind.DATA_BLOCK) {
            if (old.kind() == kind && String.valueOf(old.ground()).equals(as.ground())) {
                throw new InvalidInputException("ground", "otherrequest.reclassify.same");
            }
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
        if (kind == CaseKind.CLAIM) {
            if (old.kind() == kind) {
                throw new InvalidInputException("kind", "otherrequest.reclassify.same");
            }
            return claims.open(
                    old.operator(),
                    new NewClaim(
                            subject,
                            requester,
                            text,
                            as.allegation(),
                            as.demands() == null ? List.of() : as.demands(),
                            as.damages(),
                            as.consumerClaim(),
                            receivedAt,
                            channel,
                            old.language()),
                    by,
                    old.channel());
        }
        if (kind == CaseKind.OTHER_REQUEST) {
            if (old.kind() == kind && isSame(rows.get(old.id()), as)
                    || old.kind() == CaseKind.CLAIM && Boolean.TRUE.equals(as.claim())) {
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

    private static boolean isSame(OtherRequest request, Reclassify as) {
        return request.about().json().equals(as.about()) && request.claim() == Boolean.TRUE.equals(as.claim());
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
