package kz.qupiya.otherrequest.process;

import java.util.Set;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import org.springframework.stereotype.Component;

/** Names in the model {@code otherRequest}. Running cases hold them: none may be renamed. */
public final class OtherRequestModel {

    /** Process id. */
    public static final String ID = "otherRequest";

    private OtherRequestModel() {}

    /** Messages. */
    public static final class Messages {
        /** The officer finds that the requester has to show a document. */
        public static final String PROOF_REQUESTED = "otherRequest.proofRequested";

        /** The request is handled on in another case. */
        public static final String RECLASSIFIED = "otherRequest.reclassified";

        private Messages() {}
    }

    /** Elements that code and tests ask for. */
    public static final class Elements {
        /** The officer's answer. */
        public static final String ANSWER = "userTask_answerOtherRequest";

        private Elements() {}
    }

    /** Variables. */
    public static final class Variables {
        /** Id of the case. */
        public static final ProcessVariable<String> CASE_ID = ProcessVariable.text("caseId");

        /** Key of the operator. */
        public static final ProcessVariable<String> OPERATOR = ProcessVariable.text("operator");

        /** The officer's decision. */
        public static final ProcessVariable<String> DECISION = ProcessVariable.text("decision");

        /** Ground of a refusal. */
        public static final ProcessVariable<String> REFUSAL_GROUND = ProcessVariable.text("refusalGround");

        /** Why the requester is not entitled. */
        public static final ProcessVariable<String> NOT_ENTITLED_REASON = ProcessVariable.text("notEntitledReason");

        private Variables() {}
    }

    @Component("otherRequestVariables")
    static class Declared implements ProcessVariables {
        @Override
        public Set<ProcessVariable<?>> declared() {
            return Set.of(
                    Variables.CASE_ID,
                    Variables.OPERATOR,
                    Variables.DECISION,
                    Variables.REFUSAL_GROUND,
                    Variables.NOT_ENTITLED_REASON);
        }
    }
}
