package kz.qupiya.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.engine.ProcessBean;
import kz.qupiya.engine.ProcessVariable;
import kz.qupiya.engine.ProcessVariables;
import kz.qupiya.model.Models.Model;
import kz.qupiya.security.Role;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.IdentifierNode;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SendTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Proves for every model, present and later, that each string which ties it to code resolves, in both directions. A wrong name deploys happily and fails weeks later: this
 * test is the compiler of that contract.
 */
@QupiyaTest
@DisplayName("Every model")
class ModelWiringTest {

    private static final Pattern BEAN = Pattern.compile("\\$\\{([a-zA-Z]+)}");
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{.*}", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile(
            "(startEvent|endEvent|event|serviceTask|userTask|businessRuleTask|callActivity|gateway|flow|subProcess|message|error)_[a-z][A-Za-z0-9]*");
    private static final Set<String> OF_THE_ENGINE = Set.of("execution", "task");

    @Autowired
    ApplicationContext beans;

    @Autowired
    RepositoryService repository;

    @Autowired
    ObjectMapper json;

    final List<Model> models = Models.all();

    @Test
    @DisplayName("is deployed once under a unique id, with name, documentation and a history term")
    void deployed() {
        var ids = models.stream().map(m -> m.process().getId()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        for (var model : models) {
            var process = model.process();
            assertThat(process.isExecutable()).as(model + " executable").isTrue();
            assertThat(process.getName()).as(model + " name").isNotBlank();
            assertThat(process.getCamundaHistoryTimeToLiveString())
                    .as(model + " history")
                    .isNotBlank();
            assertThat(process.getDocumentations()).as(model + " documentation").isNotEmpty();
            assertThat(model.name()).as("file of " + process.getId()).isEqualTo(kebab(process.getId()));
        }
        assertThat(repository.createProcessDefinitionQuery().latestVersion().list().stream()
                        .map(d -> d.getKey())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(ids);
        var bases = Stream.concat(
                        Stream.of(".bpmn", ".dmn").flatMap(s -> Models.files(Models.PROCESSES, s).stream()),
                        Models.files(Models.FORMS, ".form").stream())
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(bases).as("base names over both trees").doesNotHaveDuplicates();
    }

    @Test
    @DisplayName(
            "names by delegateExpression only beans that exist, and every delegate and listener is named by a model")
    void delegates() {
        var delegates = new TreeSet<String>();
        var executionListeners = new TreeSet<String>();
        var taskListeners = new TreeSet<String>();
        for (var model : models) {
            for (var task : model.bpmn().getModelElementsByType(ServiceTask.class)) {
                assertThat(task.getCamundaClass()).as(task.getId()).isNull();
                assertThat(task.getCamundaExpression()).as(task.getId()).isNull();
                assertThat(task.getCamundaType()).as(task.getId()).isNull();
                delegates.add(bean(task.getId(), task.getCamundaDelegateExpression()));
            }
            assertThat(model.bpmn().getModelElementsByType(SendTask.class)).isEmpty();
            assertThat(model.bpmn().getModelElementsByType(ScriptTask.class)).isEmpty();
            for (var listener : model.bpmn().getModelElementsByType(CamundaExecutionListener.class)) {
                assertThat(listener.getCamundaClass()).isNull();
                assertThat(listener.getCamundaExpression()).isNull();
                executionListeners.add(bean("execution listener", listener.getCamundaDelegateExpression()));
            }
            for (var listener : model.bpmn().getModelElementsByType(CamundaTaskListener.class)) {
                assertThat(listener.getCamundaClass()).isNull();
                assertThat(listener.getCamundaExpression()).isNull();
                taskListeners.add(bean("task listener", listener.getCamundaDelegateExpression()));
            }
        }
        assertThat(delegates).hasSizeGreaterThan(10).isEqualTo(ours(JavaDelegate.class));
        assertThat(executionListeners).isNotEmpty().isEqualTo(ours(ExecutionListener.class));
        assertThat(taskListeners).isNotEmpty().isEqualTo(ours(TaskListener.class));
    }

    @Test
    @DisplayName(
            "uses in expressions only declared variables and beans made for models, and every declared variable is used")
    void expressions() {
        var declared = declared();
        var allowed = new HashSet<>(declared);
        allowed.addAll(beans.getBeansWithAnnotation(ProcessBean.class).keySet());
        allowed.addAll(OF_THE_ENGINE);
        var used = new TreeSet<String>();
        var looked = 0;
        for (var model : models) {
            for (var text : expressionsOf(model)) {
                looked++;
                for (var name : identifiers(text)) {
                    assertThat(allowed).as(model + ": " + text).contains(name);
                    used.add(name);
                }
            }
            for (var call : model.bpmn().getModelElementsByType(CamundaIn.class)) {
                Stream.of(call.getCamundaSource(), call.getCamundaTarget())
                        .filter(name -> name != null && !name.isEmpty())
                        .forEach(name -> {
                            assertThat(declared).as(model + " call mapping").contains(name);
                            used.add(name);
                        });
            }
        }
        assertThat(looked).isGreaterThan(10);
        var inForms = formFields().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        used.addAll(inForms);
        // Set by the engine for each instance of a call, and read by name through the mapping.
        assertThat(declared).allSatisfy(name -> assertThat(used).contains(name));
    }

    @Test
    @DisplayName("uses each message and error that it defines, and a constant of the code for each")
    void messagesAndErrors() throws IOException {
        var constants = constants();
        var messages = 0;
        for (var model : models) {
            var used = Stream.concat(
                            model.bpmn().getModelElementsByType(MessageEventDefinition.class).stream()
                                    .map(MessageEventDefinition::getMessage),
                            model.bpmn().getModelElementsByType(ReceiveTask.class).stream()
                                    .map(ReceiveTask::getMessage))
                    .map(Message::getId)
                    .collect(Collectors.toSet());
            for (var message : model.bpmn().getModelElementsByType(Message.class)) {
                messages++;
                assertThat(used).as(model + " uses its messages").contains(message.getId());
                assertThat(message.getName()).startsWith(model.process().getId() + ".");
                assertThat(constants).contains(message.getName());
            }
            var caught = model.bpmn().getModelElementsByType(ErrorEventDefinition.class).stream()
                    .peek(definition -> assertThat(definition.getError())
                            .as(model + ": no boundary event catches everything")
                            .isNotNull())
                    .map(definition -> definition.getError().getId())
                    .collect(Collectors.toSet());
            for (var error : model.bpmn().getModelElementsByType(Error.class)) {
                assertThat(caught).contains(error.getId());
                assertThat(constants).contains(error.getErrorCode());
            }
        }
        assertThat(messages).isGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName(
            "has for each user task one form, a known group and names; and each form is used, with declared fields")
    void forms() throws IOException {
        var fields = formFields();
        var declared = declared();
        var groups = Arrays.stream(Role.values()).map(Role::groupId).collect(Collectors.toSet());
        var used = new HashSet<String>();
        for (var model : models) {
            for (var task : model.bpmn().getModelElementsByType(UserTask.class)) {
                var form = task.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRef");
                assertThat(fields).as(task.getId()).containsKey(form);
                assertThat(task.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "formRefBinding"))
                        .as(task.getId())
                        .isEqualTo("deployment");
                used.add(form);
                assertThat(groups).as(task.getId()).containsAll(task.getCamundaCandidateGroupsList());
                assertThat(task.getCamundaCandidateGroupsList())
                        .as(task.getId())
                        .isNotEmpty();
                assertThat(task.isCamundaAsyncAfter())
                        .as(task.getId() + " ends its own transaction")
                        .isTrue();
                assertThat(task.getDocumentations()).as(task.getId()).isNotEmpty();
            }
        }
        assertThat(used).hasSizeGreaterThanOrEqualTo(4).isEqualTo(fields.keySet());
        fields.forEach((form, keys) -> assertThat(declared).as(form).containsAll(keys));
    }

    @Test
    @DisplayName("asks a question at each split, with labelled flows, conditions and a default")
    void gateways() {
        var splits = 0;
        for (var model : models) {
            for (var gateway : model.bpmn().getModelElementsByType(ExclusiveGateway.class)) {
                if (gateway.getOutgoing().size() < 2) {
                    continue;
                }
                splits++;
                assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
                assertThat(gateway.getDefault())
                        .as(gateway.getId() + " default")
                        .isNotNull();
                for (var flow : gateway.getOutgoing()) {
                    assertThat(flow.getName()).as(flow.getId()).isNotBlank();
                    assertThat(flow.getConditionExpression() == null)
                            .as(flow.getId() + " condition")
                            .isEqualTo(flow.equals(gateway.getDefault()));
                }
            }
        }
        assertThat(splits).isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("makes each service task and call a job of its own with a retry cycle, and no start event one")
    void jobs() {
        var looked = 0;
        for (var model : models) {
            var steps = new ArrayList<FlowNode>(model.bpmn().getModelElementsByType(ServiceTask.class));
            steps.addAll(model.bpmn().getModelElementsByType(BusinessRuleTask.class));
            steps.addAll(model.bpmn().getModelElementsByType(CallActivity.class));
            for (var step : steps) {
                looked++;
                assertThat(step.isCamundaAsyncBefore()).as(step.getId()).isTrue();
                assertThat(step.getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaFailedJobRetryTimeCycle.class)
                                .count())
                        .as(step.getId() + " retry cycle")
                        .isEqualTo(1);
                assertThat(step.getDocumentations())
                        .as(step.getId() + " documentation")
                        .isNotEmpty();
            }
            for (var start : model.bpmn().getModelElementsByType(StartEvent.class)) {
                assertThat(start.isCamundaAsyncBefore()).as(start.getId()).isFalse();
            }
        }
        assertThat(looked).isGreaterThan(10);
    }

    @Test
    @DisplayName("calls models that exist, as deployed, with the business key and each variable by name")
    void calls() {
        var ids = models.stream().map(m -> m.process().getId()).toList();
        var looked = 0;
        for (var model : models) {
            for (var call : model.bpmn().getModelElementsByType(CallActivity.class)) {
                looked++;
                assertThat(ids).contains(call.getCalledElement());
                assertThat(call.getCamundaCalledElementBinding())
                        .as(call.getId())
                        .isEqualTo("deployment");
                var in = call.getExtensionElements()
                        .getElementsQuery()
                        .filterByType(CamundaIn.class)
                        .list();
                assertThat(in).as(call.getId()).anyMatch(i -> i.getCamundaBusinessKey() != null);
                assertThat(in).as(call.getId()).noneMatch(i -> "all".equals(i.getCamundaVariables()));
                assertThat(call.getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaOut.class)
                                .list())
                        .as(call.getId())
                        .noneMatch(o -> "all".equals(o.getCamundaVariables()));
            }
        }
        assertThat(looked).isGreaterThan(2);
    }

    @Test
    @DisplayName("names itself, and everything in it that has a name, in Kazakh and English too")
    void namesInThreeLanguages() {
        var looked = 0;
        for (var model : models) {
            var named = model.bpmn().getModelElementsByType(FlowElement.class).stream()
                    .filter(element ->
                            element.getName() != null && !element.getName().isBlank())
                    .map(BaseElement.class::cast)
                    .collect(Collectors.toCollection(ArrayList::new));
            named.add(model.process());
            for (var element : named) {
                looked++;
                var names = element.getExtensionElements() == null
                        ? Map.<String, String>of()
                        : element
                                .getExtensionElements()
                                .getElementsQuery()
                                .filterByType(CamundaProperties.class)
                                .list()
                                .stream()
                                .flatMap(p -> p.getCamundaProperties().stream())
                                .collect(Collectors.toMap(
                                        CamundaProperty::getCamundaName, CamundaProperty::getCamundaValue));
                assertThat(names.get("name:kk"))
                        .as(model + " " + element.getId())
                        .matches("[\\p{IsCyrillic}\\d ,.?–-]+");
                assertThat(names.get("name:en"))
                        .as(model + " " + element.getId())
                        .matches("[\\p{IsLatin}\\d ,.?'–-]+");
            }
        }
        assertThat(looked).isGreaterThanOrEqualTo(60);
    }

    @Test
    @DisplayName("has ids by the convention, Russian labels for what staff see, and no expression in a label")
    void names() {
        var looked = 0;
        for (var model : models) {
            for (var element : model.bpmn().getModelElementsByType(FlowElement.class)) {
                looked++;
                assertThat(element.getId()).as(model.toString()).matches(ID);
                if (element instanceof SequenceFlow || element instanceof Gateway && element.getName() == null) {
                    continue;
                }
                assertThat(element.getName())
                        .as(element.getId())
                        .isNotBlank()
                        .doesNotContain("${")
                        .matches(Pattern.compile(".*[а-яё].*", Pattern.DOTALL));
            }
            for (var boundary : model.bpmn().getModelElementsByType(BoundaryEvent.class)) {
                assertThat(boundary.getName()).isNotBlank();
            }
        }
        assertThat(looked).isGreaterThan(50);
    }

    private Set<String> ours(Class<?> type) {
        return Arrays.stream(beans.getBeanNamesForType(type))
                .filter(name -> {
                    var beanType = beans.getType(name);
                    return beanType != null
                            && beanType.getName().startsWith("kz.qupiya")
                            && !beanType.getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath()
                                    .contains("test-classes");
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String bean(String where, String expression) {
        assertThat(expression).as(where).isNotNull();
        var match = BEAN.matcher(expression);
        assertThat(match.matches()).as(where + " " + expression).isTrue();
        return match.group(1);
    }

    private Set<String> declared() {
        return beans.getBeansOfType(ProcessVariables.class).values().stream()
                .flatMap(module -> module.declared().stream())
                .map(ProcessVariable::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All text of a model that the engine evaluates, but what names a delegate or a listener. */
    private static List<String> expressionsOf(Model model) {
        var found = new ArrayList<String>();
        collect(model.bpmn().getDocument().getRootElement(), found);
        return found;
    }

    private static void collect(org.camunda.bpm.model.xml.instance.DomElement element, List<String> found) {
        if (element == null) {
            return;
        }
        var text = element.getTextContent();
        if (element.getChildElements().isEmpty()
                && text != null
                && EXPRESSION.matcher(text.trim()).matches()) {
            found.add(text.trim());
        }
        for (var name : List.of("collection", "dueDate", "candidateUsers", "assignee", "followUpDate", "businessKey")) {
            var value = element.getAttribute("http://camunda.org/schema/1.0/bpmn", name);
            value = value == null ? element.getAttribute(name) : value;
            if (value != null && EXPRESSION.matcher(value).matches()) {
                found.add(value);
            }
        }
        element.getChildElements().forEach(child -> collect(child, found));
    }

    private static Set<String> identifiers(String expression) {
        var tree = new Builder(Builder.Feature.METHOD_INVOCATIONS).build(expression);
        var names = new TreeSet<String>();
        for (IdentifierNode node : tree.getIdentifierNodes()) {
            names.add(node.getName());
        }
        return names;
    }

    private Map<String, Set<String>> formFields() {
        Map<String, Set<String>> fields = new HashMap<>();
        for (Path file : Models.files(Models.FORMS, ".form")) {
            try {
                JsonNode form = json.readTree(file.toFile());
                var keys = new TreeSet<String>();
                form.path("components").forEach(component -> {
                    if (component.hasNonNull("key")) {
                        keys.add(component.get("key").asText());
                    }
                });
                assertThat(fields.put(form.path("id").asText(), keys))
                        .as(file + " id")
                        .isNull();
                assertThat(file.getFileName().toString())
                        .isEqualTo(kebab(form.path("id").asText()) + ".form");
            } catch (IOException e) {
                throw new AssertionError(file + " is no JSON", e);
            }
        }
        return fields;
    }

    /** Every string constant of the classes that hold a model's names. */
    private static Set<String> constants() throws IOException {
        var found = new HashSet<String>();
        for (Path file : Models.files(Path.of("src/main/java"), "Model.java")) {
            var match = Pattern.compile("\"([^\"]+)\"").matcher(java.nio.file.Files.readString(file));
            while (match.find()) {
                found.add(match.group(1));
            }
        }
        assertThat(found).hasSizeGreaterThan(10);
        return found;
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
