package kz.qupiya.affected;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import kz.qupiya.affected.PeopleSource.Taker;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/** Reads what a line says of a person. A field that is mistyped is a fault of the line; the person stays as long as another identifier is good. */
final class PersonLine {

    /** What a file may say of a person besides the identifiers: the name under two words. */
    static final List<String> FIELDS =
            List.of("iin", "phone", "email", "login", "contract", "name", "fullName", "language");

    static final List<String> IDENTIFIERS = FIELDS.subList(0, 5);

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private PersonLine() {}

    /**
     * Hands a line to the taker.
     *
     * @param values by the order of {@link #FIELDS}
     */
    static void take(long line, @Nullable String[] values, Taker to) {
        var name = name(values[5] == null || values[5].isBlank() ? values[6] : values[5]);
        List<Violation> faults = new ArrayList<>(0);
        var identifiers = Identifiers.normalise(
                new SubjectInput(values[0], values[1], values[2], values[3], values[4], name), "", faults);
        var badName = faults.stream().anyMatch(fault -> "fullName".equals(fault.field()));
        var language = language(values[7], faults);
        to.take(line, identifiers, badName ? null : name, language, faults);
    }

    /** A name with one space between its parts; null for none. */
    static @Nullable String name(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        return SPACES.matcher(Normalizer.normalize(written, Normalizer.Form.NFC).strip())
                .replaceAll(" ");
    }

    private static @Nullable String language(@Nullable String written, List<Violation> faults) {
        if (written == null || written.isBlank()) {
            return null;
        }
        var known = language(written);
        if (known == null) {
            faults.add(new Violation("language", "affected.line.language"));
        }
        return known;
    }

    /** A language as files and systems name it; null for one that nobody is written to in. */
    static @Nullable String language(@Nullable String written) {
        return switch (written == null ? "" : written.strip().toLowerCase(Locale.ROOT)) {
            case "ru", "rus", "ru-ru", "ru-kz" -> "ru";
            case "kk", "kaz", "kz", "kk-kz" -> "kk";
            case "en", "eng", "en-us", "en-gb" -> "en";
            default -> null;
        };
    }
}
