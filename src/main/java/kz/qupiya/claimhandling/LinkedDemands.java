package kz.qupiya.claimhandling;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.consentwithdrawal.WithdrawalRequest;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.otherrequest.NewOtherRequest;
import kz.qupiya.otherrequest.OtherRequests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens the linked cases of a claim: what somebody demands beside compensation has a duty and a clock of its own, from the same moment of receipt. */
@Component
class LinkedDemands {

    private static final String INACCURATE = "inaccurate-data";

    private final CaseFiles cases;
    private final Parties parties;
    private final DataBlocks blocks;
    private final Withdrawals withdrawals;
    private final OtherRequests requests;
    private final ClaimRows rows;

    LinkedDemands(
            CaseFiles cases,
            Parties parties,
            DataBlocks blocks,
            Withdrawals withdrawals,
            OtherRequests requests,
            ClaimRows rows) {
        this.cases = cases;
        this.parties = parties;
        this.blocks = blocks;
        this.withdrawals = withdrawals;
        this.requests = requests;
        this.rows = rows;
    }

    /** The case of a demand; null where the claim itself answers it. */
    @Nullable
    CaseFile open(CaseFile claim, DemandReader.Asked asked, @Nullable String allegation, Actor by) {
        if (asked.kind().linked() == null) {
            return null;
        }
        var subject = parties.subject(claim.id());
        var requester = parties.requester(claim);
        var text = parties.value(claim.id(), Parties.DESCRIPTION).orElse(null);
        var channel = claim.channel().json();
        var at = claim.receivedAt();
        var opened =
                switch (asked.kind()) {
                    case WITHDRAWAL ->
                        withdrawals.open(
                                claim.operator(),
                                new WithdrawalRequest(
                                        subject,
                                        requester,
                                        asked.scope() == null || asked.scope().isEmpty()
                                                ? List.of("all")
                                                : asked.scope(),
                                        null,
                                        null,
                                        text,
                                        at,
                                        channel,
                                        claim.language()),
                                by,
                                claim.channel());
                    case BLOCK, STOP_USE ->
                        blocks.open(
                                claim.operator(),
                                new DataBlockRequest(
                                        subject,
                                        requester,
                                        asked.kind() == DemandKind.BLOCK && INACCURATE.equals(allegation)
                                                ? INACCURATE
                                                : "unlawful-processing",
                                        text,
                                        at,
                                        channel,
                                        claim.language()),
                                by,
                                claim.channel());
                    default ->
                        requests.open(
                                claim.operator(),
                                new NewOtherRequest(
                                        subject,
                                        requester,
                                        asked.kind().json(),
                                        null,
                                        text,
                                        at,
                                        channel,
                                        claim.language()),
                                by,
                                claim.channel());
                };
        link(claim, opened, by);
        link(opened, claim, by);
        return opened;
    }

    private void link(CaseFile from, CaseFile to, Actor by) {
        cases.record(
                from.id(),
                TimelineEvent.of("case.linked", by)
                        .with("number", to.number().value())
                        .with("kind", to.kind().json()));
    }

    /** Whether every linked case of a claim is closed. */
    boolean allClosed(UUID caseId) {
        return rows.demands(caseId).stream()
                .map(Demand::linkedId)
                .filter(Objects::nonNull)
                .noneMatch(linked -> cases.get(linked).isOpen());
    }
}
