package kz.qupiya.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import kz.qupiya.problem.ProblemException;
import kz.qupiya.problem.Problems;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.rest.exception.ExceptionHandler;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Tells what a listener, a delegate or a form guard of ours refuses inside the engine as the problem that it is, in engine REST and in
 * the web applications, however often the engine has wrapped it. Other errors of the caller keep the engine's answer; errors of the
 * server say nothing, since a message of a driver may hold anything.
 */
final class EngineRestErrors {

    private static final Logger log = LoggerFactory.getLogger(EngineRestErrors.class);

    /* JAX-RS makes the mappers, hence they are public. */
    private EngineRestErrors() {}

    /**
     * Puts these mappers in the place of the engine's. The set is the engine's own static one, and the web applications read it too when
     * their first request comes.
     */
    static void install() {
        var mappers = CamundaRestResources.getConfigurationClasses();
        synchronized (mappers) {
            mappers.remove(ExceptionHandler.class);
            mappers.remove(RestExceptionHandler.class);
            mappers.remove(ProcessEngineExceptionHandler.class);
            mappers.add(OfAnything.class);
            mappers.add(OfRest.class);
            mappers.add(OfEngine.class);
        }
    }

    /** For whatever has no mapper of its own. */
    public static final class OfAnything extends ExceptionHandler {
        @Context
        @Nullable
        HttpServletRequest request;

        @Override
        public Response toResponse(Throwable e) {
            return answer(e, request);
        }
    }

    /** For what the REST layer throws. */
    public static final class OfRest extends RestExceptionHandler {
        @Context
        @Nullable
        HttpServletRequest request;

        @Override
        public Response toResponse(RestException e) {
            return answer(e, request);
        }
    }

    /** For what the engine throws. */
    public static final class OfEngine extends ProcessEngineExceptionHandler {
        @Context
        @Nullable
        HttpServletRequest request;

        @Override
        public Response toResponse(ProcessEngineException e) {
            return answer(e, request);
        }
    }

    private static Response answer(Throwable e, @Nullable HttpServletRequest request) {
        if (request == null) {
            throw new IllegalStateException("the container always injects the request");
        }
        var context = WebApplicationContextUtils.getRequiredWebApplicationContext(request.getServletContext());
        var locale = context.getBean(LocaleResolver.class).resolveLocale(request);
        var problems = context.getBean(Problems.class);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return of(problems.of(refusal, locale), context);
            }
        }
        var theirs = ExceptionHandlerHelper.getInstance().getStatus(e);
        if (theirs.getStatusCode() < HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            return Response.status(theirs)
                    .entity(ExceptionHandlerHelper.getInstance().fromException(e))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        log.error("engine call failed: {}", place(e));
        return of(problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "problem.status.500", locale), context);
    }

    private static Response of(ProblemDetail problem, WebApplicationContext context) {
        // Tasklist and Cockpit show the field "message" of an error.
        problem.setProperty("message", problem.getDetail());
        try {
            return Response.status(problem.getStatus())
                    .entity(context.getBean(ObjectMapper.class).writeValueAsBytes(problem))
                    .type("application/problem+json")
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem detail is always writable", e);
        }
    }

    /** Class and place of an error, without its message. */
    private static String place(Throwable e) {
        var root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        var frames = root.getStackTrace();
        return root.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }
}
