package kz.qupiya.datablocking.process;

import kz.qupiya.datablocking.FactsRequests;
import kz.qupiya.engine.Refusals;
import kz.qupiya.problem.ConflictException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Lets a custodian's task end only when the question has been answered in the case. */
@Component("checkFactsAnswerListener")
class CheckFactsAnswerListener implements TaskListener {

    private final FactsRequests requests;

    CheckFactsAnswerListener(FactsRequests requests) {
        this.requests = requests;
    }

    @Override
    public void notify(DelegateTask task) {
        Refusals.noting(() -> {
            if (!requests.answered(task.getId())) {
                throw new ConflictException("datablocking.facts.not-answered");
            }
        });
    }
}
