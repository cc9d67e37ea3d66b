package kz.qupiya.problem;

import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * A refusal with a message for the caller. Carries a message key and arguments, never personal data, so that it may be
 * logged and may cross the engine.
 */
public abstract sealed class ProblemException extends RuntimeException
        permits InvalidInputException,
                NotFoundException,
                ForbiddenException,
                ConflictException,
                TooManyRequestsException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final transient List<Object> args;

    ProblemException(HttpStatus status, String code, Object... args) {
        super(code);
        this.status = status;
        this.code = code;
        this.args = List.copyOf(Arrays.asList(args));
    }

    /** The HTTP status that this refusal is told with. */
    public HttpStatus status() {
        return status;
    }

    /** Key of the message. */
    public String code() {
        return code;
    }

    /** Arguments of the message. */
    public List<Object> args() {
        return args;
    }
}
