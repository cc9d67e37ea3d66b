package kz.qupiya.problem;

import org.springframework.http.HttpStatus;

/** The caller asks too often. */
public final class TooManyRequestsException extends ProblemException {

    private static final long serialVersionUID = 1L;

    public TooManyRequestsException(String code, Object... args) {
        super(HttpStatus.TOO_MANY_REQUESTS, code, args);
    }
}
