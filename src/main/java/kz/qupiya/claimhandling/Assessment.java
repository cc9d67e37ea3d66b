package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.AsksForProof;
import kz.qupiya.casework.DeadlineWatch;
import kz.qupiya.engine.Decisions;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The facts by which a claim is judged, what the decision table proposes, and what the lawyer decides. */
@Service
public class Assessment implements AsksForProof {

    /** Result of a claim whose requester did not show the right to claim. */
    public static final String NOT_ENTITLED = "not-entitled";

    private static final Set<String> EXCLUSIONS =
            Set.of("none", "public-before", "from-third-party", "disclosed-with-consent");
    private static final Set<String> EXCLUDABLE = Set.of("loss", "disclosure");
    private static final Set<String> DEPARTURES = Set.of("evidence", "court-practice", "goodwill", "demand-unclear");
    private static final Set<String> NOT_ENTITLED_REASONS =
            Set.of("no-proof-of-authority", "no-proof-of-identity", "proof-insufficient");
    private static final Set<String> REJECTIONS =
            Set.of("ground-not-shown", "demand-missed", "not-clear", "amount-wrong");
    private static final Set<String> RESULTS = Set.of("satisfied", "satisfied-in-part", "refused");

    /** Grounds by which a lawyer may depart from the table. */
    static final Set<String> GROUNDS = Set.of(
            "not-shown",
            "violation-shown",
            "real-damage-proved",
            "damage-not-proved",
            "moral-damage-due",
            "demand-founded",
            "demand-not-founded",
            "goodwill");

    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final DeadlineWatch watch;
    private final Decisions decisions;
    private final Operators operators;
    private final ClaimCauses causes;
    private final ClaimRows rows;
    private final ClaimTexts texts;
    private final ClaimProcess process;
    private final Clock clock;

    Assessment(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            DeadlineWatch watch,
            Decisions decisions,
            Operators operators,
            ClaimCauses causes,
            ClaimRows rows,
            ClaimTexts texts,
            ClaimProcess process,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.watch = watch;
        this.decisions = decisions;
        this.operators = operators;
        this.causes = causes;
        this.rows = rows;
        this.texts = texts;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Records the facts.
     *
     * @param shown     {@code yes} or {@code no}: whether the violation is shown
     * @param exclusion of a loss or disclosure, what excludes liability (Zvonobot 5.2)
     * @param documents {@code yes} or {@code no}: whether documents confirm the damage (KAO Solutions 9.11)
     * @throws InvalidInputException naming the bad field
     */
    @Transactional
    public void assess(
            UUID caseId,
            @Nullable String allegation,
            @Nullable String shown,
            @Nullable String exclusion,
            @Nullable String documents,
            Actor by) {
        rows.lock(caseId);
        if (allegation == null || !Claims.ALLEGATIONS.contains(allegation)) {
            throw new InvalidInputException("allegation", "claimhandling.allegation.unknown");
        }
        var excluded = EXCLUDABLE.contains(allegation) ? exclusion : "none";
        if (excluded == null || !EXCLUSIONS.contains(excluded)) {
            throw new InvalidInputException("exclusion", "claimhandling.reason.missing");
        }
        rows.set(
                caseId,
                "allegation = ?, shown = ?, exclusion = ?, documents = ?, assessed_by = ?",
                allegation,
                flag("shown", shown),
                excluded,
                flag("damageDocuments", documents),
                by.id());
        cases.record(
                caseId,
                TimelineEvent.of("claim.assessed", by)
                        .with("allegation", allegation)
                        .with("shown", "yes".equals(shown))
                        .with("exclusion", excluded)
                        .with("documents", "yes".equals(documents)));
    }

    private static boolean flag(String field, @Nullable String written) {
        if (!"yes".equals(written) && !"no".equals(written)) {
            throw new InvalidInputException(field, "problem.field.missing");
        }
        return "yes".equals(written);
    }

    /** Asks the decision table about each demand that the claim itself answers. */
    @Transactional
    public void propose(UUID caseId) {
        var claim = rows.lock(caseId);
        var profile = operators.get(cases.get(caseId).operator());
        rows.clearDecisions(caseId);
        for (var demand : rows.demands(caseId)) {
            if (demand.linkedId() == null) {
                var rules = decisions.evaluate(
                        "claimLiability",
                        Map.of(
                                "allegation", Objects.requireNonNull(claim.allegation()),
                                "shown", Objects.requireNonNull(claim.shown()),
                                "exclusion", Objects.requireNonNull(claim.exclusion()),
                                "exclusionsApply", profile.liability().exclusions(),
                                "demand", demand.kind().json(),
                                "documents", Objects.requireNonNull(claim.documents()),
                                "admits", profile.liability().admits()));
                if (rules.size() != 1) {
                    throw new IllegalStateException("the table gives " + rules.size() + " results for one demand");
                }
                rows.propose(
                        caseId,
                        demand.seq(),
                        String.valueOf(rules.get(0).get("result")),
                        String.valueOf(rules.get(0).get("ground")));
            }
        }
        rows.set(caseId, "version = version + 1, way = null, way_reason = null");
        cases.record(
                caseId,
                TimelineEvent.of("claim.proposed", SYSTEM)
                        .with(
                                "proposals",
                                rows.demands(caseId).stream()
                                        .filter(one -> one.proposed() != null)
                                        .map(one -> one.kind().json() + ": " + one.proposed())
                                        .toList()));
    }

    /**
     * Sets what is decided on one demand, where that departs from the table.
     *
     * @param result {@code satisfied}, {@code satisfied-in-part} or {@code refused}; null to follow the table again
     * @param reason ground of it
     * @throws InvalidInputException for an unknown demand, result or ground
     * @throws ConflictException     if the claim was decided, or the table has not been asked
     */
    @Transactional
    public void depart(CaseFile caseFile, int seq, @Nullable String result, @Nullable String reason, Actor by) {
        rows.lock(caseFile.id());
        proposed(caseFile.id());
        if (result != null && !RESULTS.contains(result)) {
            throw new InvalidInputException("result", "claimhandling.result.unknown");
        }
        if (result != null && (reason == null || !GROUNDS.contains(reason))) {
            throw new InvalidInputException("reason", "claimhandling.reason.missing");
        }
        var demand = rows.demands(caseFile.id()).stream()
                .filter(one -> one.seq() == seq && one.linkedId() == null)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("demand", "claimhandling.demand.unknown"));
        rows.decide(caseFile.id(), seq, result, result == null ? null : reason);
        changed(caseFile.id());
        cases.record(
                caseFile.id(),
                TimelineEvent.of("claim.demand-decided", by)
                        .result(result == null ? "as-proposed" : result)
                        .with("demand", demand.kind().json())
                        .with("reason", result == null ? null : reason));
    }

    /**
     * Sets what is paid, and until when.
     *
     * @throws InvalidInputException for an amount that is none, or a day that is past
     */
    @Transactional
    public void award(CaseFile caseFile, @Nullable BigDecimal amount, @Nullable LocalDate payBy, Actor by) {
        rows.lock(caseFile.id());
        proposed(caseFile.id());
        var checked = amount == null ? null : DemandReader.amount(amount.toPlainString());
        if (amount != null && checked == null) {
            throw new InvalidInputException("amount", "claimhandling.amount.bad");
        }
        if (checked != null && (payBy == null || payBy.isBefore(Almaty.dayOf(clock.instant())))) {
            throw new InvalidInputException("payBy", "claimhandling.pay-by.bad");
        }
        rows.set(caseFile.id(), "amount = ?, pay_by = ?", checked, checked == null ? null : payBy);
        changed(caseFile.id());
        cases.record(
                caseFile.id(), TimelineEvent.of("claim.amount-set", by).with("payBy", checked == null ? null : payBy));
    }

    /** Chooses the cause, for the report. */
    @Transactional
    public void cause(CaseFile caseFile, @Nullable String cause, Actor by) {
        rows.lock(caseFile.id());
        if (!cases.get(caseFile.id()).isOpen()) {
            throw new ConflictException("claimhandling.decided");
        }
        if (cause == null || !causes.codes(caseFile.operator()).contains(cause)) {
            throw new InvalidInputException("cause", "claimhandling.cause.unknown");
        }
        rows.set(caseFile.id(), "cause = ?", cause);
        cases.record(caseFile.id(), TimelineEvent.of("claim.cause-set", by).result(cause));
    }

    /** Writes the text of the answer, in place of what was written before. */
    @Transactional
    public void write(CaseFile caseFile, @Nullable String text, Actor by) {
        var claim = rows.lock(caseFile.id());
        undecided(caseFile.id());
        texts.write(caseFile.id(), ClaimTexts.answer(claim.round()), text);
        rows.set(caseFile.id(), "answer_written = true");
        changed(caseFile.id());
        cases.record(caseFile.id(), TimelineEvent.of("answer.written", by));
    }

    /**
     * Decides.
     *
     * @param way    {@code as-proposed}, {@code departed} or {@code not-entitled}
     * @param reason why it departs, or why the requester is not entitled
     * @throws InvalidInputException for an unknown way or a missing reason
     * @throws ConflictException     if a demand has no result, an amount, the cause or the text is missing
     */
    @Transactional
    public void decide(UUID caseId, @Nullable String way, @Nullable String reason, Actor by) {
        var claim = rows.lock(caseId);
        undecided(caseId);
        var demands = own(caseId);
        var departed = demands.stream().anyMatch(one -> one.result() != null);
        if (NOT_ENTITLED.equals(way)) {
            notEntitled(caseId, reason, by);
        } else if ("as-proposed".equals(way)) {
            if (departed) {
                throw new ConflictException("claimhandling.decision.departs");
            }
        } else if ("departed".equals(way)) {
            if (reason == null || !DEPARTURES.contains(reason)) {
                throw new InvalidInputException("departReason", "claimhandling.reason.missing");
            }
            if (!departed) {
                throw new ConflictException("claimhandling.decision.no-departure");
            }
        } else {
            throw new InvalidInputException("decisionWay", "claimhandling.result.unknown");
        }
        if (!NOT_ENTITLED.equals(way)) {
            complete(caseId, claim, demands);
        }
        rows.set(
                caseId,
                "way = ?, way_reason = ?, decided_by = ?, version = version + 1",
                way,
                "as-proposed".equals(way) ? null : reason,
                by.id());
        cases.decide(caseId, NOT_ENTITLED.equals(way) ? NOT_ENTITLED : result(demands), by);
        deadlines
                .of(caseId, Duty.PROOF_OF_ENTITLEMENT)
                .ifPresent(proof -> deadlines.cancel(caseId, Duty.PROOF_OF_ENTITLEMENT, "decided", SYSTEM));
        watch.refresh(caseId);
    }

    private void complete(UUID caseId, Claim claim, List<Demand> demands) {
        if (demands.stream().anyMatch(one -> one.decided() == null)) {
            throw new ConflictException("claimhandling.decision.demand-open");
        }
        var pays = demands.stream().anyMatch(one -> one.kind().isMoney() && one.met());
        if (pays != (claim.amount() != null)) {
            throw new ConflictException(
                    pays ? "claimhandling.decision.no-amount" : "claimhandling.decision.amount-for-nothing");
        }
        if (pays && isStranger(caseId)) {
            throw new ConflictException("claimhandling.decision.not-proved");
        }
        if (claim.cause() == null) {
            throw new ConflictException("claimhandling.decision.no-cause");
        }
        if (texts.read(caseId, ClaimTexts.answer(claim.round())).isEmpty()) {
            throw new ConflictException("claimhandling.decision.no-answer");
        }
    }

    /** The answer may not wait for the proof longer than the term of the answer; before, the requester has the whole term. */
    private void notEntitled(UUID caseId, @Nullable String reason, Actor by) {
        if (reason == null || !NOT_ENTITLED_REASONS.contains(reason)) {
            throw new InvalidInputException("notEntitledReason", "claimhandling.reason.missing");
        }
        if (!isStranger(caseId)) {
            throw new ConflictException("claimhandling.proof.not-needed");
        }
        var proof = deadlines.of(caseId, Duty.PROOF_OF_ENTITLEMENT);
        var ended = proof.isPresent() && clock.instant().isAfter(proof.get().dueAt());
        var today = Almaty.dayOf(clock.instant());
        var lastDay = answerDue(caseId)
                .filter(due -> !today.isBefore(Almaty.dayOf(due)))
                .isPresent();
        if (!ended && !lastDay) {
            throw new ConflictException("claimhandling.decision.proof-term-runs");
        }
        if (parties.entitlement(caseId).state() == Entitlement.TO_BE_PROVED) {
            parties.entitle(caseId, Entitlement.NOT_PROVED, null, by);
        }
    }

    /** The strictest term of the answer that is not met. */
    public Optional<Instant> answerDue(UUID caseId) {
        return open(caseId).map(Deadline::dueAt);
    }

    /** The duty whose term that is. */
    Duty strictest(UUID caseId) {
        return open(caseId).map(Deadline::duty).orElse(Duty.ANSWER_CLAIM);
    }

    private Optional<Deadline> open(UUID caseId) {
        return Stream.of(Duty.ANSWER_CLAIM, Duty.ANSWER_CONSUMER_CLAIM)
                .flatMap(duty -> deadlines.of(caseId, duty).stream())
                .filter(one -> one.metAt() == null && one.state() != DeadlineState.CANCELLED)
                .min(Comparator.comparing(Deadline::dueAt));
    }

    /**
     * The second person's word on decision and answer.
     *
     * @return {@code approved} or {@code rejected}: then the lawyer decides again
     * @throws ForbiddenException if it is the one who decided
     */
    @Transactional
    public String approve(UUID caseId, @Nullable String approval, @Nullable String reason, Actor by) {
        var claim = rows.lock(caseId);
        if (by.id().equals(claim.decidedBy())) {
            throw new ForbiddenException("claimhandling.own-preparation");
        }
        if ("rejected".equals(approval)) {
            if (reason == null || !REJECTIONS.contains(reason)) {
                throw new InvalidInputException("answerRejection", "claimhandling.reason.missing");
            }
            cases.reconsider(caseId, reason, by);
            rows.set(caseId, "way = null, way_reason = null");
            return "rejected";
        }
        if (!"approved".equals(approval)) {
            throw new InvalidInputException("approval", "claimhandling.result.unknown");
        }
        rows.set(caseId, "approved_version = version, approved_by = ?", by.id());
        cases.record(caseId, TimelineEvent.of("answer.approved", by).with("version", claim.version()));
        return "approved";
    }

    /** User id of the one who decided, who may not approve. */
    public Optional<String> decidedBy(UUID caseId) {
        return rows.find(caseId).map(Claim::decidedBy);
    }

    /** What the process does after the decision: {@code satisfied}, {@code satisfied-in-part}, {@code refused} or {@code not-entitled}. */
    @Transactional(readOnly = true)
    public String result(UUID caseId) {
        return NOT_ENTITLED.equals(rows.get(caseId).way()) ? NOT_ENTITLED : result(own(caseId));
    }

    private static String result(List<Demand> demands) {
        if (demands.stream().allMatch(one -> "satisfied".equals(one.decided()))) {
            return "satisfied";
        }
        return demands.stream().anyMatch(Demand::met) ? "satisfied-in-part" : "refused";
    }

    static Outcome outcome(String result) {
        return switch (result) {
            case "satisfied" -> Outcome.SATISFIED;
            case "satisfied-in-part" -> Outcome.SATISFIED_IN_PART;
            case NOT_ENTITLED -> Outcome.NOT_ENTITLED;
            default -> Outcome.REFUSED;
        };
    }

    private List<Demand> own(UUID caseId) {
        return rows.demands(caseId).stream()
                .filter(one -> one.linkedId() == null)
                .toList();
    }

    private void changed(UUID caseId) {
        rows.set(caseId, "version = version + 1");
    }

    @Override
    public boolean knows(UUID caseId) {
        return rows.exists(caseId);
    }

    @Override
    @Transactional
    public void requestProof(CaseFile caseFile, Actor by) {
        undecided(caseFile.id());
        if (!isStranger(caseFile.id())) {
            throw new ConflictException("claimhandling.proof.not-needed");
        }
        deadlines.start(caseFile.id(), Duty.PROOF_OF_ENTITLEMENT, clock.instant());
        watch.refresh(caseFile.id());
        cases.record(caseFile.id(), TimelineEvent.of("proof.requested", by));
        process.proofRequested(caseFile);
    }

    private boolean isStranger(UUID caseId) {
        return !parties.entitlement(caseId).state().suffices();
    }

    private void proposed(UUID caseId) {
        undecided(caseId);
        if (own(caseId).stream().anyMatch(one -> one.proposed() == null)) {
            throw new ConflictException("claimhandling.decision.not-proposed");
        }
    }

    private void undecided(UUID caseId) {
        var caseFile = cases.get(caseId);
        if (caseFile.decision() != null || !caseFile.isOpen()) {
            throw new ConflictException("claimhandling.decided");
        }
    }
}
