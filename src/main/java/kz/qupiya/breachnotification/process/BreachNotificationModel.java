package kz.qupiya.breachnotification.process;

import java.util.Set;
import kz.qupiya.engine.CaseStep;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import org.springframework.stereotype.Component;

/** Names in the models {@code breachNotification}, {@code notifyAuthority}, {@code affectedPeople} and {@code resetCredentials}. Running cases hold them: none may be renamed. */
public final class BreachNotificationModel {

    /** Process id. */
    public static final String ID = "breachNotification";

    /** Process id of one notification of the authority. */
    public static final String NOTIFY_AUTHORITY = "notifyAuthority";

    /** Process id of one list of people and what is told to them. */
    public static final String AFFECTED_PEOPLE = "affectedPeople";

    /** Process id of one account's reset. */
    public static final String RESET_CREDENTIALS = "resetCredentials";

    private BreachNotificationModel() {}

    /** Messages. */
    public static final class Messages {
        /** A measure was set. */
        public static final String MEASURE_SET = "breachNotification.measureSet";

        /** The authority is to be told more. */
        public static final String SUPPLEMENT_NEEDED = "breachNotification.supplementNeeded";

        /** A list was begun after one was frozen. */
        public static final String LATER_LIST = "breachNotification.laterList";

        /** Nothing is left to do in a campaign. */
        public static final String NOTICE_DRAINED = "affectedPeople.noticeDrained";

        private Messages() {}
    }

    /** Elements that code and tests ask for. */
    public static final class Elements {
        /** Is it a breach? */
        public static final String ASSESS = "userTask_assessBreach";

        /** Measures. */
        public static final String CONTAIN = "userTask_containBreach";

        /** One measure. */
        public static final String TAKE_MEASURE = "userTask_takeMeasure";

        /** Facts, measures, lessons. */
        public static final String CLOSE = "userTask_closeBreach";

        /** The notification is prepared. */
        public static final String PREPARE_FILING = "userTask_prepareFiling";

        /** A second person's word on it. */
        public static final String APPROVE_FILING = "userTask_approveFiling";

        /** Its registration. */
        public static final String RECORD_FILING = "userTask_recordFiling";

        /** The list is complete. */
        public static final String DETERMINE = "userTask_determineAffected";

        /** Are the people told? */
        public static final String DECIDE_NOTICE = "userTask_decideNotice";

        /** The text of the notice. */
        public static final String WRITE_NOTICE = "userTask_writeNotice";

        /** A second person's word on it. */
        public static final String APPROVE_NOTICE = "userTask_approveNotice";

        /** Those who were not reached. */
        public static final String FOLLOW_UNREACHED = "userTask_followUnreached";

        private Elements() {}
    }

    /** Variables. */
    public static final class Variables {
        /** Id of the case. */
        public static final ProcessVariable<String> CASE_ID = CaseStep.CASE_ID;

        /** Key of the operator. */
        public static final ProcessVariable<String> OPERATOR = ProcessVariable.text("operator");

        /** Place of an account among those under suspicion. */
        public static final ProcessVariable<String> ACCOUNT = ProcessVariable.text("account");

        /** Id of the act of resetting. */
        public static final ProcessVariable<String> ACT_ID = ProcessVariable.text("actId");

        /** Key of a system in which an act is done. */
        public static final ProcessVariable<String> SYSTEM = ProcessVariable.text("system");

        /** {@code confirmed}, {@code not-a-breach} or {@code joined}. */
        public static final ProcessVariable<String> VERDICT = ProcessVariable.text("verdict");

        /** Why it is none. */
        public static final ProcessVariable<String> VERDICT_REASON = ProcessVariable.text("verdictReason");

        /** Somebody's word that the breach is contained. */
        public static final ProcessVariable<Boolean> CONTAINED = ProcessVariable.flag("contained");

        /** Somebody's word that a measure is carried out. */
        public static final ProcessVariable<Boolean> MEASURE_TAKEN = ProcessVariable.flag("measureTaken");

        /** Code of the cause. */
        public static final ProcessVariable<String> CAUSE = ProcessVariable.text("breachCause");

        /** {@code mail} or {@code hand}. */
        public static final ProcessVariable<String> FILING_WAY = ProcessVariable.text("filingWay");

        /** A second person's word. */
        public static final ProcessVariable<String> APPROVAL = ProcessVariable.text("approval");

        /** Why a notification was not approved. */
        public static final ProcessVariable<String> FILING_REJECTION = ProcessVariable.text("filingRejection");

        /** Somebody's word that the registration is recorded. */
        public static final ProcessVariable<Boolean> FILED = ProcessVariable.flag("filed");

        /** Somebody's word that the list is complete. */
        public static final ProcessVariable<Boolean> LIST_COMPLETE = ProcessVariable.flag("listComplete");

        /** Version of the list that was frozen. */
        public static final ProcessVariable<String> LIST_VERSION = ProcessVariable.text("listVersion");

        /** {@code tell} or {@code not-tell}. */
        public static final ProcessVariable<String> TELL = ProcessVariable.text("tell");

        /** Why. */
        public static final ProcessVariable<String> TELL_REASON = ProcessVariable.text("tellReason");

        /** Somebody's word that the text is ready. */
        public static final ProcessVariable<Boolean> NOTICE_WRITTEN = ProcessVariable.flag("noticeWritten");

        /** Why a notice was not approved. */
        public static final ProcessVariable<String> NOTICE_REJECTION = ProcessVariable.text("noticeRejection");

        /** {@code running}, {@code all} or {@code gaps}. */
        public static final ProcessVariable<String> REACH = ProcessVariable.text("reach");

        /** What was done about those who were not reached. */
        public static final ProcessVariable<String> UNREACHED = ProcessVariable.text("unreached");

        private Variables() {}
    }

    @Component
    static class Declared implements ProcessVariables {
        @Override
        public Set<ProcessVariable<?>> declared() {
            return Set.of(
                    Variables.CASE_ID,
                    Variables.OPERATOR,
                    Variables.ACCOUNT,
                    Variables.ACT_ID,
                    Variables.SYSTEM,
                    Variables.VERDICT,
                    Variables.VERDICT_REASON,
                    Variables.CONTAINED,
                    Variables.MEASURE_TAKEN,
                    Variables.CAUSE,
                    Variables.FILING_WAY,
                    Variables.APPROVAL,
                    Variables.FILING_REJECTION,
                    Variables.FILED,
                    Variables.LIST_COMPLETE,
                    Variables.LIST_VERSION,
                    Variables.TELL,
                    Variables.TELL_REASON,
                    Variables.NOTICE_WRITTEN,
                    Variables.NOTICE_REJECTION,
                    Variables.REACH,
                    Variables.UNREACHED);
        }
    }
}
