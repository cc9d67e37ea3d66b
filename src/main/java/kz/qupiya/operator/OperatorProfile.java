package kz.qupiya.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.WorkingWeek;

/**
 * What an operator is and has promised. Read from {@code operators/<key>/profile.yaml}, immutable, complete.
 *
 * @param key its key
 * @param name its name as people know it
 * @param legalName its name in letters and towards the authority
 * @param bin business identification number, nothing if the policy names none
 * @param casePrefix three Latin capitals that start its case numbers, unique among the operators
 * @param service what it does, for staff who work for several
 * @param languages languages of its letters, the prevailing one first
 * @param prevailing language whose text prevails over the others
 * @param week its working week
 * @param contacts how people reach it
 * @param channels by which ways requests come in: names of case channels in JSON, such as {@code mail}
 * @param mailAddress sender of its letters by mail
 * @param policy title and place of the policy
 * @param consentPurposes purposes that need a running consent
 * @param consentTerm how long a consent runs that was given without a term, if the policy says so
 * @param transferGrounds grounds of a transfer to third parties that the policy has, each with its clause
 * @param warnings steps of warnings
 * @param noticePrecedence what rules if the policy's notice of withdrawal is longer than the law's term
 * @param withdrawalClauses clauses of the policy by which a consent may be withdrawn, where the policy has several with different terms; the person uses one of them
 * @param withdrawalEndsService whether to withdraw is to give up the service, so that the account goes too
 * @param peopleNotice when the policy binds the operator to tell people of a breach, if it does
 * @param liability what the policy says of liability, for the decision on claims
 * @param policyTerms terms that the policy sets
 * @param operatorRules terms that neither law nor policy sets; «правило оператора»
 * @param prolongations how long a deadline may be prolonged at most, where it is not by its own term once more
 * @param claims statements of the policy that meet a rule of law
 * @param events addresses that are told of cases
 */
public record OperatorProfile(
        OperatorKey key,
        Text name,
        Text legalName,
        Optional<String> bin,
        String casePrefix,
        Text service,
        List<Language> languages,
        Language prevailing,
        WorkingWeek week,
        Contacts contacts,
        Set<String> channels,
        String mailAddress,
        Policy policy,
        Set<Purpose> consentPurposes,
        Optional<ConsentTerm> consentTerm,
        Map<TransferGround, String> transferGrounds,
        WarningSteps warnings,
        NoticePrecedence noticePrecedence,
        Set<String> withdrawalClauses,
        boolean withdrawalEndsService,
        Optional<PeopleNotice> peopleNotice,
        Liability liability,
        List<PolicyTerm> policyTerms,
        Map<Duty, Term> operatorRules,
        Map<Duty, Term> prolongations,
        List<PolicyClaim> claims,
        List<EventEndpoint> events) {

    public OperatorProfile {
        languages = List.copyOf(languages);
        channels = Set.copyOf(channels);
        consentPurposes = Set.copyOf(consentPurposes);
        transferGrounds = Map.copyOf(transferGrounds);
        withdrawalClauses = Set.copyOf(withdrawalClauses);
        policyTerms = List.copyOf(policyTerms);
        operatorRules = Map.copyOf(operatorRules);
        prolongations = Map.copyOf(prolongations);
        claims = List.copyOf(claims);
        events = List.copyOf(events);
    }

    /**
     * The published policy.
     *
     * @param shortName Latin name with which a basis starts, such as {@code KAO}: «KAO policy 8.1»
     * @param title how texts name it, such as «Политика KAO Solutions»; a clause number follows
     * @param source where its text is
     */
    public record Policy(String shortName, Text title, String source) {}

    /**
     * How long consents run by the policy.
     *
     * @param term {@code until-storage-ends}, or an ISO 8601 period such as {@code P3Y}
     * @param clause clause of the policy
     */
    public record ConsentTerm(String term, String clause) {

        /** Until the terms of storage of the data end. */
        public static final String UNTIL_STORAGE_ENDS = "until-storage-ends";
    }

    /**
     * What the policy says of liability.
     *
     * @param exclusions whether it names what excludes liability for a loss or disclosure (Zvonobot 5.2.1-5.2.3)
     * @param admits     what the operator admits by itself: {@code any} damage, or {@code real-damage} confirmed by documents only (KAO Solutions 9.11). It binds no court
     */
    public record Liability(boolean exclusions, String admits) {

        /** Of a policy that says nothing about it. */
        public static final Liability SILENT = new Liability(false, "any");
    }

    /**
     * A promise to tell people of a breach.
     *
     * @param kinds  kinds of breach that it is for, as in JSON, such as {@code loss}
     * @param clause clause of the policy
     */
    public record PeopleNotice(Set<String> kinds, String clause) {

        public PeopleNotice {
            kinds = Set.copyOf(kinds);
        }
    }

    /** Whether that purpose is allowed only while a consent to it runs. */
    public boolean needsConsent(Purpose purpose) {
        return consentPurposes.contains(purpose);
    }

    /** The clause on which data may go to third parties on that ground; nothing if the policy has no such ground. */
    public Optional<String> clauseOf(TransferGround ground) {
        return Optional.ofNullable(transferGrounds.get(ground));
    }

    /** The policy's term for a duty, if it sets one. */
    public Optional<PolicyTerm> policyTerm(Duty duty) {
        return policyTerms.stream().filter(term -> term.duty() == duty).findFirst();
    }
}
