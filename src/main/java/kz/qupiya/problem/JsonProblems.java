package kz.qupiya.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

/** Field names out of Jackson's mapping errors, whose own messages quote the value and never reach a caller. */
public final class JsonProblems {

    private JsonProblems() {}

    /** The bad field that a mapping error names. */
    public static InvalidInputException of(JsonMappingException e) {
        var path = new StringBuilder();
        for (var reference : e.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            } else if (reference.getIndex() >= 0) {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException invalid) {
                return path.isEmpty()
                        ? invalid
                        : new InvalidInputException(invalid.violations().stream()
                                .map(v -> v.field().startsWith(path.toString()) ? v : v.under(path.toString()))
                                .toList());
            }
        }
        var unknown = e instanceof UnrecognizedPropertyException;
        return new InvalidInputException(
                path.toString(),
                unknown ? "problem.field.unknown" : path.isEmpty() ? "problem.json.broken" : "problem.field.invalid");
    }
}
