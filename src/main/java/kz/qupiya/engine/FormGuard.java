package kz.qupiya.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.ProblemException;
import kz.qupiya.problem.Problems;
import kz.qupiya.problem.Violation;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Checks what Tasklist submits against the form of that very task. The engine itself takes any variable with any value from
 * whoever may work on the task; here only the fields of the form pass, and only with values that the form offers.
 */
final class FormGuard extends OncePerRequestFilter {

    private static final Pattern SUBMIT = Pattern.compile(".*/task/([^/;]+)/(submit-form|complete|resolve)/?");

    private final TaskService tasks;
    private final FormService forms;
    private final EngineAccess access;
    private final ObjectMapper json;
    private final Problems problems;
    private final LocaleResolver locales;
    private final Map<String, Map<String, Field>> fieldsByForm = new ConcurrentHashMap<>();

    FormGuard(
            TaskService tasks,
            FormService forms,
            EngineAccess access,
            ObjectMapper json,
            Problems problems,
            LocaleResolver locales) {
        this.tasks = tasks;
        this.forms = forms;
        this.access = access;
        this.json = json;
        this.problems = problems;
        this.locales = locales;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var match = SUBMIT.matcher(request.getRequestURI());
        if (!"POST".equals(request.getMethod()) || !match.matches()) {
            chain.doFilter(request, response);
            return;
        }
        var body = request.getInputStream().readAllBytes();
        try {
            check(match.group(1), body);
        } catch (ProblemException refusal) {
            answer(request, response, refusal);
            return;
        }
        var buffered = new ContentCachingResponseWrapper(response);
        chain.doFilter(new CachedBody(request, body), buffered);
        var refusal = Refusals.noted();
        if (refusal.isPresent() && buffered.getStatus() >= 400) {
            buffered.reset();
            answer(request, response, refusal.get());
        } else {
            buffered.copyBodyToResponse();
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, ProblemException refusal)
            throws IOException {
        var problem = problems.of(refusal, locales.resolveLocale(request));
        // Tasklist shows the property "message" of an error, as the engine's own answers have it.
        problem.setProperty("message", message(problem.getProperties(), problem.getDetail()));
        problems.write(response, problem);
    }

    private static Object message(@Nullable Map<String, Object> properties, @Nullable String detail) {
        if (properties != null
                && properties.get("violations") instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof Map<?, ?> first) {
            return first.get("field") + ": " + first.get("message");
        }
        return String.valueOf(detail);
    }

    private void check(String taskId, byte[] body) throws IOException {
        JsonNode variables;
        try {
            variables = json.readTree(body).path("variables");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new InvalidInputException("", "problem.json.broken");
        }
        var fields = access.asSystem(() -> fields(taskId));
        List<Violation> violations = new ArrayList<>();
        variables.fields().forEachRemaining(entry -> {
            var field = fields.get(entry.getKey());
            if (field == null) {
                violations.add(new Violation(entry.getKey(), "problem.field.unknown"));
            } else if (!field.takes(entry.getValue().path("value"))) {
                violations.add(new Violation(entry.getKey(), "problem.field.invalid"));
            }
        });
        fields.forEach((key, field) -> {
            if (field.required() && variables.path(key).path("value").isMissingNode()) {
                violations.add(new Violation(key, "problem.field.missing"));
            }
        });
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    /** The fields that the form of a task has; none for an unknown task: the engine then answers itself. */
    private Map<String, Field> fields(String taskId) {
        var task = tasks.createTaskQuery().taskId(taskId).initializeFormKeys().singleResult();
        if (task == null || task.getCamundaFormRef() == null) {
            return Map.of();
        }
        var cacheKey = task.getProcessDefinitionId() + "/" + task.getTaskDefinitionKey();
        return fieldsByForm.computeIfAbsent(cacheKey, key -> {
            try (var form = forms.getDeployedTaskForm(taskId)) {
                Map<String, Field> found = new HashMap<>();
                for (var component : json.readTree(form).path("components")) {
                    if (component.hasNonNull("key")) {
                        found.put(component.get("key").asText(), Field.of(component));
                    }
                }
                return Map.copyOf(found);
            } catch (IOException e) {
                throw new ProcessEngineException("form of " + task.getTaskDefinitionKey() + " cannot be read");
            }
        });
    }

    private record Field(boolean required, boolean conditional, Set<String> options, String type) {

        static Field of(JsonNode component) {
            var options = new java.util.HashSet<String>();
            component
                    .path("values")
                    .forEach(value -> options.add(value.path("value").asText()));
            var conditional = component.has("conditional");
            return new Field(
                    !conditional && component.path("validate").path("required").asBoolean(),
                    conditional,
                    Set.copyOf(options),
                    component.path("type").asText());
        }

        boolean takes(JsonNode value) {
            if (value.isNull()
                    || value.isMissingNode()
                    || value.isTextual() && value.asText().isEmpty()) {
                return !required;
            }
            if (!options.isEmpty()) {
                return value.isTextual() && options.contains(value.asText());
            }
            if ("checkbox".equals(type)) {
                return value.isBoolean() && (!required || value.asBoolean());
            }
            return value.isTextual() && value.asText().length() <= 200;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Registration {

        @Bean
        FilterRegistrationBean<FormGuard> formGuard(
                @Lazy TaskService tasks,
                @Lazy FormService forms,
                EngineAccess access,
                ObjectMapper json,
                Problems problems,
                LocaleResolver locales) {
            var registration =
                    new FilterRegistrationBean<>(new FormGuard(tasks, forms, access, json, problems, locales));
            registration.addUrlPatterns("/camunda/api/engine/*", "/engine-rest/*");
            registration.setOrder(0); // behind the security chain, before the engine's own resources
            return registration;
        }
    }
}
