package kz.qupiya.casework.process;

import java.util.UUID;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casework.process.CaseworkModel.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Takes the warnings and misses that are due, each once, and tells the model whether one was missed. */
@Component(CaseworkModel.Beans.TAKE_STEPS)
class TakeDeadlineStepsDelegate implements JavaDelegate {

    private final Deadlines deadlines;
    private final CaseFiles cases;

    TakeDeadlineStepsDelegate(Deadlines deadlines, CaseFiles cases) {
        this.deadlines = deadlines;
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var caseId = UUID.fromString(Variables.CASE_ID.from(execution));
        var steps = deadlines.takeDueSteps(caseId);
        Variables.DEADLINE_MISSED.on(execution, steps.stream().anyMatch(Deadlines.DueStep::missed));
        Variables.CASE_CLOSED.on(execution, !cases.get(caseId).isOpen());
    }
}
