package kz.qupiya.claimhandling.process;

import java.util.Set;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import org.springframework.stereotype.Component;

/** Names in the models {@code claimHandling}, {@code investigateClaim}, {@code fulfilClaim} and {@code courtStage}. Running cases hold them: none may be renamed. */
public final class ClaimHandlingModel {

    /** Process id. */
    public static final String ID = "claimHandling";

    /** Process id of the investigation. */
    public static final String INVESTIGATE = "investigateClaim";

    /** Process id of the fulfilment. */
    public static final String FULFIL = "fulfilClaim";

    /** Process id of the court stage. */
    public static final String COURT = "courtStage";

    private ClaimHandlingModel() {}

    /** Messages. */
    public static final class Messages {
        /** The lawyer finds that the requester has to show a document. */
        public static final String PROOF_REQUESTED = "claimHandling.proofRequested";

        /** The claimant agrees. */
        public static final String AGREED = "claimHandling.claimantAgreed";

        /** The claimant does not agree. */
        public static final String DISAGREES = "claimHandling.claimantDisagrees";

        /** The consumer body asks for explanations. */
        public static final String BODY_ASKED = "claimHandling.bodyAsked";

        /** A suit is filed. */
        public static final String COURT_SEIZED = "claimHandling.courtSeized";

        /** The claim is taken back, or handled on as another request. */
        public static final String GIVEN_UP = "claimHandling.givenUp";

        private Messages() {}
    }

    /** Elements that code and tests ask for. */
    public static final class Elements {
        /** The clerk reads the letter. */
        public static final String SORT = "userTask_sortDemands";

        /** A custodian's facts. */
        public static final String FACTS = "userTask_giveClaimFacts";

        /** The security officer's view. */
        public static final String SECURITY = "userTask_giveSecurityView";

        /** The lawyer's view. */
        public static final String LEGAL = "userTask_giveLegalView";

        /** The facts by which the claim is judged. */
        public static final String ASSESS = "userTask_assessClaim";

        /** The lawyer's decision. */
        public static final String DECIDE = "userTask_decideClaim";

        /** The second person's word on the answer. */
        public static final String APPROVE = "userTask_approveAnswer";

        /** The answer on paper. */
        public static final String POST = "userTask_postAnswer";

        /** The explanations to the consumer body. */
        public static final String EXPLAIN = "userTask_explain";

        /** The second person's word on them. */
        public static final String APPROVE_EXPLANATION = "userTask_approveExplanation";

        /** The payment. */
        public static final String PAYMENT = "userTask_confirmPayment";

        /** What else was promised. */
        public static final String ACTION = "userTask_confirmAction";

        /** The court stage. */
        public static final String FOLLOW = "userTask_followCourt";

        /** The second person's word on a destruction that the court ordered. */
        public static final String APPROVE_DESTRUCTION = "userTask_approveCourtDestruction";

        /** Another order of the court. */
        public static final String CARRY_OUT = "userTask_carryOutCourtAct";

        private Elements() {}
    }

    /** Variables. */
    public static final class Variables {
        /** Id of the case. */
        public static final ProcessVariable<String> CASE_ID = ProcessVariable.text("caseId");

        /** Key of the operator. */
        public static final ProcessVariable<String> OPERATOR = ProcessVariable.text("operator");

        /** Key of the system that a custodian is asked about, or in which data are destroyed. */
        public static final ProcessVariable<String> SYSTEM = ProcessVariable.text("system");

        /** Id of the act that the court ordered. */
        public static final ProcessVariable<String> ACT_ID = ProcessVariable.text("actId");

        /** Round of the claim whose promises are fulfilled. */
        public static final ProcessVariable<String> ROUND = ProcessVariable.text("round");

        /** Whether it is a consumer's claim: {@code yes} or {@code no}. */
        public static final ProcessVariable<String> CONSUMER = ProcessVariable.text("consumer");

        /** Somebody's word that every demand is recorded. */
        public static final ProcessVariable<Boolean> DEMANDS_SORTED = ProcessVariable.flag("demandsSorted");

        /** Somebody's word that the facts are recorded. */
        public static final ProcessVariable<Boolean> FACTS_GIVEN = ProcessVariable.flag("factsGiven");

        /** Somebody's word that the security view is recorded. */
        public static final ProcessVariable<Boolean> SECURITY_GIVEN = ProcessVariable.flag("securityGiven");

        /** Somebody's word that the legal view is recorded. */
        public static final ProcessVariable<Boolean> LEGAL_GIVEN = ProcessVariable.flag("legalGiven");

        /** What is alleged. */
        public static final ProcessVariable<String> ALLEGATION = ProcessVariable.text("allegation");

        /** Whether the violation is shown. */
        public static final ProcessVariable<String> SHOWN = ProcessVariable.text("shown");

        /** What excludes liability. */
        public static final ProcessVariable<String> EXCLUSION = ProcessVariable.text("exclusion");

        /** Whether documents confirm the damage. */
        public static final ProcessVariable<String> DAMAGE_DOCUMENTS = ProcessVariable.text("damageDocuments");

        /** How it is decided. */
        public static final ProcessVariable<String> DECISION_WAY = ProcessVariable.text("decisionWay");

        /** Why it departs from the table. */
        public static final ProcessVariable<String> DEPART_REASON = ProcessVariable.text("departReason");

        /** Why the requester is not entitled. */
        public static final ProcessVariable<String> NOT_ENTITLED_REASON = ProcessVariable.text("notEntitledReason");

        /** A second person's word. */
        public static final ProcessVariable<String> APPROVAL = ProcessVariable.text("approval");

        /** Why an answer was not approved. */
        public static final ProcessVariable<String> ANSWER_REJECTION = ProcessVariable.text("answerRejection");

        /** {@code satisfied}, {@code satisfied-in-part}, {@code refused} or {@code not-entitled}. */
        public static final ProcessVariable<String> RESULT = ProcessVariable.text("result");

        /** {@code gone}, {@code paper} or {@code waiting}. */
        public static final ProcessVariable<String> SENDING = ProcessVariable.text("sending");

        /** Somebody's word that the answer is posted. */
        public static final ProcessVariable<Boolean> ANSWER_POSTED = ProcessVariable.flag("answerPosted");

        /** Somebody's word that the explanation is written. */
        public static final ProcessVariable<Boolean> EXPLANATION_WRITTEN = ProcessVariable.flag("explanationWritten");

        /** Why an explanation was not approved. */
        public static final ProcessVariable<String> EXPLANATION_REJECTION =
                ProcessVariable.text("explanationRejection");

        /** Somebody's word that it is paid. */
        public static final ProcessVariable<Boolean> PAYMENT_MADE = ProcessVariable.flag("paymentMade");

        /** Somebody's word that the rest is done. */
        public static final ProcessVariable<Boolean> ACTION_DONE = ProcessVariable.flag("actionDone");

        /** How the court ruled. */
        public static final ProcessVariable<String> COURT_RULING = ProcessVariable.text("courtRuling");

        /** What it ordered. */
        public static final ProcessVariable<String> COURT_ORDER = ProcessVariable.text("courtOrder");

        /** Why a destruction was not approved. */
        public static final ProcessVariable<String> COURT_REJECTION = ProcessVariable.text("courtRejection");

        /** Somebody's word that the act is carried out. */
        public static final ProcessVariable<Boolean> COURT_ACT_DONE = ProcessVariable.flag("courtActDone");

        private Variables() {}
    }

    @Component("claimHandlingVariables")
    static class Declared implements ProcessVariables {
        @Override
        public Set<ProcessVariable<?>> declared() {
            return Set.of(
                    Variables.CASE_ID,
                    Variables.OPERATOR,
                    Variables.SYSTEM,
                    Variables.ACT_ID,
                    Variables.ROUND,
                    Variables.CONSUMER,
                    Variables.DEMANDS_SORTED,
                    Variables.FACTS_GIVEN,
                    Variables.SECURITY_GIVEN,
                    Variables.LEGAL_GIVEN,
                    Variables.ALLEGATION,
                    Variables.SHOWN,
                    Variables.EXCLUSION,
                    Variables.DAMAGE_DOCUMENTS,
                    Variables.DECISION_WAY,
                    Variables.DEPART_REASON,
                    Variables.NOT_ENTITLED_REASON,
                    Variables.APPROVAL,
                    Variables.ANSWER_REJECTION,
                    Variables.RESULT,
                    Variables.SENDING,
                    Variables.ANSWER_POSTED,
                    Variables.EXPLANATION_WRITTEN,
                    Variables.EXPLANATION_REJECTION,
                    Variables.PAYMENT_MADE,
                    Variables.ACTION_DONE,
                    Variables.COURT_RULING,
                    Variables.COURT_ORDER,
                    Variables.COURT_REJECTION,
                    Variables.COURT_ACT_DONE);
        }
    }
}
