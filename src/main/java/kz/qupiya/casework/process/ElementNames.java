package kz.qupiya.casework.process;

import java.util.Optional;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/** Names that a model carries beside the Russian one: properties {@code name:kk} and {@code name:en} of an element. */
final class ElementNames {

    private static final String PROPERTY = "name:";

    private ElementNames() {}

    /** The element's name in a language; nothing where the model has none but the Russian. */
    static Optional<String> in(String language, BaseElement element) {
        return Optional.ofNullable(element.getExtensionElements()).stream()
                .flatMap(e -> e.getElementsQuery().filterByType(CamundaProperties.class).list().stream())
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> (PROPERTY + language).equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst();
    }
}
