package kz.qupiya.casework.process;

import java.util.Set;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import org.springframework.stereotype.Component;

/** Names in the shared models {@code actOnSystem} and {@code watchDeadlines}. Running cases hold them: none may be renamed. */
public final class CaseworkModel {

    /** Process id of the act on one system. */
    public static final String ACT_ON_SYSTEM = "actOnSystem";

    /** Process id of the watch over a case's deadlines. */
    public static final String WATCH_DEADLINES = "watchDeadlines";

    private CaseworkModel() {}

    /** Messages. */
    public static final class Messages {
        /** A system has answered an act that it was asked for earlier. */
        public static final String SYSTEM_ANSWERED = "actOnSystem.systemAnswered";

        private Messages() {}
    }

    /** Errors. */
    public static final class Errors {
        /** The data changed after the approval of an act: it needs a new preview. */
        public static final String DATA_CHANGED = "dataChanged";

        private Errors() {}
    }

    /** Elements that code asks for. */
    public static final class Elements {
        /** Timer of the next step of a deadline. */
        public static final String NEXT_STEP = "event_nextStep";

        /** Task of the custodian who acts by hand. */
        public static final String ACT_BY_HAND = "userTask_actByHand";

        private Elements() {}
    }

    /** Variables. */
    public static final class Variables {
        /** Id of the case. */
        public static final ProcessVariable<String> CASE_ID = ProcessVariable.text("caseId");

        /** Key of the operator. */
        public static final ProcessVariable<String> OPERATOR = ProcessVariable.text("operator");

        /** Id of the act that is carried out. */
        public static final ProcessVariable<String> ACT_ID = ProcessVariable.text("actId");

        /** Key of the system in which it is carried out. */
        public static final ProcessVariable<String> SYSTEM = ProcessVariable.text("system");

        /** How the system carries it out: {@code done}, {@code by-hand}, {@code awaiting-answer}. */
        public static final ProcessVariable<String> ACT_STATE = ProcessVariable.text("actState");

        /** Whether a deadline was missed at the last look. */
        public static final ProcessVariable<Boolean> DEADLINE_MISSED = ProcessVariable.flag("deadlineMissed");

        /** Whether the case is closed. */
        public static final ProcessVariable<Boolean> CASE_CLOSED = ProcessVariable.flag("caseClosed");

        /** The custodian's word that the act was done by hand. */
        public static final ProcessVariable<Boolean> HAND_DONE = ProcessVariable.flag("handDone");

        /** What the manager ordered after a missed deadline. */
        public static final ProcessVariable<String> MISSED_MEASURE = ProcessVariable.text("missedMeasure");

        private Variables() {}
    }

    /** Names of the beans that the models name. */
    public static final class Beans {
        static final String RUN_ACT = "runActDelegate";
        static final String PROVE_ACT = "proveActDelegate";
        static final String CONFIRM_HAND_ACT = "confirmHandActListener";
        static final String TAKE_STEPS = "takeDeadlineStepsDelegate";
        static final String DEADLINE_TIMERS = "deadlineTimers";
        static final String CASE_SYSTEMS = "caseSystems";

        private Beans() {}
    }

    @Component
    static class Declared implements ProcessVariables {
        @Override
        public Set<ProcessVariable<?>> declared() {
            return Set.of(
                    Variables.CASE_ID,
                    Variables.OPERATOR,
                    Variables.ACT_ID,
                    Variables.SYSTEM,
                    Variables.ACT_STATE,
                    Variables.DEADLINE_MISSED,
                    Variables.CASE_CLOSED,
                    Variables.HAND_DONE,
                    Variables.MISSED_MEASURE);
        }
    }
}
