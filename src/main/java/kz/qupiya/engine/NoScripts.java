package kz.qupiya.engine;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Refuses a model with a script task: a script is code that no compiler and no reviewer of ours has seen. */
final class NoScripts extends AbstractBpmnParseListener {

    @Override
    public void parseScriptTask(Element scriptTask, ScopeImpl scope, ActivityImpl activity) {
        throw new ProcessEngineException("script tasks are not allowed: " + activity.getId());
    }
}
