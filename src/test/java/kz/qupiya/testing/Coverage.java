package kz.qupiya.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.community.process_test_coverage.spring_test.platform7.ProcessEngineCoverageConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Says whether every flow node of a model was passed; the report of process-test-coverage shows which way each test took. */
@Component
@Profile("test")
public class Coverage {

    private final HistoryService history;
    private final RepositoryService models;

    Coverage(HistoryService history, RepositoryService models) {
        this.history = history;
        this.models = models;
    }

    /**
     * Fails unless every flow node of the model has been passed.
     *
     * @param unreachable nodes that the engine never reaches, because a terminate end takes their token away; each needs a reason at the call
     */
    public void isComplete(String processId, String... unreachable) {
        var definition = models.createProcessDefinitionQuery()
                .processDefinitionKey(processId)
                .latestVersion()
                .singleResult();
        var nodes = models.getBpmnModelInstance(definition.getId()).getModelElementsByType(FlowNode.class).stream()
                .map(FlowNode::getId)
                .collect(Collectors.toCollection(TreeSet::new));
        var passed =
                history.createHistoricActivityInstanceQuery().processDefinitionId(definition.getId()).list().stream()
                        .map(HistoricActivityInstance::getActivityId)
                        .collect(Collectors.toSet());
        nodes.removeAll(java.util.List.of(unreachable));
        assertThat(nodes).hasSizeGreaterThan(4);
        assertThat(passed)
                .as("flow nodes of " + processId + " that were passed")
                .containsAll(nodes);
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("test")
    @Import(ProcessEngineCoverageConfiguration.class)
    static class Report {}
}
