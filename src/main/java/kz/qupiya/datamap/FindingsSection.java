package kz.qupiya.datamap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was found of the person in which system, as counts, for the case panel. Read from the newest act's preview: the panel asks no system. */
@Component
class FindingsSection implements CasePanelSection {

    private final Acts acts;
    private final DataMaps maps;

    FindingsSection(Acts acts, DataMaps maps) {
        this.acts = acts;
        this.maps = maps;
    }

    @Override
    public String name() {
        return "findings";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER);
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var found = acts.ofCase(caseFile.id()).stream()
                .filter(act -> act.kind() == ActKind.BLOCK)
                .findFirst();
        var map = maps.find(caseFile.operator());
        if (found.isEmpty() || map.isEmpty()) {
            return null;
        }
        var act = found.get();
        return act.systems().stream()
                .map(system -> new SystemView(
                        system.system(),
                        map.get()
                                .system(system.system())
                                .map(s -> s.name().in(locale))
                                .orElse(system.system()),
                        system.connector().json(),
                        system.state().json(),
                        system.previewError(),
                        tables(act, system, map.get(), locale)))
                .toList();
    }

    /** Rows of each table: the most that any column of it counts. */
    private static List<TableView> tables(Act act, Act.ActSystem system, DataMap map, Locale locale) {
        var items = system.items().isEmpty() ? act.items() : system.items();
        Map<String, Long> rows = items.stream()
                .filter(item -> item.system().equals(system.system()))
                .filter(item -> item.outcome() != ItemOutcome.NOTHING_FOUND)
                .collect(Collectors.toMap(
                        item -> map.system(item.system())
                                .flatMap(s -> s.table(item.table()))
                                .map(t -> t.title().in(locale))
                                .orElse(item.table().toString()),
                        ActItem::count,
                        Math::max,
                        TreeMap::new));
        return rows.entrySet().stream()
                .map(entry -> new TableView(entry.getKey(), entry.getValue()))
                .toList();
    }

    record SystemView(
            String system,
            String name,
            String connector,
            String state,
            @Nullable String error,
            List<TableView> tables) {}

    record TableView(String table, long rows) {}
}
