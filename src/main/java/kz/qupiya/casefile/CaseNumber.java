package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of a case as people and letters name it: {@code ZVN-2026-000123}. Prefix of the operator, year of receipt in Asia/Almaty, running number within
 * both.
 */
public record CaseNumber(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[A-Z]{2,8}-[0-9]{4}-[0-9]{6,9}");

    public CaseNumber {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a case number");
        }
    }

    /** The number of this form, or nothing when the text has another; a caller's input is no exception. */
    public static Optional<CaseNumber> find(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new CaseNumber(text)) : Optional.empty();
    }

    static CaseNumber of(String prefix, int year, long running) {
        return new CaseNumber("%s-%04d-%06d".formatted(prefix, year, running));
    }

    @Override
    public String toString() {
        return value;
    }
}
