package kz.qupiya.datamap;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The acts of a case in the case panel: what will become or became of every field, in which system, with digest and proof. */
@Component
class ActsSection implements CasePanelSection {

    private final Acts acts;
    private final DataMaps maps;

    ActsSection(Acts acts, DataMaps maps) {
        this.acts = acts;
        this.maps = maps;
    }

    @Override
    public String name() {
        return "acts";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var ofCase = acts.ofCase(caseFile.id());
        if (ofCase.isEmpty()) {
            return null;
        }
        var map = maps.find(caseFile.operator());
        return ofCase.stream()
                .map(act -> new ActView(
                        act.id().toString(),
                        act.kind().json(),
                        act.state().json(),
                        act.digest(),
                        act.ambiguous(),
                        act.otherPeople(),
                        act.preparedBy(),
                        act.approvedBy(),
                        act.systems().stream()
                                .map(system -> new SystemView(
                                        system.system(),
                                        map.flatMap(m -> m.system(system.system()))
                                                .map(s -> s.name().in(locale))
                                                .orElse(system.system()),
                                        system.state().json(),
                                        system.error() == null ? system.previewError() : system.error(),
                                        system.state() == SystemState.BY_HAND
                                                ? acts.instructions(act.id(), system.system(), locale)
                                                : null))
                                .toList(),
                        items(act).stream()
                                .map(item -> new ItemView(
                                        item.system(),
                                        map.flatMap(m -> m.system(item.system()))
                                                .flatMap(s -> s.table(item.table()))
                                                .map(t -> t.title().in(locale))
                                                .orElse(item.table().toString()),
                                        item.column(),
                                        item.outcome().json(),
                                        item.count(),
                                        ground(map.orElse(null), item.ground(), locale),
                                        item.until() == null
                                                ? null
                                                : item.until().toString()))
                                .toList()))
                .toList();
    }

    private static List<ActItem> items(Act act) {
        var ran = act.systems().stream()
                .flatMap(system -> system.items().stream())
                .toList();
        return ran.isEmpty() ? act.items() : ran;
    }

    private static @Nullable String ground(@Nullable DataMap map, @Nullable String ground, Locale locale) {
        if (ground == null || map == null || !map.grounds().containsKey(ground)) {
            return ground;
        }
        return map.grounds().get(ground).in(locale);
    }

    record ActView(
            String id,
            String kind,
            String state,
            String digest,
            boolean ambiguous,
            int otherPeople,
            String preparedBy,
            @Nullable String approvedBy,
            List<SystemView> systems,
            List<ItemView> items) {}

    record SystemView(
            String system, String name, String state, @Nullable String error, @Nullable String instructions) {}

    record ItemView(
            String system,
            String table,
            String column,
            String outcome,
            long count,
            @Nullable String ground,
            @Nullable String until) {}
}
