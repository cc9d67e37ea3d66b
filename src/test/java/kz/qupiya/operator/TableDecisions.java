package kz.qupiya.operator;

import java.util.List;
import java.util.Map;
import kz.qupiya.engine.Decisions;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.springframework.core.io.ClassPathResource;

/** The real decision table in a decision engine of its own, without an application around it. */
final class TableDecisions implements Decisions {

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    @Override
    public List<Map<String, Object>> evaluate(String decisionKey, Map<String, ?> inputs) {
        try (var table = new ClassPathResource("processes/shared/statutory-terms.dmn").getInputStream()) {
            return engine.evaluateDecisionTable(decisionKey, table, Map.copyOf(inputs))
                    .getResultList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
