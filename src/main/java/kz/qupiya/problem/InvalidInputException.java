package kz.qupiya.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** The input has bad fields: 400 with every violation named; nothing has been stored. */
public final class InvalidInputException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private static final String UNKNOWN_FIELD = "problem.field.unknown";

    private final transient List<Violation> violations;

    public InvalidInputException(List<Violation> violations) {
        super(HttpStatus.BAD_REQUEST, "problem.invalid");
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("an invalid input names at least one field");
        }
        this.violations = List.copyOf(violations);
    }

    public InvalidInputException(String field, String code, Object... args) {
        this(List.of(new Violation(field, code, args)));
    }

    /** The bad fields, at least one. */
    public List<Violation> violations() {
        return violations;
    }

    /** Codes and fields only, for the log. A field that we do not know is named by the caller, who may have written anything: it is left out. */
    @Override
    public String getMessage() {
        return violations.stream()
                .map(v -> (v.code().equals(UNKNOWN_FIELD) ? "?" : v.field()) + ":" + v.code())
                .collect(Collectors.joining(", "));
    }
}
