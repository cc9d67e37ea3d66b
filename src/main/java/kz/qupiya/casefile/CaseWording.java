package kz.qupiya.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Says in Russian, Kazakh or English what stands in a case as a code.
 *
 * <p>An event is worded by the message {@code timeline.<code>}, or {@code timeline.<code>.<result>} where the result makes another sentence. Placeholders {@code {name}} name facts of the
 * event; a fact's value is looked up as {@code casefile.value.<name>.<value>} first, and times are told in Asia/Almaty. {@code {result}} is the result, looked up as {@code
 * casefile.value.result.<result>}, decisions as {@code casefile.value.decision.<decision>}. A module puts the wording of its own events and values into its own bundle.
 */
@Component
public class CaseWording {

    static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    private static final Pattern FIELD = Pattern.compile("^(subject|requester)\\.|\\.[0-9]+$");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");

    /** Which list of values the result of an event is from. */
    private static final Map<String, String> RESULTS = Map.of(
            "case.decided", "decision",
            "case.closed", "outcome",
            "entitlement.set", "entitlement",
            "restriction.lifted", "decision");

    /** Facts that name an element of a process; the fact {@code process} beside them says of which. */
    private static final Set<String> ELEMENTS = Set.of("task", "step");

    /** The fact that names a system of the operator. */
    private static final String SYSTEM = "system";

    private static final String SYSTEMS = "systems";

    private static final String RECIPIENT = "recipient";

    /** How a fact names a member of staff. */
    private static final String USER = "user:";

    private final MessageSource messages;
    private final ObjectProvider<ElementWords> elements;
    private final ObjectProvider<SystemNames> systems;

    CaseWording(MessageSource messages, ObjectProvider<ElementWords> elements, ObjectProvider<SystemNames> systems) {
        this.messages = messages;
        this.elements = elements;
        this.systems = systems;
    }

    /**
     * An event of a timeline as a sentence; its code where no bundle words it.
     *
     * @param operator whose case it is: systems have the names of its data map
     */
    public String event(OperatorKey operator, Timeline.Entry entry, Locale locale) {
        var template = entry.result() == null ? null : find("timeline." + entry.code() + "." + entry.result(), locale);
        if (template == null) {
            template = find("timeline." + entry.code(), locale);
        }
        if (template == null) {
            return entry.code();
        }
        var basis = basis(entry.data(), locale);
        if (basis != null) {
            template = template.replace("{basis}", basis);
        }
        for (var fact : entry.data().entrySet()) {
            var said =
                    switch (fact.getKey()) {
                        case SYSTEM -> system(operator, String.valueOf(fact.getValue()), locale);
                        case SYSTEMS ->
                            fact.getValue() instanceof Collection<?> several
                                    ? several.stream()
                                            .map(one -> system(operator, String.valueOf(one), locale))
                                            .collect(Collectors.joining(", "))
                                    : String.valueOf(fact.getValue());
                        case RECIPIENT -> recipient(operator, String.valueOf(fact.getValue()), locale);
                        default -> fact(fact.getKey(), fact.getValue(), entry.data(), locale);
                    };
            template = template.replace("{" + fact.getKey() + "}", said);
        }
        // Some sentences begin with a value that stands in the middle of others.
        return StringUtils.capitalize(
                template.replace("{result}", entry.result() == null ? "" : result(entry, locale)));
    }

    /** The name of a system of an operator; its key when the data map does not know it (any more). */
    public String system(OperatorKey operator, String system, Locale locale) {
        var names = systems.getIfAvailable();
        return names == null ? system : names.name(operator, system, locale).orElse(system);
    }

    private String recipient(OperatorKey operator, String recipient, Locale locale) {
        var names = systems.getIfAvailable();
        return names == null
                ? recipient
                : names.recipient(operator, recipient, locale).orElse(recipient);
    }

    private String fact(String name, Object value, Map<String, Object> facts, Locale locale) {
        var words = elements.getIfAvailable();
        if (words != null && ELEMENTS.contains(name) && facts.get("process") instanceof String process) {
            return words.of(process, String.valueOf(value), locale).orElse(String.valueOf(value));
        }
        if (value instanceof String person && person.startsWith(USER)) {
            return person.substring(USER.length());
        }
        return value(name, value, locale);
    }

    /** Where a term stands, in words; nothing for an event that does not say it in parts. */
    private @Nullable String basis(Map<String, Object> facts, Locale locale) {
        var clause = new Object[] {String.valueOf(facts.get("clause"))};
        return switch (String.valueOf(facts.get("source"))) {
            case "law" -> messages.getMessage("operator.basis." + facts.get("act"), clause, null, locale);
            case "policy" -> messages.getMessage("casefile.basis.policy", clause, null, locale);
            case "operator-rule" -> find("operator.basis.operator-rule", locale);
            case "manager" -> find("operator.basis.manager", locale);
            default -> null;
        };
    }

    /** A result is worded by what it is a result of, then by its own bundle. */
    private String result(Timeline.Entry entry, Locale locale) {
        var code = String.valueOf(entry.result());
        var name = RESULTS.getOrDefault(entry.code(), "result");
        return value(name, code, locale);
    }

    /** A code of the register in words: {@code value("kind", "data-block", …)}; the code itself where no bundle has it. */
    public String value(String name, String code, Locale locale) {
        var found = lookUp(name, code, locale);
        return found == null ? code : found;
    }

    /** A moment in Asia/Almaty. */
    public String moment(Instant at) {
        return MOMENT.format(at.atZone(Almaty.ZONE));
    }

    /** A day. */
    public String day(LocalDate day) {
        return DAY.format(day);
    }

    /** A message of the bundles with arguments. */
    public String text(String code, Locale locale, Object... args) {
        return messages.getMessage(code, args, locale);
    }

    private String value(String name, Object value, Locale locale) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(one -> value(name, one, locale)).collect(Collectors.joining(", "));
        }
        var text = String.valueOf(value);
        var found = lookUp(name, text, locale);
        return found == null ? time(text) : found;
    }

    private @Nullable String lookUp(String name, String code, Locale locale) {
        return switch (name) {
            case "duty" -> find("operator.duty." + code, locale);
            case "purposes" -> find("operator.purpose." + code, locale);
            // of what a consent is withdrawn: everything, or purposes
            case "scope" -> find(("all".equals(code) ? "casefile.value.scope." : "operator.purpose.") + code, locale);
            case "clause" -> messages.getMessage("casefile.value.clause", new Object[] {code}, null, locale);
            // the field of a person: subject.phone.2
            case "field", "fields" ->
                find("casefile.value.field." + FIELD.matcher(code).replaceAll(""), locale);
            default -> find("casefile.value." + name + "." + code, locale);
        };
    }

    private String time(String text) {
        try {
            if (text.length() == 10 && text.charAt(4) == '-') {
                return day(LocalDate.parse(text));
            }
            if (text.endsWith("Z") && text.indexOf('T') == 10) {
                return moment(Instant.parse(text));
            }
        } catch (DateTimeParseException e) {
            // not a time after all
        }
        return text;
    }

    private @Nullable String find(String key, Locale locale) {
        return messages.getMessage(key, null, null, locale);
    }
}
