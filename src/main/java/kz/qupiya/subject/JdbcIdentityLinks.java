package kz.qupiya.subject;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.operator.OperatorKey;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class JdbcIdentityLinks implements IdentityLinks {

    private final JdbcClient jdbc;
    private final IdentifierHasher hasher;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JdbcIdentityLinks(JdbcClient jdbc, IdentifierHasher hasher, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.hasher = hasher;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void learn(OperatorKey operator, Collection<Identifier> ofOneRecord) {
        var hashes = hasher.hashes(operator, ofOneRecord);
        var numbers =
                hashes.stream().filter(h -> h.kind() == IdentifierKind.IIN).toList();
        if (numbers.size() > 1) {
            return;
        }
        var owners = numbers.isEmpty()
                ? hashes.stream()
                        .filter(h -> h.kind().strong())
                        .sorted(BY_BYTES)
                        .toList()
                : numbers;
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        for (IdentifierHash owner : owners) {
            var added = new HashSet<IdentifierHash>();
            // In one order everywhere: two records learnt at once wait for each other and do not lock each other out.
            hashes.stream()
                    .filter(h -> !h.equals(owner))
                    .sorted(BY_BYTES)
                    .filter(member -> insert(operator, owner, member, now))
                    .forEach(added::add);
            if (!added.isEmpty()) {
                events.publishEvent(new IdentifiersLinked(operator, owner, added));
            }
        }
    }

    @Override
    @Transactional(readOnly = true)
    public Set<IdentifierHash> belonging(OperatorKey operator, Collection<Identifier> identifiers) {
        var given = hasher.hashes(operator, identifiers);
        var people = people(given);
        Set<IdentifierHash> all = new LinkedHashSet<>(given);
        all.addAll(people);
        all.addAll(members(people));
        // A login or contract that is this person's alone, and under which another system keeps more.
        var names = all.stream()
                .filter(h -> h.kind().strong() && h.kind() != IdentifierKind.IIN)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var owners = owners(names, true);
        names.removeIf(name -> !people.containsAll(owners.getOrDefault(name, Set.of())));
        all.addAll(members(names));
        return all;
    }

    @Override
    public void forget(OperatorKey operator, Collection<Identifier> identifiers) {
        var hashes = bytes(hasher.hashes(operator, identifiers));
        if (!hashes.isEmpty()) {
            jdbc.sql("delete from qupiya.identity_link where owner in (:hashes) or member in (:hashes)")
                    .param("hashes", hashes)
                    .update();
        }
    }

    private boolean insert(OperatorKey operator, IdentifierHash owner, IdentifierHash member, OffsetDateTime now) {
        return jdbc.sql(
                                "insert into qupiya.identity_link (owner, member, owner_kind, member_kind, operator, learned_at)"
                                        + " values (?, ?, ?, ?, ?, ?) on conflict (owner, member) do nothing")
                        .params(
                                owner.bytes(),
                                member.bytes(),
                                owner.kind().json(),
                                member.kind().json(),
                                operator.value(),
                                now)
                        .update()
                == 1;
    }

    /** Who is meant: the IINs given, or the owners that the identifiers have in common, or every owner if they have none in common. */
    private Set<IdentifierHash> people(Set<IdentifierHash> given) {
        var numbers = given.stream().filter(h -> h.kind() == IdentifierKind.IIN).collect(Collectors.toSet());
        if (!numbers.isEmpty()) {
            return numbers;
        }
        var owners = owners(given, false);
        // An owner that is itself owned, a login in a record with an IIN, stands for the one who owns it.
        var above = owners(owners.values().stream().flatMap(Set::stream).collect(Collectors.toSet()), true);
        List<Set<IdentifierHash>> candidates = new ArrayList<>();
        for (IdentifierHash identifier : given) {
            Set<IdentifierHash> of = new LinkedHashSet<>();
            for (IdentifierHash owner : owners.getOrDefault(identifier, Set.of())) {
                of.addAll(above.getOrDefault(owner, Set.of(owner)));
            }
            if (identifier.kind().strong() && of.stream().noneMatch(o -> o.kind() == IdentifierKind.IIN)) {
                of.add(identifier);
            }
            if (!of.isEmpty()) {
                candidates.add(of);
            }
        }
        if (candidates.isEmpty()) {
            return Set.of();
        }
        Set<IdentifierHash> common = new LinkedHashSet<>(candidates.get(0));
        candidates.forEach(common::retainAll);
        return common.isEmpty() ? candidates.stream().flatMap(Set::stream).collect(Collectors.toSet()) : common;
    }

    private Map<IdentifierHash, Set<IdentifierHash>> owners(Set<IdentifierHash> members, boolean numbersOnly) {
        Map<IdentifierHash, Set<IdentifierHash>> owners = new LinkedHashMap<>();
        if (!members.isEmpty()) {
            jdbc.sql(
                            "select member, member_kind, owner, owner_kind from qupiya.identity_link where member in (:members)"
                                    + (numbersOnly ? " and owner_kind = 'iin'" : ""))
                    .param("members", bytes(members))
                    .query(rs -> {
                        owners.computeIfAbsent(hash(rs.getString(2), rs.getBytes(1)), m -> new LinkedHashSet<>())
                                .add(hash(rs.getString(4), rs.getBytes(3)));
                    });
        }
        return owners;
    }

    private Set<IdentifierHash> members(Set<IdentifierHash> owners) {
        return owners.isEmpty()
                ? Set.of()
                : jdbc.sql("select member_kind, member from qupiya.identity_link where owner in (:owners)")
                        .param("owners", bytes(owners))
                        .query((rs, n) -> hash(rs.getString(1), rs.getBytes(2)))
                        .set();
    }

    private static IdentifierHash hash(String kind, byte[] bytes) {
        return IdentifierHash.of(IdentifierKind.of(kind), bytes);
    }

    private static List<byte[]> bytes(Collection<IdentifierHash> hashes) {
        return hashes.stream().map(IdentifierHash::bytes).toList();
    }

    private static final Comparator<IdentifierHash> BY_BYTES = (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes());
}
