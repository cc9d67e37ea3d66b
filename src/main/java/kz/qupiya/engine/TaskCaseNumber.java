package kz.qupiya.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Gives each user task the number of its case and the process that handles it as local variables, so that the lists of Tasklist can show and choose by them: they know
 * variables, and no business key. Neither names anybody.
 */
final class TaskCaseNumber extends AbstractBpmnParseListener implements TaskListener {

    /** Name of the variable. */
    static final String VARIABLE = "caseNumber";

    /** Name of the variable that says which process handles the case: a task may stand in a process that this one calls. */
    static final String PROCESS = "caseProcess";

    @Override
    public void parseUserTask(Element userTask, ScopeImpl scope, ActivityImpl activity) {
        ((UserTaskActivityBehavior) activity.getActivityBehavior())
                .getTaskDefinition()
                .addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, this);
    }

    @Override
    public void notify(DelegateTask task) {
        var number = task.getExecution().getProcessBusinessKey();
        if (number != null) {
            task.setVariableLocal(VARIABLE, number);
            task.setVariableLocal(PROCESS, root((ExecutionEntity) task.getExecution()));
        }
    }

    private static String root(ExecutionEntity execution) {
        var instance = execution.getProcessInstance();
        while (instance.getSuperExecution() != null) {
            instance = instance.getSuperExecution().getProcessInstance();
        }
        return instance.getProcessDefinition().getKey();
    }
}
