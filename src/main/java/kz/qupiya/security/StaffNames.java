package kz.qupiya.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kz.qupiya.security.StaffFilters.StaffFilter;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Names of groups and lists. The engine keeps one name of each, the Russian one; the web applications show the reader's.
 */
@Component
public class StaffNames {

    /** The language in which the engine keeps names, and in which models are written. */
    public static final Locale KEPT = Locale.forLanguageTag("ru");

    private static final String PREFIX = "security.name.";
    private static final List<String> LABELS = List.of("case", "operator");

    private final MessageSource messages;

    StaffNames(MessageSource messages) {
        this.messages = messages;
    }

    /** The reader's names by the names that the engine keeps. */
    public Map<String, String> in(Locale locale) {
        var names = new LinkedHashMap<String, String>();
        Stream.of(
                        Stream.of(Role.values()).map(StaffNames::code),
                        StaffFilters.CODES.stream().map(StaffNames::code),
                        Stream.concat(StaffFilters.CODES.stream(), StaffFilters.SHARED.stream())
                                .map(code -> code(code) + ".description"),
                        LABELS.stream().map(code -> "label." + code))
                .flatMap(codes -> codes)
                .forEach(code -> names.put(text(code, KEPT), text(code, locale)));
        return names;
    }

    /** The name of the group that carries a role, in the reader's language. */
    public String group(Role role, Locale locale) {
        return text(code(role), locale);
    }

    String group(Role role) {
        return text(code(role), KEPT);
    }

    String filter(StaffFilter filter) {
        var name = filter.name();
        return name == null ? text(code(filter.code()), KEPT) : name;
    }

    String description(StaffFilter filter) {
        return text(code(filter.texts()) + ".description", KEPT);
    }

    String label(String code) {
        return text("label." + code, KEPT);
    }

    private static String code(Role role) {
        return "group." + role.name().toLowerCase(Locale.ROOT);
    }

    private static String code(String filter) {
        return "filter." + filter;
    }

    private String text(String code, Locale locale) {
        return messages.getMessage(PREFIX + code, null, locale);
    }
}
