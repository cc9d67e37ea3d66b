package kz.qupiya.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.EventBasedGatewayActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.MultiInstanceActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Notes the way of every process: each flow node entered, left or cancelled, each sequence flow taken. What one command moved is handed on at its end, in one go, and costs no
 * query: all of it is in the engine's memory. An activity that is done several times counts as one visit; the called instances tell the single ones apart.
 */
final class PathTrace extends AbstractBpmnParseListener implements SessionFactory {

    /** Name of the variable that tells the instances of one call apart. */
    private static final String ABOUT = "system";

    private final Supplier<@Nullable ProcessPaths> paths;

    /** SHA-256 of the XML by the id of the definition; a definition never changes. */
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    PathTrace(Supplier<@Nullable ProcessPaths> paths) {
        this.paths = paths;
    }

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
        // Called when everything in it has been parsed.
        watch(definition);
    }

    private void watch(ScopeImpl scope) {
        for (var activity : scope.getActivities()) {
            if (!(scope instanceof ActivityImpl body
                    && body.getActivityBehavior() instanceof MultiInstanceActivityBehavior)) {
                watch(activity);
            }
            for (var transition : activity.getOutgoingTransitions()) {
                ((TransitionImpl) transition)
                        .addListener(
                                ExecutionListener.EVENTNAME_TAKE, noting(ProcessPaths.Kind.TAKEN, transition.getId()));
            }
            watch((ScopeImpl) activity);
        }
    }

    private void watch(ActivityImpl activity) {
        var element = activity.getId().replace(BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX, "");
        // An event behind an event-based gateway is reached without a flow being taken.
        activity.getIncomingTransitions().stream()
                .map(TransitionImpl.class::cast)
                .filter(flow -> ((ActivityImpl) flow.getSource()).getActivityBehavior()
                        instanceof EventBasedGatewayActivityBehavior)
                .forEach(flow -> activity.addBuiltInListener(
                        ExecutionListener.EVENTNAME_START, noting(ProcessPaths.Kind.TAKEN, flow.getId())));
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, noting(ProcessPaths.Kind.ENTERED, element));
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> {
            var kind = execution.isCanceled() ? ProcessPaths.Kind.CANCELLED : ProcessPaths.Kind.LEFT;
            note(execution, new ProcessPaths.Step(kind, element));
        });
    }

    private ExecutionListener noting(ProcessPaths.Kind kind, String element) {
        var step = new ProcessPaths.Step(kind, element);
        return execution -> note(execution, step);
    }

    private void note(DelegateExecution execution, ProcessPaths.Step step) {
        Context.getCommandContext().getSession(Noted.class).add((ExecutionEntity) execution, step);
    }

    @Override
    public Class<?> getSessionType() {
        return Noted.class;
    }

    @Override
    public Session openSession() {
        var noted = new Noted();
        Context.getCommandContext().registerCommandContextListener(noted);
        return noted;
    }

    private String digest(ProcessDefinitionEntity definition) {
        return digests.computeIfAbsent(
                definition.getId(),
                id -> ModelDigest.of(Context.getCommandContext()
                        .getResourceManager()
                        .findResourceByDeploymentIdAndResourceName(
                                definition.getDeploymentId(), definition.getResourceName())
                        .getBytes()));
    }

    /** What one command moved. */
    private final class Noted implements Session, CommandContextListener {

        private final Map<String, Trace> traces = new LinkedHashMap<>();

        void add(ExecutionEntity execution, ProcessPaths.Step step) {
            traces.computeIfAbsent(execution.getProcessInstanceId(), id -> new Trace(execution))
                    .steps
                    .add(step);
        }

        @Override
        public void onCommandContextClose(CommandContext context) {
            if (traces.isEmpty()) {
                return;
            }
            var moves = traces.values().stream().map(Trace::move).toList();
            traces.clear();
            var listener = paths.get();
            if (listener != null) {
                listener.moved(moves);
            }
        }

        @Override
        public void onCommandFailed(CommandContext context, Throwable cause) {
            traces.clear();
        }

        @Override
        public void flush() {
            // handed on before the engine writes
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }

    /** The steps of one instance. */
    private final class Trace {

        private final ExecutionEntity instance;
        private final @Nullable String parent;
        private final @Nullable String about;
        private final List<ProcessPaths.Step> steps = new ArrayList<>();

        Trace(ExecutionEntity execution) {
            instance = execution.getProcessInstance();
            // Told at the birth only: all of it is in memory then, and it does not change.
            var born = instance.isStarting();
            var caller = born ? instance.getSuperExecution() : null;
            parent = caller == null ? null : caller.getProcessInstanceId();
            about = born && instance.getVariable(ABOUT) instanceof String system ? system : null;
        }

        ProcessPaths.Move move() {
            var definition = instance.getProcessDefinition();
            return new ProcessPaths.Move(
                    instance.getBusinessKey(),
                    instance.getId(),
                    definition.getKey(),
                    digest(definition),
                    parent,
                    about,
                    steps);
        }
    }
}
