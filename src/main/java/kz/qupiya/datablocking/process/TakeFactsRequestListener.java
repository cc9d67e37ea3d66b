package kz.qupiya.datablocking.process;

import java.util.Date;
import java.util.UUID;
import kz.qupiya.datablocking.FactsRequests;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Ties a custodian's new task to the question it was made for; it is due when that question's part of the term ends. */
@Component("takeFactsRequestListener")
class TakeFactsRequestListener implements TaskListener {

    private final FactsRequests requests;

    TakeFactsRequestListener(FactsRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateTask task) {
        requests.assign(UUID.fromString(Variables.CASE_ID.from(task)), task.getId())
                .ifPresent(dueAt -> task.setDueDate(Date.from(dueAt)));
    }
}
