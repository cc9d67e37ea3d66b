package kz.qupiya.datablocking.process;

import java.util.Set;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import org.springframework.stereotype.Component;

/** Names in the model {@code dataBlocking}. Running cases hold them: none may be renamed. */
public final class DataBlockingModel {

    /** Process id. */
    public static final String ID = "dataBlocking";

    private DataBlockingModel() {}

    /** Messages. */
    public static final class Messages {
        /** The officer asks the custodian of a system for facts. */
        public static final String FACTS_REQUESTED = "dataBlocking.factsRequested";

        /** The officer finds that the requester has to show a document. */
        public static final String PROOF_REQUESTED = "dataBlocking.proofRequested";

        /** The request is handled on in another case. */
        public static final String RECLASSIFIED = "dataBlocking.reclassified";

        private Messages() {}
    }

    /** Elements that code and tests ask for. */
    public static final class Elements {
        /** Verification by the privacy officer. */
        public static final String VERIFY = "userTask_verify";

        /** Approval of a destruction by a second person. */
        public static final String APPROVE = "userTask_approveDestruction";

        /** Facts from a custodian. */
        public static final String GIVE_FACTS = "userTask_giveFacts";

        private Elements() {}
    }

    /** Variables. */
    public static final class Variables {
        /** Id of the case. */
        public static final ProcessVariable<String> CASE_ID = ProcessVariable.text("caseId");

        /** Key of the operator. */
        public static final ProcessVariable<String> OPERATOR = ProcessVariable.text("operator");

        /** Id of the act of blocking. */
        public static final ProcessVariable<String> BLOCK_ACT_ID = ProcessVariable.text("blockActId");

        /** Id of the act that follows from the decision. */
        public static final ProcessVariable<String> ACT_ID = ProcessVariable.text("actId");

        /** System in which an act is done; set by the engine for each instance of the call. */
        public static final ProcessVariable<String> SYSTEM = ProcessVariable.text("system");

        /** The officer's decision. */
        public static final ProcessVariable<String> DECISION = ProcessVariable.text("decision");

        /** Reason of a decision that nothing is confirmed. */
        public static final ProcessVariable<String> NOT_CONFIRMED_REASON = ProcessVariable.text("notConfirmedReason");

        /** Reason of a decision that the requester is not entitled. */
        public static final ProcessVariable<String> NOT_ENTITLED_REASON = ProcessVariable.text("notEntitledReason");

        /** What follows from the decision. */
        public static final ProcessVariable<String> ACTION = ProcessVariable.text("action");

        /** The second person's word on a destruction. */
        public static final ProcessVariable<String> APPROVAL = ProcessVariable.text("approval");

        /** Reason why a destruction was not approved. */
        public static final ProcessVariable<String> REJECTION_REASON = ProcessVariable.text("rejectionReason");

        /** The custodian's word that the question was answered. */
        public static final ProcessVariable<Boolean> FACTS_GIVEN = ProcessVariable.flag("factsGiven");

        private Variables() {}
    }

    @Component
    static class Declared implements ProcessVariables {
        @Override
        public Set<ProcessVariable<?>> declared() {
            return Set.of(
                    Variables.CASE_ID,
                    Variables.OPERATOR,
                    Variables.BLOCK_ACT_ID,
                    Variables.ACT_ID,
                    Variables.SYSTEM,
                    Variables.DECISION,
                    Variables.NOT_CONFIRMED_REASON,
                    Variables.NOT_ENTITLED_REASON,
                    Variables.ACTION,
                    Variables.APPROVAL,
                    Variables.REJECTION_REASON,
                    Variables.FACTS_GIVEN);
        }
    }
}
