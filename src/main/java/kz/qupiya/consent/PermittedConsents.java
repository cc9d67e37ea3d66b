package kz.qupiya.consent;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.restriction.PermitDatabase;
import kz.qupiya.restriction.RunningConsents;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
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
        var question = new Together(purpose, people, at);
        return Objects.requireNonNull(database.jdbc()
                .query(question.sql(), statement -> question.bind(statement, 1), (ResultSetExtractor<List<Answer>>)
                        question::read));
    }

    @Override
    public Optional<Query> query(OperatorKey operator, Purpose purpose, List<Set<IdentifierHash>> people, Instant at) {
        return Optional.of(new Together(purpose, people, at));
    }

    /** All people of a check in one statement; they are told apart by the place of their identifiers. */
    private static final class Together implements Query {

        private final int bit;
        private final Instant at;
        private final List<Asked> asked;
        private final List<byte[]> hashes = new ArrayList<>();
        private final List<Asked> whose = new ArrayList<>();
        private final List<Integer> kinds = new ArrayList<>();

        Together(Purpose purpose, List<Set<IdentifierHash>> people, Instant at) {
            this.bit = PurposeBits.bit(purpose);
            this.at = at;
            this.asked = new ArrayList<>(people.size());
            for (Set<IdentifierHash> person : people) {
                var one = new Asked();
                asked.add(one);
                for (IdentifierHash hash : person) {
                    var kind = CheckedConsent.kindBit(hash.kind());
                    one.kinds |= kind;
                    hashes.add(hash.bytes());
                    whose.add(one);
                    kinds.add(kind);
                }
            }
        }

        @Override
        public String sql() {
            return """
                    select asked.n, i.consent_id, i.person, i.kinds, i.running, i.until
                      from unnest(?) with ordinality asked(hash, n)
                      join qupiya.consent_identifier i on i.hash = asked.hash
                     where i.purposes & ? <> 0""";
        }

        @Override
        public void bind(PreparedStatement statement, int from) throws SQLException {
            statement.setArray(from, statement.getConnection().createArrayOf("bytea", hashes.toArray(byte[][]::new)));
            statement.setInt(from + 1, bit);
        }

        @Override
        public List<Answer> read(ResultSet rows) throws SQLException {
            while (rows.next()) {
                var n = (int) rows.getLong(1) - 1;
                var person = rows.getLong(3);
                var known = !rows.wasNull();
                var until = rows.getObject(6, OffsetDateTime.class);
                whose.get(n)
                        .add(
                                rows.getObject(2, UUID.class),
                                known ? (Long) person : null,
                                rows.getInt(4),
                                (rows.getInt(5) & bit) != 0,
                                until == null ? null : until.toInstant(),
                                kinds.get(n));
            }
            return asked.stream().map(one -> one.answer(at)).toList();
        }
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

        Answer answer(Instant at) {
            return running && (until == null || until.isAfter(at)) ? new Answer(true, until) : Answer.NONE;
        }
    }

    /** One person asked about. Nearly everybody has one consent to a purpose, or none: only for the others anything is gathered. */
    private static final class Asked {

        private int kinds;
        private @Nullable UUID first;
        private @Nullable Match only;
        private Map<UUID, Match> more = Map.of();

        void add(UUID id, @Nullable Long person, int named, boolean running, @Nullable Instant until, int matched) {
            if (first == null) {
                first = id;
                only = new Match(person, named, running, until);
            }
            var known = only;
            if (known != null && !id.equals(first)) {
                if (more.isEmpty()) {
                    more = new HashMap<>();
                    more.put(first, known);
                }
                known = more.computeIfAbsent(id, i -> new Match(person, named, running, until));
            }
            if (known != null) {
                known.matched |= matched;
            }
        }

        Answer answer(Instant at) {
            if (more.isEmpty()) {
                return only == null || !only.isOf(kinds) ? Answer.NONE : only.answer(at);
            }
            // One entry for each person whom the identifiers may mean; null for those of whom no IIN is known.
            Map<@Nullable Long, Answer> people = new HashMap<>();
            var byNumber = (kinds & IIN) != 0;
            for (Match match : more.values()) {
                if (match.isOf(kinds)) {
                    people.merge(byNumber ? null : match.person, match.answer(at), Asked::either);
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
