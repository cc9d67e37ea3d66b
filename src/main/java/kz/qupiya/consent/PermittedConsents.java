package kz.qupiya.consent;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.restriction.PermitDatabase;
import kz.qupiya.restriction.RunningConsents;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Answers the permit check by one statement that reads one index, for one person or ten thousand.
 *
 * <p>A consent is the person's if it names one of the identifiers asked for and nothing against it: with an IIN on both sides that decides; else a login or contract in common
 * does; else neither may name a login, nor a contract, that the other does not know. Who asks by a telephone alone that several people share is told yes only if each of them
 * consents: what holds for one would be a yes by mistake for the other.
 */
@Component
class PermittedConsents implements RunningConsents {

    private static final int IIN = CheckedConsent.kindBit(IdentifierKind.IIN);
    private static final int NAMES =
            CheckedConsent.kindBit(IdentifierKind.CONTRACT) | CheckedConsent.kindBit(IdentifierKind.LOGIN);

    private final PermitDatabase database;

    PermittedConsents(PermitDatabase database) {
        this.database = database;
    }

    @Override
    public List<Answer> running(OperatorKey operator, Purpose purpose, List<Set<IdentifierHash>> people, Instant at) {
        var bit = PurposeBits.bit(purpose);
        List<Asked> asked = new ArrayList<>(people.size());
        List<byte[]> hashes = new ArrayList<>(people.size() * 2);
        List<Asked> whose = new ArrayList<>(people.size() * 2);
        List<IdentifierKind> kinds = new ArrayList<>(people.size() * 2);
        for (Set<IdentifierHash> person : people) {
            var one = new Asked();
            asked.add(one);
            for (IdentifierHash hash : person) {
                one.kinds |= CheckedConsent.kindBit(hash.kind());
                hashes.add(hash.bytes());
                whose.add(one);
                kinds.add(hash.kind());
            }
        }
        database.jdbc()
                .query(
                        connection -> {
                            var statement = connection.prepareStatement(
                                    """
                    select asked.n, i.consent_id, i.person, i.kinds, i.running, i.until
                      from unnest(?) with ordinality asked(hash, n)
                      join qupiya.consent_identifier i on i.hash = asked.hash
                     where i.purposes & ? <> 0""");
                            statement.setArray(1, connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)));
                            statement.setInt(2, bit);
                            return statement;
                        },
                        rs -> {
                            var n = (int) rs.getLong(1) - 1;
                            var until = rs.getObject(6, OffsetDateTime.class);
                            whose.get(n)
                                    .add(
                                            rs.getObject(2, UUID.class),
                                            rs.getObject(3, Long.class),
                                            rs.getInt(4),
                                            (rs.getInt(5) & bit) != 0,
                                            until == null ? null : until.toInstant(),
                                            CheckedConsent.kindBit(kinds.get(n)));
                        });
        return asked.stream().map(one -> one.answer(at)).toList();
    }

    /** A consent to the purpose that names one of the identifiers asked for. */
    private static final class Match {

        private final @Nullable Long person;
        private final int kinds;
        private final boolean running;
        private final @Nullable Instant until;
        private int matched;

        Match(@Nullable Long person, int kinds, boolean running, @Nullable Instant until) {
            this.person = person;
            this.kinds = kinds;
            this.running = running;
            this.until = until;
        }

        boolean isOf(int asked) {
            var both = kinds & asked;
            if ((both & IIN) != 0) {
                return (matched & IIN) != 0;
            }
            return (matched & NAMES) != 0 || (both & NAMES) == 0;
        }

        boolean runsAt(Instant at) {
            return running && (until == null || until.isAfter(at));
        }
    }

    /** One person asked about. */
    private static final class Asked {

        private int kinds;
        private Map<UUID, Match> matches = Map.of();

        void add(UUID id, @Nullable Long person, int named, boolean running, @Nullable Instant until, int matched) {
            matches = matches.isEmpty() ? new HashMap<>() : matches;
            matches.computeIfAbsent(id, i -> new Match(person, named, running, until)).matched |= matched;
        }

        Answer answer(Instant at) {
            if (matches.isEmpty()) {
                return Answer.NONE;
            }
            // One entry for each person whom the identifiers may mean; null for those of whom no IIN is known.
            Map<@Nullable Long, Answer> people = new HashMap<>();
            var byNumber = (kinds & IIN) != 0;
            for (Match match : matches.values()) {
                if (match.isOf(kinds)) {
                    people.merge(
                            byNumber ? null : match.person,
                            match.runsAt(at) ? new Answer(true, match.until) : Answer.NONE,
                            Asked::either);
                }
            }
            if (people.size() > 1 && !people.getOrDefault(null, Answer.NONE).running()) {
                people.remove(null);
            }
            return people.isEmpty()
                    ? Answer.NONE
                    : people.values().stream().reduce(Asked::both).orElseThrow();
        }

        /** Two consents of one person: what the longer one says. */
        private static Answer either(Answer one, Answer other) {
            if (!one.running() || !other.running()) {
                return one.running() ? one : other;
            }
            if (one.until() == null || other.until() == null) {
                return new Answer(true, null);
            }
            return one.until().isAfter(other.until()) ? one : other;
        }

        /** Two people: yes while both consent. */
        private static Answer both(Answer one, Answer other) {
            if (!one.running() || !other.running()) {
                return Answer.NONE;
            }
            if (one.until() == null || other.until() == null) {
                return one.until() == null ? other : one;
            }
            return one.until().isBefore(other.until()) ? one : other;
        }
    }
}
