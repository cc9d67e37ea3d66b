package kz.qupiya.otherrequest.process;

import java.util.Date;
import java.util.UUID;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.engine.ProcessBean;
import kz.qupiya.otherrequest.OtherRequests;
import kz.qupiya.otherrequest.process.OtherRequestModel.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the model of a request asks while it runs. */
@Component
@ProcessBean
public class OtherRequestTimers {

    private final OtherRequests requests;
    private final Deadlines deadlines;

    OtherRequestTimers(OtherRequests requests, Deadlines deadlines) {
        this.requests = requests;
        this.deadlines = deadlines;
    }

    /** The last instant for the answer, by what is asked. */
    public @Nullable Date due(DelegateExecution execution) {
        var caseId = UUID.fromString(Variables.CASE_ID.from(execution));
        return deadlines
                .of(caseId, requests.duty(caseId))
                .map(Deadline::dueAt)
                .map(Date::from)
                .orElse(null);
    }
}
