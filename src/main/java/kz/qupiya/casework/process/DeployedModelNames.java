package kz.qupiya.casework.process;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kz.qupiya.casework.ModelNames;
import kz.qupiya.engine.EngineAccess;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

@Component
class DeployedModelNames implements ModelNames {

    private final RepositoryService models;
    private final EngineAccess access;

    /** By definition and language; a definition never changes. */
    private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

    DeployedModelNames(@Lazy RepositoryService models, EngineAccess access) {
        this.models = models;
        this.access = access;
    }

    @Override
    public Map<String, String> in(Locale locale) {
        return access.asSystem(() -> {
            var names = new HashMap<String, String>();
            models.createProcessDefinitionQuery().latestVersion().list().stream()
                    .map(definition -> known.computeIfAbsent(
                            definition.getId() + "/" + locale.getLanguage(),
                            key -> read(definition.getId(), locale.getLanguage())))
                    .forEach(names::putAll);
            return names;
        });
    }

    private Map<String, String> read(String definitionId, String language) {
        var model = models.getBpmnModelInstance(definitionId);
        var names = new HashMap<String, String>();
        for (var process : model.getModelElementsByType(Process.class)) {
            ElementNames.in(language, process).ifPresent(name -> names.put(process.getName(), name));
        }
        for (FlowElement task : model.getModelElementsByType(UserTask.class)) {
            ElementNames.in(language, task).ifPresent(name -> names.put(task.getName(), name));
        }
        return Map.copyOf(names);
    }
}
