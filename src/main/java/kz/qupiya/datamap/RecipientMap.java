package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kz.qupiya.subject.IdentifierKind;

/**
 * A third party to whom data were given.
 *
 * @param categories what it was given
 * @param toldOf acts after which it is told
 * @param identifiers the least that lets it find the person
 */
public record RecipientMap(
        String key,
        Texts name,
        List<Category> categories,
        Set<ActKind> toldOf,
        Via via,
        Set<IdentifierKind> identifiers) {

    public RecipientMap {
        categories = List.copyOf(categories);
        toldOf = Set.copyOf(toldOf);
        identifiers = Set.copyOf(identifiers);
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
