package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Reclassifiable;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes in claims. Case, duties, the hold on the evidence, linked cases and process are born in one transaction. */
@Service
public class Claims implements Reclassifiable {

    /** What a claim may be about. */
    static final Set<String> ALLEGATIONS = Set.of("unlawful-use", "loss", "disclosure", "inaccurate-data", "other");

    private static final Set<String> REOPENING = Set.of("new-evidence", "promise-broken", "answer-wrong", "court");
    private static final String NUMBER = "number";

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final CaseVault vault;
    private final Evidence evidence;
    private final LinkedDemands linked;
    private final ClaimRows rows;
    private final ClaimProcess process;
    private final Clock clock;

    Claims(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            DeadlineWatch watch,
            CaseVault vault,
            Evidence evidence,
            LinkedDemands linked,
            ClaimRows rows,
            ClaimProcess process,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.watch = watch;
        this.vault = vault;
        this.evidence = evidence;
        this.linked = linked;
        this.rows = rows;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Opens a case and starts its process.
     *
     * @param by      who hands it in
     * @param through the channel that counts when the claim names none
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile open(OperatorKey operator, ClaimRequest request, Actor by, Channel through) {
        var caseFile = register(operator, request, by, through);
        cases.attachProcess(caseFile.id(), process.received(caseFile));
        return cases.get(caseFile.id());
    }

    /**
     * Opens a case for a process that is being born already, as over engine REST; the caller ties the two together.
     *
     * @throws InvalidInputException naming every bad field; nothing is stored then
     */
    @Transactional
    public CaseFile register(OperatorKey operator, ClaimRequest request, Actor by, Channel through) {
        return register(operator, request, null, by, through);
    }

    private CaseFile register(
            OperatorKey operator, ClaimRequest request, @Nullable UUID reopens, Actor by, Channel through) {
        List<Violation> violations = new ArrayList<>();
        if (request.statement() == null || request.statement().isBlank()) {
            violations.add(new Violation("statement", "problem.field.missing"));
        }
        var allegation = request.allegation();
        if (allegation != null && !ALLEGATIONS.contains(allegation)) {
            violations.add(new Violation("allegation", "claimhandling.allegation.unknown"));
        }
        var asked = DemandReader.read(request, violations);
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
                    CaseKind.CLAIM,
                    channel,
                    request.receivedAt(),
                    request.requester(),
                    request.subject(),
                    violations.isEmpty() ? allegation : null,
                    request.statement(),
                    request.language(),
                    by));
        } catch (InvalidInputException e) {
            e.violations().stream()
                    .map(one -> Parties.DESCRIPTION.equals(one.field())
                            ? new Violation("statement", one.code(), one.args().toArray())
                            : one)
                    .forEach(violations::add);
            throw new InvalidInputException(violations);
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations); // rolls the case back: all fields are named at once
        }
        begin(caseFile, request, asked, reopens, by);
        return caseFile;
    }

    private void begin(
            CaseFile caseFile, ClaimRequest request, List<DemandReader.Asked> asked, @Nullable UUID reopens, Actor by) {
        var id = caseFile.id();
        var hold = evidence.hold(caseFile, by);
        var consumer = !Boolean.FALSE.equals(request.consumerClaim());
        rows.create(id, hold.id(), consumer, reopens);
        if (request.damages() != null && request.damages().isTextual()) {
            vault.put(id, "damages", CardNumbers.mask(request.damages().asText()));
        }
        cases.record(
                id,
                TimelineEvent.of("claim.received", by)
                        .with("consumer", consumer)
                        .with(
                                "demands",
                                asked.stream().map(one -> one.kind().json()).toList()));
        for (var one : asked) {
            add(caseFile, one, request.allegation(), by);
        }
        var blocked = asked.stream().anyMatch(one -> one.kind().linked() == CaseKind.DATA_BLOCK);
        if (!blocked
                && ("unlawful-use".equals(request.allegation()) || "inaccurate-data".equals(request.allegation()))) {
            add(caseFile, new DemandReader.Asked(DemandKind.BLOCK, null, null, null), request.allegation(), by);
        }
        if (rows.demands(id).stream().allMatch(one -> one.linkedId() != null)) {
            // What is done in linked cases is answered there; the claim itself asks what happened.
            rows.addDemand(id, DemandKind.EXPLANATION, null, null);
        }
        deadlines.startAll(id, duties(caseFile, consumer));
    }

    private static List<Deadlines.StartDeadline> duties(CaseFile caseFile, boolean consumer) {
        List<Duty> duties = new ArrayList<>(List.of(Duty.ANSWER_CLAIM));
        if (consumer) {
            duties.add(Duty.ANSWER_CONSUMER_CLAIM);
            if (caseFile.requesterKind() == RequesterKind.AUTHORITY) {
                duties.add(Duty.EXPLAIN_TO_CONSUMER_BODY);
            }
        }
        if (caseFile.entitlement() == Entitlement.TO_BE_PROVED) {
            duties.add(Duty.PROOF_OF_ENTITLEMENT);
        }
        return duties.stream()
                .map(duty -> Deadlines.StartDeadline.of(caseFile.id(), duty, caseFile.receivedAt()))
                .toList();
    }

    private void add(CaseFile caseFile, DemandReader.Asked asked, @Nullable String allegation, Actor by) {
        var opened = linked.open(caseFile, asked, allegation, by);
        var seq = rows.addDemand(caseFile.id(), asked.kind(), asked.amount(), opened == null ? null : opened.id());
        if (asked.words() != null) {
            vault.put(caseFile.id(), words(seq), CardNumbers.mask(asked.words()));
        }
    }

    /** Vault field of the words of a demand. */
    static String words(int seq) {
        return "demand." + seq;
    }

    /**
     * A demand that staff found in the letter.
     *
     * @param kind   code of {@link DemandKind}
     * @param amount in tenge, for money
     * @param scope  purposes of a withdrawal; null for all
     * @param words  what it is, for another demand
     */
    public record NewDemand(
            @Nullable String kind, @Nullable BigDecimal amount, @Nullable List<String> scope, @Nullable String words) {

        /** Says nothing of what was written. */
        @Override
        public String toString() {
            return "NewDemand[" + kind + "]";
        }
    }

    /**
     * Adds a demand; what has a process of its own opens a linked case with the same moment of receipt.
     *
     * @throws InvalidInputException naming the bad field
     * @throws ConflictException     if the claim was decided
     */
    @Transactional
    public void addDemand(CaseFile caseFile, NewDemand demand, Actor by) {
        rows.lock(caseFile.id());
        undecided(caseFile.id());
        var kind = DemandKind.find(demand.kind())
                .orElseThrow(() -> new InvalidInputException(
                        "kind", demand.kind() == null ? "problem.field.missing" : "claimhandling.demand.unknown"));
        var amount = demand.amount() == null
                ? null
                : DemandReader.amount(demand.amount().toPlainString());
        if (demand.amount() != null && (amount == null || !kind.isMoney())) {
            throw new InvalidInputException("amount", "claimhandling.amount.bad");
        }
        if (kind == DemandKind.OTHER
                && (demand.words() == null || demand.words().isBlank())) {
            throw new InvalidInputException("words", "problem.field.missing");
        }
        if (rows.demands(caseFile.id()).size() >= DemandReader.MOST) {
            throw new InvalidInputException("kind", "claimhandling.demand.many", DemandReader.MOST);
        }
        add(
                caseFile,
                new DemandReader.Asked(kind, amount, kind == DemandKind.OTHER ? demand.words() : null, demand.scope()),
                caseFile.ground(),
                by);
        rows.clearDecisions(caseFile.id());
        cases.record(caseFile.id(), TimelineEvent.of("claim.demand-added", by).result(kind.json()));
    }

    /**
     * The clerk has read the letter: every demand is written down.
     *
     * @param consumer {@code yes} or {@code no}
     * @throws InvalidInputException field {@code consumer}
     */
    @Transactional
    public void sorted(UUID caseId, @Nullable String consumer, Actor by) {
        var claim = rows.lock(caseId);
        if (!"yes".equals(consumer) && !"no".equals(consumer)) {
            throw new InvalidInputException("consumer", "problem.field.missing");
        }
        var is = "yes".equals(consumer);
        if (is != claim.consumer()) {
            rows.set(caseId, "consumer = ?", is);
            if (is) {
                deadlines.start(
                        caseId, Duty.ANSWER_CONSUMER_CLAIM, cases.get(caseId).receivedAt());
            } else {
                deadlines.cancel(caseId, Duty.ANSWER_CONSUMER_CLAIM, "not-a-consumer", by);
                deadlines
                        .of(caseId, Duty.EXPLAIN_TO_CONSUMER_BODY)
                        .ifPresent(
                                one -> deadlines.cancel(caseId, Duty.EXPLAIN_TO_CONSUMER_BODY, "not-a-consumer", by));
            }
            watch.refresh(caseId);
        }
        cases.record(caseId, TimelineEvent.of("claim.sorted", by).with("consumer", is));
    }

    /**
     * The claimant takes the claim back before it was answered. The evidence stays held by limitation, since the claimant may come again.
     *
     * @throws ConflictException if it was answered
     */
    @Transactional
    public void takeBack(CaseFile caseFile, Actor by) {
        end(caseFile, Outcome.TAKEN_BACK, by);
        evidence.limitation(caseFile.id(), clock.instant());
    }

    @Override
    public CaseKind kind() {
        return CaseKind.CLAIM;
    }

    @Override
    @Transactional
    public void giveUp(CaseFile caseFile, Actor by) {
        end(caseFile, Outcome.RECLASSIFIED, by);
        evidence.release(caseFile.id(), Outcome.RECLASSIFIED.json());
    }

    private void end(CaseFile caseFile, Outcome outcome, Actor by) {
        rows.lock(caseFile.id());
        undecided(caseFile.id());
        process.givenUp(caseFile);
        rows.set(caseFile.id(), "stage = 'ended'");
        cases.close(caseFile.id(), outcome, by);
    }

    /**
     * Goes on with a closed claim, in a linked case of its own: the same people and words, and the demands that were not met.
     *
     * @param reason {@code new-evidence}, {@code promise-broken}, {@code answer-wrong} or {@code court}
     * @throws ConflictException if it is open, was reopened before, or its file is destroyed
     */
    @Transactional
    public CaseFile reopen(CaseFile closed, @Nullable String reason, Actor by) {
        rows.lock(closed.id());
        if (reason == null || !REOPENING.contains(reason)) {
            throw new InvalidInputException("reason", "claimhandling.reason.missing");
        }
        if (closed.isOpen()
                || closed.destroyedAt() != null
                || closed.outcome() == Outcome.RECLASSIFIED
                || rows.reopenedBy(closed.id()).isPresent()) {
            throw new ConflictException("claimhandling.reopen.not-now");
        }
        var claim = rows.get(closed.id());
        var text = parties.value(closed.id(), Parties.DESCRIPTION).orElse(null);
        var unmet = rows.demands(closed.id()).stream()
                .filter(one -> one.linkedId() == null)
                .map(one -> one.kind().json())
                .distinct()
                .toList();
        // No allegation: the block of the first time has been decided, and an allegation would place another.
        var request = new ClaimRequest(
                parties.subject(closed.id()),
                parties.requester(closed),
                text,
                null,
                unmet,
                claim.consumer(),
                null,
                null,
                null,
                closed.channel().json(),
                closed.language());
        var opened = register(closed.operator(), request, closed.id(), by, closed.channel());
        cases.attachProcess(opened.id(), process.received(opened));
        cases.record(
                closed.id(),
                TimelineEvent.of("claim.reopened", by)
                        .result(reason)
                        .with(NUMBER, opened.number().value()));
        cases.record(
                opened.id(),
                TimelineEvent.of("claim.reopens", by)
                        .result(reason)
                        .with(NUMBER, closed.number().value()));
        return cases.get(opened.id());
    }

    private void undecided(UUID caseId) {
        var caseFile = cases.get(caseId);
        if (caseFile.decision() != null || !caseFile.isOpen()) {
            throw new ConflictException("claimhandling.decided");
        }
    }
}
