package kz.qupiya.subject;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a caller names a data subject in REST: by any of the identifiers. Nothing is checked yet, see {@link Identifiers}. A blank field is
 * taken for one that is not there, since forms send those.
 *
 * @param fullName the name as written; it helps a person to recognise a person and never identifies one
 */
public record SubjectInput(
        @Nullable String iin,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String login,
        @Nullable String contract,
        @Nullable String fullName) {

    /** What was written for a kind of identifier. */
    public @Nullable String written(IdentifierKind kind) {
        return switch (kind) {
            case IIN -> iin;
            case PHONE -> phone;
            case EMAIL -> email;
            case LOGIN -> login;
            case CONTRACT -> contract;
        };
    }

    /** Whether no identifier is given; a name is none. */
    public boolean namesNobody() {
        return Stream.of(IdentifierKind.values()).map(this::written).allMatch(v -> v == null || v.isBlank());
    }

    /** Which fields are given, never what stands in them. */
    @Override
    public String toString() {
        return "SubjectInput"
                + Stream.of(IdentifierKind.values())
                        .filter(kind -> written(kind) != null)
                        .map(IdentifierKind::json)
                        .toList();
    }
}
