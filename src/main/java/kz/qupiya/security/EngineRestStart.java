package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import kz.qupiya.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Checks the body of a start over engine REST before the engine sees it. The engine's own body could begin a process at any step, past
 * identification and decision, and skip the listeners that open the case (camunda.md E.1).
 */
final class EngineRestStart extends OncePerRequestFilter {

    private final EngineRestRules rules;
    private final Access access;
    private final Answers answers;

    EngineRestStart(EngineRestRules rules, Access access, Answers answers) {
        this.rules = rules;
        this.access = access;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return rules.started(request).isEmpty();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isJson(request.getContentType())) {
            answers.status(request, response, HttpStatus.UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        var body = HeldBody.read(request, BodyLimit.MOST);
        if (body == null) {
            answers.status(request, response, HttpStatus.PAYLOAD_TOO_LARGE);
            return;
        }
        StartBody start;
        try {
            start = StartBody.parse(body);
            access.require(start.operator(), Role.CLIENT, Role.CLERK, Role.OFFICER);
        } catch (ProblemException refusal) {
            answers.refuse(request, response, refusal);
            return;
        }
        chain.doFilter(new HeldBody(request, start.forEngine()), response);
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            return contentType != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
