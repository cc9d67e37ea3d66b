package kz.qupiya.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/** Every error of our REST API as a problem detail (RFC 9457), in the language of {@code Accept-Language}. */
@RestControllerAdvice
class ProblemAdvice {

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(ProblemException e, Locale locale) {
        return answer(problems.of(e, locale));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e, Locale locale) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return answer(problems.of(refusal, locale));
            }
            if (cause instanceof JsonMappingException mapping) {
                return answer(problems.of(JsonProblems.of(mapping), locale));
            }
            if (cause instanceof JsonProcessingException) {
                return answer(problems.of(new InvalidInputException("", "problem.json.broken"), locale));
            }
        }
        return answer(problems.of(new InvalidInputException("", "problem.body.missing"), locale));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(MethodArgumentNotValidException e, Locale locale) {
        List<Violation> violations = new ArrayList<>();
        for (var error : e.getAllErrors()) {
            var field = error instanceof FieldError f ? f.getField() : "";
            var blank = "NotNull".equals(error.getCode()) || "NotBlank".equals(error.getCode());
            violations.add(new Violation(field, blank ? "problem.field.missing" : "problem.field.invalid"));
        }
        return answer(problems.of(new InvalidInputException(violations), locale));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(MissingServletRequestParameterException e, Locale locale) {
        return answer(problems.of(new InvalidInputException(e.getParameterName(), "problem.field.missing"), locale));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(MissingServletRequestPartException e, Locale locale) {
        return answer(problems.of(new InvalidInputException(e.getRequestPartName(), "problem.field.missing"), locale));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(MethodArgumentTypeMismatchException e, Locale locale) {
        return answer(problems.of(new InvalidInputException(e.getName(), "problem.field.invalid"), locale));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooLarge(MaxUploadSizeExceededException e, Locale locale) {
        return answer(problems.of(HttpStatus.PAYLOAD_TOO_LARGE, "problem.too-large", locale));
    }

    /** Somebody closed the page before the answer was written: nobody is left to tell, and nothing is wrong. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> gone(AsyncRequestNotUsableException e) {
        return null;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(Exception e, Locale locale) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e; // the security chain answers these
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return answer(problems.of(refusal, locale));
            }
        }
        if (e instanceof ErrorResponse response) {
            var status = response.getStatusCode();
            return answer(problems.of(status, "problem.status." + status.value(), locale), response);
        }
        Unexpected.log(e);
        return answer(problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "problem.status.500", locale));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, ErrorResponse response) {
        return ResponseEntity.status(problem.getStatus())
                .headers(response.getHeaders())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
