package kz.qupiya.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.operator.OperatorKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class JdbcPersonCases implements PersonCases {

    private final JdbcClient jdbc;
    private final CaseSubjects subjects;
    private final IdentityLinks links;
    private final IdentifierHasher hasher;

    JdbcPersonCases(JdbcClient jdbc, CaseSubjects subjects, IdentityLinks links, IdentifierHasher hasher) {
        this.jdbc = jdbc;
        this.subjects = subjects;
        this.links = links;
        this.hasher = hasher;
    }

    @Override
    public List<Found> beside(UUID caseId, OperatorKey operator) {
        var identifiers = subjects.identifiers(caseId);
        if (identifiers.isEmpty()) {
            return List.of();
        }
        var given = hasher.hashes(operator, identifiers);
        var person = person(given, links.belonging(operator, identifiers));
        var numbered = isNumbered(given);
        var strong = given.stream().anyMatch(hash -> hash.kind().strong());
        var found = new ArrayList<Found>();
        others(caseId, operator, person).forEach((other, hashes) -> {
            var shared = hashes.stream().filter(person::contains).toList();
            if (shared.stream().anyMatch(hash -> hash.kind().strong())) {
                found.add(new Found(other, strong));
            } else if (!(numbered && isNumbered(hashes))) {
                found.add(new Found(other, false));
            }
        });
        return List.copyOf(found);
    }

    /** What is known to be the person's. What the systems say of a shared telephone is of several people, and then only what the case names counts. */
    private static Set<IdentifierHash> person(Set<IdentifierHash> given, Set<IdentifierHash> belonging) {
        var numbers = numbers(belonging);
        var own = numbers(given);
        if (own.isEmpty() && numbers.size() > 1) {
            return given;
        }
        var person = new LinkedHashSet<>(belonging);
        if (!own.isEmpty()) {
            numbers.removeAll(own);
            person.removeAll(numbers);
        }
        return person;
    }

    private static Set<IdentifierHash> numbers(Collection<IdentifierHash> hashes) {
        return hashes.stream().filter(hash -> hash.kind() == IdentifierKind.IIN).collect(Collectors.toSet());
    }

    private static boolean isNumbered(Collection<IdentifierHash> hashes) {
        return hashes.stream().anyMatch(hash -> hash.kind() == IdentifierKind.IIN);
    }

    /** All identifiers of the cases that share one with the person, the newest case first. */
    private Map<UUID, List<IdentifierHash>> others(UUID caseId, OperatorKey operator, Set<IdentifierHash> person) {
        Map<UUID, List<IdentifierHash>> others = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        select i.case_id, i.kind, i.hash from qupiya.case_identifier i
                        where i.operator = :operator and i.case_id <> :case
                          and i.case_id in (select case_id from qupiya.case_identifier where hash in (:hashes))
                        order by i.added_at desc, i.case_id""")
                .param("operator", operator.value())
                .param("case", caseId)
                .param("hashes", person.stream().map(IdentifierHash::bytes).toList())
                .query(row -> {
                    others.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(IdentifierHash.of(IdentifierKind.of(row.getString(2)), row.getBytes(3)));
                });
        return others;
    }
}
