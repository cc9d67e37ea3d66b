package kz.qupiya.datamap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;

/**
 * Sorts the rows met in the systems into people. Rows that share a strong identifier are one person's, unless their IINs differ; a group of rows joins the
 * person over a weak identifier unless a strong one contradicts. The rule stands in {@code src/docs/data-map.md} and decision 0031.
 */
final class People {

    /** A row met in a system; identifiers by where they stand, since logins compare within one table only. */
    record Record(Map<Identifier, String> identifiers) {

        Record {
            identifiers = Map.copyOf(identifiers);
        }
    }

    /**
     * What the rows say.
     *
     * @param covered identifiers of everyone who may be meant
     * @param certain identifiers that are this person's alone
     * @param records the rows of {@code covered}
     * @param ask strong identifiers of people near the person, which have to be asked for before anybody can be told apart
     */
    record Sorted(
            Set<Identifier> covered,
            Set<Identifier> certain,
            List<Set<Identifier>> records,
            Set<Identifier> ask,
            boolean ambiguous,
            int others) {}

    private People() {}

    static Sorted sort(Collection<Identifier> given, Collection<Record> met) {
        var groups = groups(met);
        var strongGiven = given.stream().filter(i -> i.kind().strong()).toList();
        return strongGiven.isEmpty() ? byWeak(given, groups) : byStrong(given, groups);
    }

    /** Rows of one person: identifiers, and where each stands. */
    private static final class Group {

        private final Map<Identifier, Set<String>> where = new LinkedHashMap<>();
        private final List<Set<Identifier>> records = new ArrayList<>();
        private final List<Group> joined = new ArrayList<>();

        private static Group of(Record record) {
            var group = new Group();
            record.identifiers().forEach((id, table) -> group.where
                    .computeIfAbsent(id, i -> new HashSet<>())
                    .add(table));
            group.records.add(new LinkedHashSet<>(record.identifiers().keySet()));
            return group;
        }

        private void take(Group other) {
            other.where.forEach((id, tables) ->
                    where.computeIfAbsent(id, i -> new HashSet<>()).addAll(tables));
            records.addAll(other.records);
        }

        /** Whether a row with a strong identifier says so, or no row but the request. */
        private boolean provedBesides(Identifier identifier) {
            return records.stream()
                    .anyMatch(r -> r.contains(identifier)
                            && r.stream().anyMatch(i -> i.kind().strong()));
        }

        private Set<Identifier> of(IdentifierKind kind) {
            Set<Identifier> of = new LinkedHashSet<>();
            where.keySet().stream().filter(i -> i.kind() == kind).forEach(of::add);
            return of;
        }

        private boolean sharesStrong(Group other) {
            return where.keySet().stream().anyMatch(i -> i.kind().strong() && other.where.containsKey(i));
        }

        private boolean sharesAny(Group other) {
            return where.keySet().stream().anyMatch(other.where::containsKey);
        }

        private boolean hasStrong() {
            return where.keySet().stream().anyMatch(i -> i.kind().strong());
        }

        private boolean otherIin(Group other) {
            return apart(of(IdentifierKind.IIN), other.of(IdentifierKind.IIN));
        }

        /** Whether strong identifiers say that these are two people. */
        private boolean contradicts(Group other) {
            if (otherIin(other)) {
                return true;
            }
            if (sharesStrong(other)) {
                return false;
            }
            for (IdentifierKind kind : List.of(IdentifierKind.LOGIN, IdentifierKind.CONTRACT)) {
                Set<String> tables = new HashSet<>();
                of(kind).forEach(i -> tables.addAll(where.getOrDefault(i, Set.of())));
                var inSameTable = other.of(kind).stream().anyMatch(i -> other.where.getOrDefault(i, Set.of()).stream()
                        .anyMatch(tables::contains));
                if (inSameTable && apart(of(kind), other.of(kind))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean apart(Set<Identifier> one, Set<Identifier> two) {
            return !one.isEmpty() && !two.isEmpty() && one.stream().noneMatch(two::contains);
        }
    }

    /** Rows joined over strong identifiers. */
    private static List<Group> groups(Collection<Record> met) {
        List<Group> groups = new ArrayList<>();
        // Rows with an IIN first: what they say about a login decides which rows without an IIN follow.
        var ordered = new ArrayList<>(met);
        ordered.sort(java.util.Comparator.comparing(
                r -> r.identifiers().keySet().stream().noneMatch(i -> i.kind() == IdentifierKind.IIN)));
        for (Record record : ordered) {
            if (record.identifiers().isEmpty()) {
                continue;
            }
            var merged = Group.of(record);
            for (Group group : List.copyOf(groups)) {
                if (group.sharesStrong(merged) && !group.otherIin(merged)) {
                    groups.remove(group);
                    group.take(merged);
                    merged = group;
                }
            }
            groups.add(merged);
        }
        return groups;
    }

    private static Sorted byStrong(Collection<Identifier> given, List<Group> groups) {
        var person = new Group();
        given.forEach(i -> person.where.put(i, new HashSet<>()));
        var left = new ArrayList<>(groups);
        Set<Identifier> ask = new LinkedHashSet<>();
        Set<Group> doubtful = new LinkedHashSet<>();
        var grew = true;
        while (grew) {
            grew = false;
            for (Group group : List.copyOf(left)) {
                if (group.sharesStrong(person) && !group.otherIin(person)) {
                    person.take(group);
                    left.remove(group);
                    grew = true;
                }
            }
            if (grew) {
                continue;
            }
            // Over a weak identifier only those may join who contradict neither the person nor each other.
            var near = left.stream()
                    .filter(g -> g.sharesAny(person) && !g.contradicts(person))
                    .toList();
            doubtful.clear();
            for (Group group : near) {
                if (near.stream().anyMatch(o -> o != group && o.contradicts(group))) {
                    doubtful.add(group);
                }
            }
            for (Group group : near) {
                if (!doubtful.contains(group)) {
                    person.take(group);
                    person.joined.add(group);
                    left.remove(group);
                    grew = true;
                }
            }
        }
        var others = left.stream().filter(g -> g.sharesAny(person)).toList();
        others.forEach(g -> ask.addAll(strong(g)));
        var covered = new LinkedHashSet<>(person.where.keySet());
        List<Set<Identifier>> records = new ArrayList<>(person.records);
        doubtful.forEach(g -> {
            covered.addAll(g.where.keySet());
            records.addAll(g.records);
        });
        var certain = new LinkedHashSet<>(person.where.keySet());
        certain.removeIf(i -> !i.kind().strong() && others.stream().anyMatch(g -> g.where.containsKey(i)));
        // A row that hangs on the person by nothing but an identifier that others have too proves nothing about the
        // rest it says.
        person.joined.stream()
                .filter(g -> !g.hasStrong() && g.where.keySet().stream().anyMatch(i -> !certain.contains(i)))
                .flatMap(g -> g.where.keySet().stream())
                .filter(i -> !given.contains(i) && !person.provedBesides(i))
                .toList()
                .forEach(certain::remove);
        return new Sorted(covered, certain, records, ask, false, (int)
                others.stream().filter(Group::hasStrong).count());
    }

    private static Sorted byWeak(Collection<Identifier> given, List<Group> groups) {
        var seeds = groups.stream()
                .filter(g -> given.stream().anyMatch(g.where::containsKey))
                .toList();
        var contradicting = seeds.stream().anyMatch(a -> seeds.stream().anyMatch(b -> a != b && a.contradicts(b)));
        if (!contradicting) {
            List<Identifier> known = new ArrayList<>(given);
            seeds.forEach(g -> known.addAll(g.where.keySet()));
            return known.stream().anyMatch(i -> i.kind().strong())
                    ? byStrong(known, groups)
                    : new Sorted(
                            new LinkedHashSet<>(known),
                            new LinkedHashSet<>(known),
                            seeds.stream().flatMap(g -> g.records.stream()).toList(),
                            Set.of(),
                            false,
                            0);
        }
        Set<Identifier> covered = new LinkedHashSet<>(given);
        List<Set<Identifier>> records = new ArrayList<>();
        seeds.forEach(g -> {
            covered.addAll(g.where.keySet());
            records.addAll(g.records);
        });
        return new Sorted(covered, Set.of(), records, Set.of(), true, (int)
                seeds.stream().filter(Group::hasStrong).count());
    }

    private static Set<Identifier> strong(Group group) {
        Set<Identifier> strong = new LinkedHashSet<>();
        group.where.keySet().stream().filter(i -> i.kind().strong()).forEach(strong::add);
        return strong;
    }
}
