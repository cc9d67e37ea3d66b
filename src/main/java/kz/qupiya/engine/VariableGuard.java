package kz.qupiya.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every variable that no process module has declared, and every long text: the transaction that writes one is rolled
 * back. It listens where the history would be written, because that is where a personal datum would stay.
 */
final class VariableGuard implements HistoryEventHandler {

    private static final int LONGEST = 200;
    private static final Set<String> OF_THE_ENGINE =
            Set.of("loopCounter", "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances");

    private final Supplier<List<ProcessVariables>> modules;
    private volatile @Nullable Map<String, Class<?>> declared;

    VariableGuard(Supplier<List<ProcessVariables>> modules) {
        this.modules = modules;
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (!(event instanceof HistoricVariableUpdateEventEntity variable) || variable.getVariableName() == null) {
            return;
        }
        var name = variable.getVariableName();
        if (OF_THE_ENGINE.contains(name) || variable.getProcessInstanceId() == null) {
            return;
        }
        if (!declared().containsKey(name)) {
            throw new ProcessEngineException("variable not declared by any process");
        }
        if (variable.getTextValue() != null && variable.getTextValue().length() > LONGEST) {
            throw new ProcessEngineException("variable " + name + " is longer than " + LONGEST + " characters");
        }
    }

    private Map<String, Class<?>> declared() {
        var known = declared;
        if (known == null) {
            var all = new HashMap<String, Class<?>>();
            modules.get().forEach(module -> module.declared().forEach(v -> all.put(v.name(), v.type())));
            all.put(Intake.OPERATOR, String.class);
            all.put(TaskCaseNumber.VARIABLE, String.class);
            all.put(TaskCaseNumber.PROCESS, String.class);
            known = Map.copyOf(all);
            declared = known;
        }
        return known;
    }
}
