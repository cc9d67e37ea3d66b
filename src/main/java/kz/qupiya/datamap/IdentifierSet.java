package kz.qupiya.datamap;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;

/** Identifiers by kind, in normal form. */
final class IdentifierSet {

    private final Map<IdentifierKind, Set<String>> values = new EnumMap<>(IdentifierKind.class);

    static IdentifierSet of(Collection<Identifier> identifiers) {
        var set = new IdentifierSet();
        identifiers.forEach(i ->
                set.values.computeIfAbsent(i.kind(), k -> new LinkedHashSet<>()).add(i.value()));
        return set;
    }

    boolean has(IdentifierKind kind) {
        return !values.getOrDefault(kind, Set.of()).isEmpty();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Set<String> of(IdentifierKind kind) {
        return values.getOrDefault(kind, Set.of());
    }

    List<Identifier> all() {
        return values.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(v -> new Identifier(e.getKey(), v)))
                .toList();
    }
}
