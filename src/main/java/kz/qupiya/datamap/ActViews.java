package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.datamap.Act.ActSystem;
import kz.qupiya.operator.Purpose;
import kz.qupiya.restriction.HoldWords;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Acts and findings in the reader's language, for the API and the case panel. No value of a person stands in them; identifiers are masked. */
@Component
class ActViews {

    private static final int SHOWN = 2;

    private final DataMaps maps;
    private final DataActs acts;
    private final MessageSource messages;
    private final HoldWords holds;

    ActViews(DataMaps maps, DataActs acts, MessageSource messages, HoldWords holds) {
        this.maps = maps;
        this.acts = acts;
        this.messages = messages;
        this.holds = holds;
    }

    /**
     * An act.
     *
     * @param items of the preview
     * @param kept what stays with ground and date
     * @param continues the destruction whose kept data it destroys
     * @param purposes of a stop, in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActView(
            UUID id,
            ActKind kind,
            String title,
            ActState state,
            String digest,
            String mapVersion,
            boolean needsApproval,
            boolean previewComplete,
            boolean ambiguous,
            int otherPeople,
            List<ItemView> items,
            List<ItemView> kept,
            List<SystemView> systems,
            String preparedBy,
            Instant preparedAt,
            @Nullable String approvedBy,
            @Nullable Instant approvedAt,
            @Nullable Instant completedAt,
            @Nullable UUID continues,
            List<String> purposes) {}

    /**
     * An act in one system.
     *
     * @param instructions what the custodian has to do, while it is to be done by hand
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SystemView(
            String system,
            String title,
            Connector connector,
            SystemState state,
            @Nullable String previewError,
            @Nullable String error,
            int attempts,
            List<ItemView> results,
            Map<String, String> evidence,
            @Nullable String instructions,
            @Nullable String doneBy,
            @Nullable UUID proofDocument,
            @Nullable Instant startedAt,
            @Nullable Instant doneAt,
            @Nullable Instant provedAt) {}

    /** Rows of a column that share one fate. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemView(
            String system,
            String systemTitle,
            String table,
            String title,
            String column,
            ItemOutcome outcome,
            long count,
            @Nullable String ground,
            @Nullable String groundText,
            @Nullable LocalDate until) {}

    /** What the systems hold of the person, as the last act saw it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingsView(
            Instant at,
            boolean ambiguous,
            int otherPeople,
            List<MaskedIdentifier> identifiers,
            List<FoundView> systems) {}

    /** An identifier that must not be shown in full. */
    record MaskedIdentifier(String kind, String masked) {}

    /** What one system holds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FoundView(
            String system,
            String title,
            Connector connector,
            boolean asked,
            @Nullable String error,
            List<FoundTable> tables) {}

    /** What one table holds. */
    record FoundTable(String table, String title, long rows) {}

    ActView of(Act act, Locale locale) {
        var map = maps.find(act.operator());
        return new ActView(
                act.id(),
                act.kind(),
                word("datamap.act-kind." + act.kind().json(), locale),
                act.state(),
                act.digest(),
                act.mapVersion(),
                act.kind().needsApproval(),
                act.previewComplete(),
                act.ambiguous(),
                act.otherPeople(),
                items(map, act.items(), locale),
                items(map, act.kept(), locale),
                act.systems().stream().map(s -> system(map, act, s, locale)).toList(),
                act.preparedBy(),
                act.preparedAt(),
                act.approvedBy(),
                act.approvedAt(),
                act.completedAt(),
                act.continues(),
                act.purposes().stream()
                        .map(Purpose::code)
                        .sorted()
                        .map(code -> word("operator.purpose." + code, locale))
                        .toList());
    }

    /** What the first act of the case found; nothing before there is one. */
    Optional<FindingsView> findings(UUID caseId, Locale locale) {
        return acts.ofCase(caseId).stream()
                .filter(a -> a.kind() != ActKind.UNBLOCK)
                // A stop, or a reset, looks into some tables only.
                .min(Comparator.comparing((Act a) -> a.kind().looksByRule()).thenComparing(Act::preparedAt))
                .map(act -> {
                    var map = maps.find(act.operator());
                    List<FoundView> systems = new ArrayList<>();
                    for (ActSystem system : act.systems()) {
                        var items = system.items().isEmpty()
                                ? act.items().stream()
                                        .filter(i -> i.system().equals(system.system()))
                                        .toList()
                                : system.items();
                        systems.add(new FoundView(
                                system.system(),
                                title(map, system.system(), locale),
                                system.connector(),
                                system.connector() != Connector.MANUAL,
                                items.isEmpty() ? system.previewError() : null,
                                tables(map, system, items, locale)));
                    }
                    var identifiers = acts.records(act.id()).stream()
                            .flatMap(Set::stream)
                            .distinct()
                            .sorted(Comparator.comparing(Identifier::kind).thenComparing(Identifier::value))
                            .map(i -> new MaskedIdentifier(i.kind().json(), masked(i)))
                            .distinct()
                            .toList();
                    return new FindingsView(act.preparedAt(), act.ambiguous(), act.otherPeople(), identifiers, systems);
                });
    }

    private static List<FoundTable> tables(
            Optional<DataMap> map, ActSystem system, List<ActItem> items, Locale locale) {
        if (system.connector() == Connector.MANUAL) {
            return List.of();
        }
        Map<TableName, Map<String, Long>> rows = new LinkedHashMap<>();
        items.forEach(i ->
                rows.computeIfAbsent(i.table(), t -> new LinkedHashMap<>()).merge(i.column(), i.count(), Long::sum));
        return rows.entrySet().stream()
                .map(e -> new FoundTable(
                        e.getKey().toString(),
                        title(map, system.system(), e.getKey(), locale),
                        e.getValue().values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0)))
                .toList();
    }

    private SystemView system(Optional<DataMap> map, Act act, ActSystem system, Locale locale) {
        var byHand = system.state() == SystemState.BY_HAND && map.isPresent();
        return new SystemView(
                system.system(),
                title(map, system.system(), locale),
                system.connector(),
                system.state(),
                system.previewError(),
                system.error(),
                system.attempts(),
                items(map, system.items(), locale),
                system.evidence(),
                byHand ? acts.instructions(act.id(), system.system(), locale) : null,
                system.doneBy(),
                system.proofDocument(),
                system.startedAt(),
                system.doneAt(),
                system.provedAt());
    }

    private List<ItemView> items(Optional<DataMap> map, List<ActItem> items, Locale locale) {
        return items.stream()
                .map(i -> new ItemView(
                        i.system(),
                        title(map, i.system(), locale),
                        i.table().toString(),
                        title(map, i.system(), i.table(), locale),
                        i.column(),
                        i.outcome(),
                        i.count(),
                        i.ground(),
                        ground(map, i, locale),
                        i.until()))
                .toList();
    }

    private @Nullable String ground(Optional<DataMap> map, ActItem item, Locale locale) {
        var ground = item.ground();
        if (ground == null) {
            return null;
        }
        if (!item.holds().isEmpty()) {
            return item.holds().stream()
                    .map(hold -> holds.text(hold.reason(), hold.caseNumber(), hold.until(), locale))
                    .collect(Collectors.joining("; "));
        }
        return map.map(m -> m.grounds().get(ground))
                .map(t -> t.in(locale))
                .orElseGet(() -> word("datamap.ground." + ground, locale));
    }

    private static String title(Optional<DataMap> map, String system, Locale locale) {
        return map.flatMap(m -> m.system(system)).map(s -> s.name().in(locale)).orElse(system);
    }

    private static String title(Optional<DataMap> map, String system, TableName table, Locale locale) {
        return map.flatMap(m -> m.system(system))
                .flatMap(s -> s.table(table))
                .map(t -> t.title().in(locale))
                .orElse(table.toString());
    }

    private static String masked(Identifier identifier) {
        var value = identifier.value();
        var at = value.lastIndexOf('@');
        if (at > 0) {
            return value.charAt(0) + "•••" + value.substring(at);
        }
        return "•••" + (value.length() > 2 * SHOWN ? value.substring(value.length() - SHOWN) : "");
    }

    private String word(String code, Locale locale) {
        return String.valueOf(messages.getMessage(code, new Object[0], code, locale));
    }
}
