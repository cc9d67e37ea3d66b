package kz.qupiya.consentwithdrawal.process;

import java.util.Set;
import kz.qupiya.engine.CaseStep;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import org.springframework.stereotype.Component;

/** Names in the model {@code consentWithdrawal}. Running cases hold them: none may be renamed. */
public final class ConsentWithdrawalModel {

    /** Process id. */
    public static final String ID = "consentWithdrawal";

    private ConsentWithdrawalModel() {}

    /** Messages. */
    public static final class Messages {
        /** The officer finds that the requester has to show a document. */
        public static final String PROOF_REQUESTED = "consentWithdrawal.proofRequested";

        /** The person takes the withdrawal back. */
        public static final String TAKEN_BACK = "consentWithdrawal.takenBack";

        /** Every recipient of the data has acknowledged. */
        public static final String RECIPIENTS_ACKNOWLEDGED = "consentWithdrawal.recipientsAcknowledged";

        private Messages() {}
    }

    /** Elements that code and tests ask for. */
    public static final class Elements {
        /** A custodian says whether obligations are unfulfilled. */
        public static final String NAME_OBLIGATIONS = "userTask_nameObligations";

        /** The officer's decision. */
        public static final String DECIDE = "userTask_decide";

        /** The second person's word on a refusal. */
        public static final String APPROVE_REFUSAL = "userTask_approveRefusal";

        /** The second person's word on a destruction. */
        public static final String APPROVE_DESTRUCTION = "userTask_approveStopDestruction";

        /** Somebody gets the acknowledgements that are missing. */
        public static final String FOLLOW_RECIPIENTS = "userTask_followRecipients";

        private Elements() {}
    }

    /** Variables. */
    public static final class Variables {
        /** Id of the case. */
        public static final ProcessVariable<String> CASE_ID = CaseStep.CASE_ID;

        /** Key of the operator. */
        public static final ProcessVariable<String> OPERATOR = ProcessVariable.text("operator");

        /** Which way it goes: {@code full}, {@code light} or {@code repeated}. */
        public static final ProcessVariable<String> ROUTE = ProcessVariable.text("route");

        /** System about which a custodian is asked, or in which an act is done. */
        public static final ProcessVariable<String> SYSTEM = ProcessVariable.text("system");

        /** The custodian's word on obligations. */
        public static final ProcessVariable<String> OBLIGATIONS = ProcessVariable.text("obligations");

        /** The officer's decision. */
        public static final ProcessVariable<String> DECISION = ProcessVariable.text("decision");

        /** Why as proposed, or otherwise. */
        public static final ProcessVariable<String> DECISION_REASON = ProcessVariable.text("decisionReason");

        /** What the requester did not show. */
        public static final ProcessVariable<String> NOT_ENTITLED_REASON = ProcessVariable.text("notEntitledReason");

        /** Ground of a refusal. */
        public static final ProcessVariable<String> REFUSAL_GROUND = ProcessVariable.text("refusalGround");

        /** What becomes of the data after a whole stop. */
        public static final ProcessVariable<String> FATE = ProcessVariable.text("fate");

        /** What follows from the decision: {@code stop}, {@code refuse} or {@code not-entitled}. */
        public static final ProcessVariable<String> ACTION = ProcessVariable.text("action");

        /** A second person's word. */
        public static final ProcessVariable<String> APPROVAL = ProcessVariable.text("approval");

        /** Reason why a refusal was not approved. */
        public static final ProcessVariable<String> REFUSAL_REJECTION = ProcessVariable.text("refusalRejection");

        /** Reason why a destruction was not approved. */
        public static final ProcessVariable<String> REJECTION_REASON = ProcessVariable.text("rejectionReason");

        /** Id of the act of stopping. */
        public static final ProcessVariable<String> STOP_ACT_ID = ProcessVariable.text("stopActId");

        /** Id of the act of destroying. */
        public static final ProcessVariable<String> ACT_ID = ProcessVariable.text("actId");

        /** What comes after the stop: {@code destroy} or {@code keep-denied}. */
        public static final ProcessVariable<String> AFTER_STOP = ProcessVariable.text("afterStop");

        /** Whether a recipient has not acknowledged: {@code missing} or {@code complete}. */
        public static final ProcessVariable<String> ACKNOWLEDGEMENTS = ProcessVariable.text("acknowledgements");

        /** Somebody's word that every recipient has acknowledged. */
        public static final ProcessVariable<Boolean> ACKNOWLEDGED = ProcessVariable.flag("acknowledged");

        private Variables() {}
    }

    @Component
    static class Declared implements ProcessVariables {
        @Override
        public Set<ProcessVariable<?>> declared() {
            return Set.of(
                    Variables.CASE_ID,
                    Variables.OPERATOR,
                    Variables.ROUTE,
                    Variables.SYSTEM,
                    Variables.OBLIGATIONS,
                    Variables.DECISION,
                    Variables.DECISION_REASON,
                    Variables.NOT_ENTITLED_REASON,
                    Variables.REFUSAL_GROUND,
                    Variables.FATE,
                    Variables.ACTION,
                    Variables.APPROVAL,
                    Variables.REFUSAL_REJECTION,
                    Variables.REJECTION_REASON,
                    Variables.STOP_ACT_ID,
                    Variables.ACT_ID,
                    Variables.AFTER_STOP,
                    Variables.ACKNOWLEDGEMENTS,
                    Variables.ACKNOWLEDGED);
        }
    }
}
