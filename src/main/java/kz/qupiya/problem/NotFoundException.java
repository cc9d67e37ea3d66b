package kz.qupiya.problem;

import org.springframework.http.HttpStatus;

/** The object does not exist, or belongs to an operator the caller does not work for: the caller cannot tell which. */
public final class NotFoundException extends ProblemException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String code, Object... args) {
        super(HttpStatus.NOT_FOUND, code, args);
    }
}
