package kz.qupiya.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Makes problem details in the reader's language; filters use it where no controller is reached. */
@Component
public class Problems {

    private final MessageSource messages;
    private final ObjectMapper json;

    Problems(MessageSource messages, ObjectMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /** The problem that a refusal is told as. */
    public ProblemDetail of(ProblemException refusal, Locale locale) {
        var problem =
                of(refusal.status(), refusal.code(), locale, refusal.args().toArray());
        if (refusal instanceof InvalidInputException invalid) {
            problem.setProperty("violations", violations(invalid.violations(), locale));
        }
        return problem;
    }

    /** A problem with a status and a message. */
    public ProblemDetail of(HttpStatusCode status, String code, Locale locale, Object... args) {
        var problem = ProblemDetail.forStatusAndDetail(status, text(code, locale, args));
        problem.setType(URI.create("urn:qupiya:problem:" + code));
        var standard = HttpStatus.resolve(status.value());
        problem.setTitle(text("problem.title." + status.value(), locale));
        if (standard == null) {
            problem.setTitle(String.valueOf(status.value()));
        }
        return problem;
    }

    /** Writes a refusal straight to a response, for filters and entry points. */
    public void write(HttpServletResponse response, ProblemException refusal, Locale locale) throws IOException {
        write(response, of(refusal, locale));
    }

    /** Writes a problem straight to a response, for filters and entry points. */
    public void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        json.writeValue(response.getOutputStream(), problem);
    }

    /** The message of a code; the code itself where no bundle has it, so that a gap is seen and nothing breaks. */
    public String text(String code, Locale locale, Object... args) {
        return String.valueOf(messages.getMessage(code, args, code, locale));
    }

    private List<Map<String, String>> violations(List<Violation> violations, Locale locale) {
        return violations.stream()
                .map(v -> Map.of(
                        "field",
                        v.field(),
                        "code",
                        v.code(),
                        "message",
                        text(v.code(), locale, v.args().toArray())))
                .toList();
    }
}
