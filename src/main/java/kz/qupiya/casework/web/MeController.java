package kz.qupiya.casework.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kz.qupiya.casework.ModelNames;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Text;
import kz.qupiya.security.Callers;
import kz.qupiya.security.StaffNames;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is working: what the user interface shows by it. */
@RestController
class MeController {

    private final Callers callers;
    private final Operators operators;
    private final ModelNames models;
    private final StaffNames staff;

    MeController(Callers callers, Operators operators, ModelNames models, StaffNames staff) {
        this.callers = callers;
        this.operators = operators;
        this.models = models;
        this.staff = staff;
    }

    /** The reader's names of tasks, processes, groups, lists and the own operators, by what the engine keeps: Russian names, and keys of operators. */
    @GetMapping("/api/v1/names")
    Map<String, String> names(Locale locale) {
        var names = new TreeMap<>(staff.in(locale));
        names.putAll(models.in(locale));
        var caller = callers.current();
        operators.all().stream()
                .filter(profile -> caller.isOf(profile.key().value()))
                .forEach(profile -> {
                    names.put(profile.name().ru(), profile.name().in(locale));
                    // lists show the key, which is what the engine keeps of an operator
                    names.put(profile.key().value(), profile.name().in(locale));
                });
        return names;
    }

    @GetMapping("/api/v1/me")
    Me me(Locale locale) {
        var caller = callers.current();
        var roles = caller.roles().stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        var mine = operators.all().stream()
                .filter(profile -> caller.isOf(profile.key().value()))
                .map(profile -> new MyOperator(profile.key().value(), profile.name(), profile.channels()))
                .toList();
        return new Me(caller.id(), roles, mine, locale.getLanguage());
    }

    /**
     * The caller.
     *
     * @param language language in which texts for the caller are written
     */
    record Me(String id, Set<String> roles, List<MyOperator> operators, String language) {}

    /** An operator that the caller works for. */
    record MyOperator(String key, Text name, Set<String> channels) {}
}
