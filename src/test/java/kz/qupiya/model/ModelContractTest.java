package kz.qupiya.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.model.Models.Model;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.Escalation;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MultiInstanceLoopCharacteristics;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.Signal;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Compares the names in the models with the approved list {@code src/test/resources/model-contract.txt}.
 *
 * <p>These names are published. A case runs for weeks and stays on the model with which it began: its token waits at a node
 * by that node's id, its jobs look up a delegate by the bean's name, its timers and conditions read variables by name, a message
 * reaches it by the message's name and a called process by its id. Outside, systems start {@code dataBlocking} over engine REST
 * by process id, filters of Tasklist, exports and reports of Cockpit name tasks, groups and forms, and a form writes the variables
 * that its fields are called after. A name that is gone or means something else breaks what is running, at a time when nobody
 * looks.
 *
 * <p>An addition is approved by rewriting the list. A removal or another name also needs, in the same commit, what becomes of the
 * cases that are running: a bean or variable kept under the old name, a migration of instances, or why there can be none.
 */
@DisplayName("The names in the models")
class ModelContractTest {

    private static final Path APPROVED = Path.of("src/test/resources/model-contract.txt");

    /** Set to {@code true}, it writes the list instead of comparing. */
    private static final String APPROVE = "qupiya.approve-model-contract";

    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    @Test
    @DisplayName("are the approved ones")
    void approved() throws IOException {
        var now = contract();
        if (Boolean.getBoolean(APPROVE)) {
            Files.writeString(APPROVED, String.join("\n", now) + "\n", StandardCharsets.UTF_8);
        }
        var before = Files.readAllLines(APPROVED, StandardCharsets.UTF_8);
        var gone = new ArrayList<>(before);
        now.forEach(gone::remove);
        var added = new ArrayList<>(now);
        before.forEach(added::remove);
        assertThat(now)
                .as(
                        """
                        the names in the models differ from %s.
                        Gone (running cases and outside systems may lean on them):
                        %s
                        New:
                        %s
                        Read the Javadoc of this test. To approve, run
                          mvn test -Dtest=ModelContractTest -D%s=true
                        and commit the list with the models, saying what becomes of running cases if anything is gone.""",
                        APPROVED, String.join("\n", gone), String.join("\n", added), APPROVE)
                .isEqualTo(before);
    }

    @Test
    @DisplayName("are looked at in every kind of place")
    void looksEverywhere() {
        var kinds = contract().stream()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().split(" ")[0])
                .collect(Collectors.toSet());
        assertThat(kinds)
                .contains(
                        "message",
                        "error",
                        "node",
                        "user-task",
                        "call",
                        "timer",
                        "bean",
                        "condition",
                        "each",
                        "input",
                        "output",
                        "field");
        assertThat(contract().stream().filter(line -> !line.startsWith("  ")))
                .as("processes, decisions and forms")
                .hasSizeGreaterThanOrEqualTo(9);
    }

    /** Every name, in an order that depends on nothing but the names. */
    private static List<String> contract() {
        var lines = new ArrayList<String>();
        Models.all().stream()
                .sorted(Comparator.comparing(model -> model.process().getId()))
                .forEach(model -> lines.addAll(process(model)));
        Models.files(Models.PROCESSES, ".dmn").stream()
                .flatMap(file -> Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Decision.class).stream())
                .sorted(Comparator.comparing(Decision::getId))
                .forEach(decision -> lines.addAll(decision(decision)));
        Models.files(Models.FORMS, ".form").stream()
                .map(ModelContractTest::form)
                .sorted(Comparator.comparing(form -> form.get(0)))
                .forEach(lines::addAll);
        return lines;
    }

    private static List<String> process(Model model) {
        var process = model.process();
        var tag = process.getCamundaVersionTag();
        var names = new TreeSet<String>();
        var bpmn = model.bpmn();
        bpmn.getModelElementsByType(Message.class).forEach(m -> names.add("message " + m.getName()));
        bpmn.getModelElementsByType(Signal.class).forEach(s -> names.add("signal " + s.getName()));
        bpmn.getModelElementsByType(Error.class).forEach(e -> names.add("error " + e.getErrorCode()));
        bpmn.getModelElementsByType(Escalation.class).forEach(e -> names.add("escalation " + e.getEscalationCode()));
        bpmn.getModelElementsByType(FlowNode.class)
                .forEach(node -> names.add("node " + node.getId() + " " + type(node)
                        + (node instanceof BoundaryEvent event
                                ? " at " + event.getAttachedTo().getId()
                                : "")));
        bpmn.getModelElementsByType(UserTask.class).forEach(task -> names.add(userTask(task)));
        bpmn.getModelElementsByType(CallActivity.class).forEach(call -> names.addAll(call(call)));
        bpmn.getModelElementsByType(BusinessRuleTask.class)
                .forEach(task -> names.add("decides " + task.getId() + " " + task.getCamundaDecisionRef() + " into "
                        + task.getCamundaResultVariable()));
        bpmn.getModelElementsByType(TimerEventDefinition.class)
                .forEach(timer -> Stream.of(timer.getTimeDate(), timer.getTimeDuration(), timer.getTimeCycle())
                        .filter(Objects::nonNull)
                        .forEach(time -> names.add("timer " + id(timer.getParentElement()) + " " + type(time) + " "
                                + time.getTextContent().strip())));
        bpmn.getModelElementsByType(ConditionExpression.class)
                .forEach(condition -> names.add("condition " + id(condition.getParentElement()) + " "
                        + condition.getTextContent().strip()));
        bpmn.getModelElementsByType(MultiInstanceLoopCharacteristics.class)
                .forEach(loop -> names.add("each " + id(loop.getParentElement()) + " "
                        + loop.getCamundaElementVariable() + " of " + loop.getCamundaCollection()));
        bpmn.getModelElementsByType(ServiceTask.class)
                .forEach(task -> names.add("bean " + task.getId() + " " + task.getCamundaDelegateExpression()));
        bpmn.getModelElementsByType(CamundaExecutionListener.class)
                .forEach(listener -> names.add("bean " + owner(listener) + " on " + listener.getCamundaEvent() + " "
                        + listener.getCamundaDelegateExpression()));
        bpmn.getModelElementsByType(CamundaTaskListener.class)
                .forEach(listener -> names.add("bean " + owner(listener) + " on " + listener.getCamundaEvent() + " "
                        + listener.getCamundaDelegateExpression()));
        return section("process " + process.getId() + (tag == null ? "" : " version " + tag), names);
    }

    private static String userTask(UserTask task) {
        var ref = task.getAttributeValueNs(CAMUNDA, "formRef");
        var due = task.getCamundaDueDate();
        return "user-task " + task.getId() + " form " + (ref == null ? task.getCamundaFormKey() : ref) + " groups "
                + task.getCamundaCandidateGroupsList().stream().sorted().collect(Collectors.joining(","))
                + (due == null ? "" : " due " + due);
    }

    private static List<String> call(CallActivity call) {
        var names = new ArrayList<String>();
        names.add("call " + call.getId() + " of " + call.getCalledElement());
        for (var in : extensions(call, CamundaIn.class)) {
            names.add("call " + call.getId() + " in "
                    + (in.getCamundaBusinessKey() == null
                            ? given(in.getCamundaSource(), in.getCamundaSourceExpression()) + " as "
                                    + in.getCamundaTarget()
                            : "business key " + in.getCamundaBusinessKey()));
        }
        for (var out : extensions(call, CamundaOut.class)) {
            names.add("call " + call.getId() + " out "
                    + given(out.getCamundaSource(), out.getCamundaSourceExpression()) + " as "
                    + out.getCamundaTarget());
        }
        return names;
    }

    private static <T extends ModelElementInstance> Collection<T> extensions(Activity activity, Class<T> type) {
        var extensions = activity.getExtensionElements();
        return extensions == null
                ? List.of()
                : extensions.getElementsQuery().filterByType(type).list();
    }

    private static String given(String source, String expression) {
        return source == null ? expression : source;
    }

    private static List<String> decision(Decision decision) {
        var names = new TreeSet<String>();
        for (var table : decision.getChildElementsByType(DecisionTable.class)) {
            table.getInputs()
                    .forEach(input -> names.add("input "
                            + input.getInputExpression()
                                    .getText()
                                    .getTextContent()
                                    .strip() + " "
                            + input.getInputExpression().getTypeRef()));
            table.getOutputs().forEach(output -> names.add("output " + output.getName() + " " + output.getTypeRef()));
            names.add("hit-policy " + table.getHitPolicy().name().toLowerCase(Locale.ROOT));
        }
        var tag = decision.getVersionTag();
        return section("decision " + decision.getId() + (tag == null ? "" : " version " + tag), names);
    }

    private static List<String> form(Path file) {
        JsonNode form;
        try {
            form = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var names = new TreeSet<String>();
        for (var component : form.findParents("key")) {
            var values = new TreeSet<String>();
            component
                    .path("values")
                    .forEach(value -> values.add(value.path("value").asText()));
            names.add("field " + component.path("key").asText() + " "
                    + component.path("type").asText() + (values.isEmpty() ? "" : " " + String.join(",", values)));
        }
        return section("form " + form.path("id").asText(), names);
    }

    private static List<String> section(String title, Collection<String> names) {
        assertThat(names).as(title).isNotEmpty();
        return Stream.concat(Stream.of(title), names.stream().map(name -> "  " + name))
                .toList();
    }

    /** The listener's node: it stands in the node's extension elements. */
    private static String owner(ModelElementInstance listener) {
        return id(listener.getParentElement().getParentElement());
    }

    private static String id(ModelElementInstance element) {
        return element.getAttributeValue("id");
    }

    private static String type(ModelElementInstance element) {
        return element.getElementType().getTypeName();
    }
}
