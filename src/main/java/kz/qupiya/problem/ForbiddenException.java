package kz.qupiya.problem;

import org.springframework.http.HttpStatus;

/** The operator is the caller's, the role is not. */
public final class ForbiddenException extends ProblemException {

    private static final long serialVersionUID = 1L;

    public ForbiddenException(String code, Object... args) {
        super(HttpStatus.FORBIDDEN, code, args);
    }
}
