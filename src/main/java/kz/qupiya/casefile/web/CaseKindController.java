package kz.qupiya.casefile.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.OpenableCase;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which cases the caller may open, and what each one asks for. */
@RestController
@RequestMapping("/api/v1/case-kinds")
@Tag(name = "Case panel")
class CaseKindController {

    private final ObjectProvider<OpenableCase> kinds;
    private final Callers callers;
    private final CaseWording wording;
    private final MessageSource messages;

    CaseKindController(
            ObjectProvider<OpenableCase> kinds, Callers callers, CaseWording wording, MessageSource messages) {
        this.kinds = kinds;
        this.callers = callers;
        this.wording = wording;
        this.messages = messages;
    }

    @GetMapping
    @Operation(summary = "The kinds of case that the caller may open, in the caller's language")
    List<Kind> kinds(
            @Parameter(description = "The kinds that a case may be re-classified as, which an officer may do too")
                    @RequestParam(defaultValue = "false")
                    boolean reclassify,
            Locale locale) {
        var caller = callers.current();
        return kinds.stream()
                .filter(kind -> kind.aboutPerson() || !reclassify) // a person's request is never a breach
                .filter(kind ->
                        caller.hasAny(kind.roles().toArray(Role[]::new)) || (reclassify && caller.hasAny(Role.OFFICER)))
                .sorted(Comparator.comparingInt(OpenableCase::order))
                .map(kind -> view(kind, caller, locale))
                .toList();
    }

    private Kind view(OpenableCase kind, Caller caller, Locale locale) {
        var prefix = kind.messages();
        return new Kind(
                kind.kind().json(),
                kind.collection(),
                wording.value("kind", kind.kind().json(), locale),
                wording.text(prefix + ".help", locale),
                wording.text(prefix + ".now", locale),
                wording.text(prefix + ".open", locale),
                kind.aboutPerson(),
                kind.momentField(),
                kind.fields().stream()
                        .flatMap(field -> view(prefix, field, caller, locale).stream())
                        .toList());
    }

    /** A field as the caller's operators have it; nothing if only others have it. */
    private Optional<Field> view(String prefix, OpenableCase.Field field, Caller caller, Locale locale) {
        var theirs = new TreeMap<>(field.ofOperator());
        theirs.keySet().retainAll(caller.operators());
        if (!field.ofOperator().isEmpty() && theirs.isEmpty()) {
            return Optional.empty();
        }
        var code = prefix + ".field." + field.name();
        return Optional.of(new Field(
                field.name(),
                field.type().json(),
                field.required(),
                wording.text(code, locale),
                messages.getMessage(code + ".hint", null, null, locale),
                field.options().stream()
                        .filter(option ->
                                theirs.isEmpty() || theirs.values().stream().anyMatch(codes -> codes.contains(option)))
                        .map(option -> new PanelView.Coded(option, wording.value(field.name(), option, locale)))
                        .toList(),
                theirs.isEmpty() ? null : theirs));
    }

    /**
     * A kind of case.
     *
     * @param collection where it is posted below the operator
     * @param help when to choose it
     * @param now what happens as soon as it is confirmed
     * @param open words of the button that opens it
     * @param momentField the field of the body that holds the moment from which its terms count
     */
    record Kind(
            String kind,
            String collection,
            String text,
            String help,
            String now,
            String open,
            boolean aboutPerson,
            String momentField,
            List<Field> fields) {}

    /**
     * A field of its own.
     *
     * @param operators by operator's key, which of the options that operator has; the field is asked of cases of these operators only. Absent where every operator has it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Field(
            String name,
            String type,
            boolean required,
            String label,
            @Nullable String hint,
            List<PanelView.Coded> options,
            @Nullable Map<String, List<String>> operators) {}
}
