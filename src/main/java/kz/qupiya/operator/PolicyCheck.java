package kz.qupiya.operator;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.calendar.WorkingCalendar;
import kz.qupiya.operator.PolicyFinding.Rules;
import kz.qupiya.operator.PolicyFinding.Severity;
import kz.qupiya.operator.PolicyFinding.Side;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Compares a profile with the law as it stands today: every term of the policy and of the operator with the law's for the same duty and
 * for a duty read together with it, and every statement of the policy with what the law answers. It knows no operator by name.
 */
@Component
class PolicyCheck {

    private final StatutoryTerms law;
    private final LawPositions positions = LawPositions.bundled();
    private final WorkingCalendar calendar;
    private final TermTexts texts;
    private final MessageSource messages;
    private final Clock clock;

    PolicyCheck(StatutoryTerms law, WorkingCalendar calendar, TermTexts texts, MessageSource messages, Clock clock) {
        this.law = law;
        this.calendar = calendar;
        this.texts = texts;
        this.messages = messages;
        this.clock = clock;
    }

    /** Where the profile and the law differ, in the order of the profile. */
    List<PolicyFinding> check(OperatorProfile profile, Locale locale) {
        var comparison = new Comparison(profile, calendar.snapshot(), clock.instant(), locale);
        var findings = new ArrayList<PolicyFinding>();
        for (var term : profile.policyTerms()) {
            var rule = ProfileDutyTerms.rule(profile, term);
            comparison.withSameDuty(term.duty(), rule).ifPresent(findings::add);
            comparison.withDutyBesides(term.duty(), rule).ifPresent(findings::add);
        }
        new TreeMap<>(profile.operatorRules()).forEach((duty, term) -> {
            if (profile.policyTerm(duty).isEmpty()) {
                var rule = ProfileDutyTerms.operatorRule(duty, term);
                comparison.withSameDuty(duty, rule).ifPresent(findings::add);
                comparison.withDutyBesides(duty, rule).ifPresent(findings::add);
            }
        });
        for (var claim : profile.claims()) {
            positions
                    .find(claim.kind())
                    .map(position -> comparison.of(claim, position))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /** One profile against the law of one day. */
    private final class Comparison {

        private final OperatorProfile profile;
        private final WorkingCalendar calendar;
        private final Instant event;
        private final Locale locale;

        Comparison(OperatorProfile profile, WorkingCalendar calendar, Instant event, Locale locale) {
            this.profile = profile;
            this.calendar = calendar;
            this.event = event;
            this.locale = locale;
        }

        Optional<PolicyFinding> withSameDuty(Duty duty, TermRule own) {
            var ownDue = due(own);
            return law(duty).flatMap(dated -> {
                var byLaw = dated.rule();
                if (own.nature() == PolicyTerm.Nature.NOTICE) {
                    return notice(duty, own, ownDue, dated);
                }
                var order = ownDue.dueOn().compareTo(dated.receipt().dueOn());
                if (order == 0 || own.term().equals(byLaw.term())) {
                    return Optional.empty();
                }
                // what is kept must be kept long enough, what is done must be done soon enough
                var weaker = duty.isRetention() ? order < 0 : order > 0;
                return Optional.of(
                        weaker
                                ? finding("term-weaker", Severity.CONFLICT, duty, own, ownDue, dated, Rules.LAW)
                                : finding("term-stricter", Severity.STRICTER, duty, own, ownDue, dated, Rules.PROFILE));
            });
        }

        private Optional<PolicyFinding> notice(Duty duty, TermRule own, DeadlineReceipt ownDue, DatedRule dated) {
            if (!ownDue.dueOn().isAfter(dated.receipt().dueOn())) {
                return Optional.empty();
            }
            return Optional.of(
                    own.prevails()
                            ? finding("notice-precedence", Severity.CONFLICT, duty, own, ownDue, dated, Rules.PROFILE)
                            : finding("notice-longer", Severity.CONFLICT, duty, own, ownDue, dated, Rules.LAW));
        }

        Optional<PolicyFinding> withDutyBesides(Duty duty, TermRule own) {
            var ownDue = due(own);
            return positions
                    .besides(duty)
                    .flatMap(this::law)
                    .filter(dated -> dated.receipt().dueOn().isBefore(ownDue.dueOn()))
                    .map(dated -> finding("two-clocks", Severity.CONFLICT, duty, own, ownDue, dated, Rules.BOTH));
        }

        PolicyFinding of(PolicyClaim claim, LawPositions.Position position) {
            var policy = new Side(
                    TermRule.Source.POLICY,
                    profile.policy().shortName() + " policy " + claim.clause(),
                    texts.policyBasis(profile, claim.clause(), locale),
                    null,
                    null,
                    null,
                    null);
            var answer = new Side(
                    TermRule.Source.LAW,
                    StatutoryTerms.basis(position.act(), position.article()),
                    texts.lawBasis(position.act(), position.article(), locale),
                    null,
                    null,
                    null,
                    null);
            return new PolicyFinding(
                    claim.kind(),
                    position.severity(),
                    null,
                    policy,
                    answer,
                    Rules.LAW,
                    explain(claim.kind(), policy.basisText(), answer.basisText()));
        }

        /** The strictest rule of law for a duty. */
        private Optional<DatedRule> law(Duty duty) {
            var rules = law.rules(duty, Almaty.dayOf(event));
            return rules.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Stricter.of(duty, rules, event, profile.week(), calendar)
                            .ruling());
        }

        private DeadlineReceipt due(TermRule rule) {
            return calendar.due(event, rule.term(), profile.week());
        }

        private PolicyFinding finding(
                String code,
                Severity severity,
                Duty duty,
                TermRule own,
                DeadlineReceipt ownDue,
                DatedRule dated,
                Rules rules) {
            var ownSide = side(own, ownDue);
            var lawSide = side(dated.rule(), dated.receipt());
            return new PolicyFinding(
                    code,
                    severity,
                    duty,
                    ownSide,
                    lawSide,
                    rules,
                    explain(
                            code,
                            ownSide.basisText(),
                            lawSide.basisText(),
                            texts.length(own, locale),
                            texts.length(dated.rule(), locale),
                            texts.duty(duty, locale)));
        }

        private Side side(TermRule rule, DeadlineReceipt receipt) {
            return new Side(
                    rule.source(),
                    rule.basis(),
                    texts.basis(profile, rule, locale),
                    rule.term(),
                    texts.term(rule, locale),
                    receipt.dueOn(),
                    rule.certainty());
        }

        private String explain(String code, Object... args) {
            return messages.getMessage("operator.finding." + code, args, locale);
        }
    }
}
