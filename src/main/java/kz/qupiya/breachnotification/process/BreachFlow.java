package kz.qupiya.breachnotification.process;

import java.util.Date;
import java.util.List;
import java.util.UUID;
import kz.qupiya.breachnotification.AuthorityFilings;
import kz.qupiya.breachnotification.Containment;
import kz.qupiya.breachnotification.PeopleNotices;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Variables;
import kz.qupiya.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What the models of a breach ask for. */
@Component("breachFlow")
@ProcessBean
public class BreachFlow {

    private final Containment containment;
    private final AuthorityFilings filings;
    private final PeopleNotices notices;

    BreachFlow(Containment containment, AuthorityFilings filings, PeopleNotices notices) {
        this.containment = containment;
        this.filings = filings;
        this.notices = notices;
    }

    /** Places of the accounts whose credentials are to be reset. */
    public List<String> accounts(DelegateExecution execution) {
        return containment.accounts(caseId(execution));
    }

    /** When the measure is due for which a task is made now. */
    public Date measureDue(DelegateExecution execution) {
        return Date.from(containment.nextDue(caseId(execution)));
    }

    /** Whether the authority was told before the list was frozen. */
    public boolean supplement(DelegateExecution execution) {
        return filings.needsSupplement(caseId(execution));
    }

    /** Whether the people of the list are to be told without another decision. */
    public boolean mustTell(DelegateExecution execution, String listVersion) {
        return notices.mustTell(caseId(execution), Integer.parseInt(listVersion));
    }

    /** Whether nobody is to be told. */
    public boolean nobody(DelegateExecution execution, String listVersion) {
        return notices.nobody(caseId(execution), Integer.parseInt(listVersion));
    }

    private static UUID caseId(DelegateExecution execution) {
        return UUID.fromString(Variables.CASE_ID.from(execution));
    }
}
