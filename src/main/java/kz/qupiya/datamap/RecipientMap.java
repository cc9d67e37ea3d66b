package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierKind;

/**
 * A third party to whom data were given.
 *
 * @param categories what it was given
 * @param toldOf acts after which it is told
 * @param purposes of a stop: those that matter to it, and of the others it is not told; empty for all
 * @param identifiers the least that lets it find the person
 */
public record RecipientMap(
        String key,
        Texts name,
        List<Category> categories,
        Set<ActKind> toldOf,
        Set<Purpose> purposes,
        Via via,
        Set<IdentifierKind> identifiers) {

    public RecipientMap {
        categories = List.copyOf(categories);
        toldOf = Set.copyOf(toldOf);
        purposes = Set.copyOf(purposes);
        identifiers = Set.copyOf(identifiers);
    }

    /** Those of the purposes that matter to it. */
    public Set<Purpose> concerned(Set<Purpose> stopped) {
        return purposes.isEmpty()
                ? stopped
                : stopped.stream().filter(purposes::contains).collect(Collectors.toUnmodifiableSet());
    }

    /** How a recipient is told. */
    public enum Via {
        HTTP,
        MAIL,
        MANUAL;

        /** The name in maps and JSON. */
        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
