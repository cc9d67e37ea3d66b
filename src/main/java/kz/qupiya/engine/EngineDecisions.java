package kz.qupiya.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

@Component
class EngineDecisions implements Decisions {

    private final DecisionService decisions;
    private final EngineAccess access;

    EngineDecisions(@Lazy DecisionService decisions, EngineAccess access) {
        this.decisions = decisions;
        this.access = access;
    }

    @Override
    public List<Map<String, Object>> evaluate(String decisionKey, Map<String, ?> inputs) {
        return access.asSystem(() -> decisions
                .evaluateDecisionTableByKey(decisionKey, Map.copyOf(inputs))
                .getResultList());
    }
}
