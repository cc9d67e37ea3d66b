package kz.qupiya.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.ProblemException;
import kz.qupiya.problem.Problems;
import kz.qupiya.problem.TooManyRequestsException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/** Tells refusals of the chains as problem details in the reader's language. */
@Component
class Answers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final int DRAINED = 8 * 1024 * 1024;

    private final Problems problems;
    private final LocaleResolver locales;
    private final SecuritySettings settings;

    Answers(Problems problems, LocaleResolver locales, SecuritySettings settings) {
        this.problems = problems;
        this.locales = locales;
        this.settings = settings;
    }

    /** 401, or 429 when the guard has stopped listening. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof BasicLogin.TooManyFailures) {
            tooMany(request, response);
            return;
        }
        // A script of a page asks again by itself; a challenge would make the browser put up its own window.
        var mode = request.getHeader("Sec-Fetch-Mode");
        if (mode == null || "navigate".equals(mode)) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Qupiya\", charset=\"UTF-8\"");
        }
        if (settings.jwt().enabled()) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        status(request, response, HttpStatus.UNAUTHORIZED);
    }

    /** 403. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        refuse(request, response, new ForbiddenException("security.role.wrong"));
    }

    /** 429 with the time to wait. */
    void tooMany(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(
                HttpHeaders.RETRY_AFTER,
                String.valueOf(settings.login().window().toSeconds()));
        refuse(request, response, new TooManyRequestsException("security.login.too-many"));
    }

    /** The refusal's own status. */
    void refuse(HttpServletRequest request, HttpServletResponse response, ProblemException refusal) throws IOException {
        drain(request);
        problems.write(response, refusal, locales.resolveLocale(request));
    }

    /** The refusal's own status, for a page of the web applications: they show the property {@code message}, as the engine's answers have it. */
    void refuseOnPage(HttpServletRequest request, HttpServletResponse response, ProblemException refusal)
            throws IOException {
        drain(request);
        var problem = problems.of(refusal, locales.resolveLocale(request));
        problem.setProperty("message", problem.getDetail());
        problems.write(response, problem);
    }

    /** A status that needs no more words than its own. */
    void status(HttpServletRequest request, HttpServletResponse response, HttpStatus status) throws IOException {
        drain(request);
        problems.write(
                response, problems.of(status, "problem.status." + status.value(), locales.resolveLocale(request)));
    }

    /** Reads what is left of the body: a caller that is still sending would see a broken connection instead of the answer. */
    private static void drain(HttpServletRequest request) {
        if (request.getContentLengthLong() > DRAINED) {
            return;
        }
        try {
            InputStream body = request.getInputStream();
            var buffer = new byte[8192];
            for (int total = 0, read = body.read(buffer); read >= 0 && total < DRAINED; read = body.read(buffer)) {
                total += read;
            }
        } catch (IOException | IllegalStateException e) {
            // The caller has gone, or something else reads the body: then there is nothing to save.
        }
    }
}
