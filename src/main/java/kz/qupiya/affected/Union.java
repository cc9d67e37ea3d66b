package kz.qupiya.affected;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.affected.PeopleStore.Known;
import kz.qupiya.subject.IdentifierKind;

/**
 * Joins a chunk of lines with each other and with the list (decision 0105). Lines with one IIN are one person. Lines without an IIN that hang together by any identifier are one
 * person as well, and whether that is somebody with an IIN is settled when the list is frozen: until all is there, nobody knows how many share the telephone. So the order of
 * the lines makes no difference.
 */
final class Union {

    /** More than one person ever has: a telephone or mailbox that stands for "none" would join thousands, of whom one would be told. */
    static final int MOST_IDENTIFIERS = 200;

    private final int list;
    private final Map<UUID, List<Known>> known;
    private final Map<UUID, Gathered> byIin = new HashMap<>();
    private final Map<UUID, Gathered> floating = new HashMap<>();
    private final Set<UUID> anchors = new HashSet<>();
    private final List<Gathered> people = new ArrayList<>();
    private long accepted;
    private long duplicate;

    /**
     * @param known of the identifiers of all lines, in the list and the frozen ones before it
     * @param stored the people of {@link #toLoad}
     */
    Union(int list, Map<UUID, List<Known>> known, Map<Integer, Gathered> stored) {
        this.list = list;
        this.known = known;
        stored.values().forEach(this::found);
    }

    private void found(Gathered one) {
        people.add(one);
        one.identifiers().forEach((hash, identifier) -> {
            if (!one.anchored) {
                floating.put(hash, one);
            } else if (identifier.kind() == IdentifierKind.IIN) {
                byIin.put(hash, one);
            }
        });
    }

    /** Places of those people of the list that the lines may add to. */
    static Set<Integer> toLoad(int list, List<Row> rows, Map<UUID, List<Known>> known) {
        Set<Integer> seqs = new LinkedHashSet<>();
        for (Row row : rows) {
            var anchored = isAnchored(row);
            for (int i = 0; i < (anchored ? 1 : row.hashes().length); i++) {
                var iin = i == 0 && anchored;
                known.getOrDefault(row.hashes()[i], List.of()).stream()
                        .filter(k -> k.list() == list && k.anchored() == iin)
                        .forEach(k -> seqs.add(k.seq()));
            }
        }
        return seqs;
    }

    /**
     * Takes a line.
     *
     * @return false if it is refused because it shares an identifier with too many others
     */
    boolean take(Row row) {
        return isAnchored(row) ? takeAnchored(row) : takeFloating(row);
    }

    private boolean takeAnchored(Row row) {
        var one = byIin.get(row.hashes()[0]);
        if (one == null) {
            var before = earlier(row.hashes()[0]);
            if (!before.isEmpty() && knows(before, row)) {
                duplicate++;
                return true;
            }
            one = Gathered.of(row);
            byIin.put(row.hashes()[0], one);
            people.add(one);
            count(before.isEmpty());
        } else {
            if (one.size() + row.hashes().length > MOST_IDENTIFIERS) {
                return false;
            }
            one.add(row);
            duplicate++;
        }
        anchors.addAll(List.of(row.hashes()));
        return true;
    }

    /** Whether an earlier list knows the person by all that the line says. */
    private boolean knows(List<Known> before, Row row) {
        for (UUID hash : row.hashes()) {
            if (earlier(hash).stream().noneMatch(k -> before.stream().anyMatch(k::isSame))) {
                return false;
            }
        }
        return true;
    }

    private boolean takeFloating(Row row) {
        Set<Gathered> met = new LinkedHashSet<>();
        for (UUID hash : row.hashes()) {
            var one = floating.get(hash);
            if (one != null) {
                met.add(one.one());
            }
        }
        if (met.isEmpty()) {
            var touches = false;
            for (UUID hash : row.hashes()) {
                touches |= known.containsKey(hash) || anchors.contains(hash);
            }
            var one = Gathered.of(row);
            people.add(one);
            own(one, row);
            count(!touches);
            return true;
        }
        if (met.stream().mapToInt(Gathered::size).sum() + row.hashes().length > MOST_IDENTIFIERS) {
            return false;
        }
        var one = survivor(met);
        met.stream().filter(other -> other != one).forEach(one::take);
        one.add(row);
        own(one, row);
        duplicate++;
        return true;
    }

    /** Who is stored already stays, the one with the first place. */
    private static Gathered survivor(Set<Gathered> met) {
        Gathered first = null;
        for (Gathered one : met) {
            if (first == null || (one.seq != 0 && (first.seq == 0 || one.seq < first.seq))) {
                first = one;
            }
        }
        return java.util.Objects.requireNonNull(first);
    }

    private void own(Gathered one, Row row) {
        for (UUID hash : row.hashes()) {
            floating.put(hash, one);
        }
    }

    private List<Known> earlier(UUID hash) {
        var all = known.get(hash);
        return all == null
                ? List.of()
                : all.stream().filter(k -> k.list() != list).toList();
    }

    private void count(boolean fresh) {
        if (fresh) {
            accepted++;
        } else {
            duplicate++;
        }
    }

    private static boolean isAnchored(Row row) {
        return row.identifiers().get(0).kind() == IdentifierKind.IIN;
    }

    /** Everybody that the lines were about. */
    List<Gathered> people() {
        return people;
    }

    /** Lines that named somebody new. */
    long accepted() {
        return accepted;
    }

    /** Lines that named somebody known. */
    long duplicate() {
        return duplicate;
    }
}
