package kz.qupiya.problem;

import org.springframework.http.HttpStatus;

/** The state of the object forbids the act, or a key was used for something else. */
public final class ConflictException extends ProblemException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String code, Object... args) {
        super(HttpStatus.CONFLICT, code, args);
    }
}
