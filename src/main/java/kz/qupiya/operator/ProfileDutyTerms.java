package kz.qupiya.operator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import kz.qupiya.calendar.Term;
import org.springframework.stereotype.Component;

@Component
class ProfileDutyTerms implements DutyTerms {

    private final Operators operators;
    private final StatutoryTerms law;

    ProfileDutyTerms(Operators operators, StatutoryTerms law) {
        this.operators = operators;
        this.law = law;
    }

    @Override
    public List<TermRule> rules(OperatorKey operator, Duty duty, LocalDate on) {
        var profile = operators.get(operator);
        var rules = new ArrayList<>(law.rules(duty, on));
        var policy = profile.policyTerm(duty);
        if (policy.isPresent()) {
            rules.add(rule(profile, policy.get()));
        } else {
            var own = profile.operatorRules().get(duty);
            if (own != null) {
                rules.add(operatorRule(duty, own));
            }
        }
        return List.copyOf(rules);
    }

    static TermRule rule(OperatorProfile profile, PolicyTerm term) {
        return new TermRule(
                TermRule.Source.POLICY,
                profile.policy().shortName() + " policy " + term.clause(),
                null,
                term.clause(),
                term.term(),
                start(term.duty()),
                null,
                term.nature(),
                term.nature() == PolicyTerm.Nature.NOTICE && profile.noticePrecedence() == NoticePrecedence.POLICY);
    }

    static TermRule operatorRule(Duty duty, Term term) {
        return new TermRule(
                TermRule.Source.OPERATOR_RULE,
                "operator rule",
                null,
                "",
                term,
                start(duty),
                null,
                PolicyTerm.Nature.DEADLINE,
                false);
    }

    /** What terms of policies and operator rules run from; the law's rows say it themselves. */
    private static String start(Duty duty) {
        return switch (duty) {
            case PROOF_OF_ENTITLEMENT -> "request";
            case NOTIFY_AUTHORITY, NOTIFY_PEOPLE -> "discovery";
            case UNBLOCK, DESTROY -> "decision";
            case RECTIFY -> "document";
            case NOTIFY_TRANSFER -> "transfer";
            case REMOVE_PUBLIC -> "demand";
            case RENEW_COOKIE_CONSENT -> "consent";
            case KEEP_PAYMENT_DATA -> "service-end";
            case KEEP_CLIENT_FILE -> "relations-end";
            case KEEP_OPERATION_DATA -> "operation";
            case KEEP_CASE_FILE -> "closing";
            case KEEP_EVIDENCE -> "answer";
            case VERIFICATION,
                    BLOCK,
                    STOP_PROCESSING,
                    STOP_ADVERTISING,
                    ANSWER_CLAIM,
                    ANSWER_CONSUMER_CLAIM,
                    EXPLAIN_TO_CONSUMER_BODY,
                    GIVE_INFORMATION,
                    REFUSE_INFORMATION,
                    ANSWER_OBJECTION -> "receipt";
        };
    }
}
