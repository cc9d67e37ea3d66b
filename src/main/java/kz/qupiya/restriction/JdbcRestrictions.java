package kz.qupiya.restriction;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.IdentifiersLinked;
import kz.qupiya.subject.IdentityLinks;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(propagation = Propagation.MANDATORY)
class JdbcRestrictions implements Restrictions {

    private static final Set<IdentifierKind> STRONG =
            EnumSet.of(IdentifierKind.IIN, IdentifierKind.CONTRACT, IdentifierKind.LOGIN);

    static final String SELECT =
            "select r.*, (select count(*) from qupiya.restriction_identifier i where i.restriction_id = r.id)"
                    + " as identifiers from qupiya.restriction r ";

    private final JdbcClient jdbc;
    private final JdbcOperations batches;
    private final IdentifierHasher hasher;
    private final IdentityLinks links;
    private final JdbcHolds holds;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JdbcRestrictions(
            JdbcClient jdbc,
            JdbcOperations batches,
            IdentifierHasher hasher,
            IdentityLinks links,
            JdbcHolds holds,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.hasher = hasher;
        this.links = links;
        this.holds = holds;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Restriction place(PlaceRestriction order) {
        if (order.kind() == RestrictionKind.HOLD) {
            holds.placing(order.operator());
        }
        var id = UUID.randomUUID();
        var placed = insert(id, order) == 1;
        if (!placed) {
            id = standing(order);
        }
        var operator = order.operator();
        var more = add(id, hasher.hashes(operator, order.identifiers()), "given");
        if (!placed && more) {
            // The systems have not been asked about these.
            jdbc.sql("update qupiya.restriction set searched_at = null where id = ?")
                    .param(id)
                    .update();
        }
        if (order.sameAs() != null) {
            copy(order.sameAs(), id);
        }
        if (!order.identifiers().isEmpty()) {
            add(id, links.belonging(operator, order.identifiers()), "linked");
        }
        if (placed) {
            events.publishEvent(new RestrictionPlaced(id, order.caseId(), operator, order.kind()));
        }
        return find(id).orElseThrow();
    }

    @Override
    public void join(UUID restrictionId, Collection<Identifier> ofOneRecord) {
        placingOn(restrictionId);
        var operator = lockStanding(restrictionId);
        if (operator.isEmpty() || ofOneRecord.isEmpty()) {
            return;
        }
        Set<IdentifierHash> hashes = new LinkedHashSet<>(hasher.hashes(operator.get(), ofOneRecord));
        var numbers =
                hashes.stream().filter(h -> h.kind() == IdentifierKind.IIN).collect(Collectors.toSet());
        var own = givenNumbers(restrictionId);
        if (!own.isEmpty() && !numbers.isEmpty()) {
            numbers.removeAll(own);
            hashes.removeAll(numbers);
            if (hashes.stream().noneMatch(own::contains)) {
                return;
            }
        }
        add(restrictionId, hashes, "found");
        links.learn(operator.get(), ofOneRecord);
    }

    /** A person with an IIN or login under a restriction has one identifier more, whoever asked the system about it. */
    @EventListener
    void linked(IdentifiersLinked link) {
        jdbc
                .sql("select restriction_id from qupiya.restriction_identifier where hash = ? and active")
                .param(link.owner().bytes())
                .query(UUID.class)
                .list()
                .stream()
                .sorted()
                .forEach(id -> {
                    placingOn(id);
                    if (lockStanding(id).isPresent()) {
                        add(id, link.added(), "linked");
                    }
                });
    }

    /** A hold that gets an identifier is placed on it. */
    private void placingOn(UUID restrictionId) {
        find(restrictionId)
                .filter(one -> one.kind() == RestrictionKind.HOLD && one.stands())
                .ifPresent(hold -> holds.placing(hold.operator()));
    }

    @Override
    public void searchCompleted(UUID restrictionId) {
        jdbc.sql(
                        "update qupiya.restriction set searched_at = ? where id = ? and searched_at is null returning operator, kind")
                .params(at(now()), restrictionId)
                .query((rs, n) -> new RestrictionSearched(
                        restrictionId, new OperatorKey(rs.getString(1)), RestrictionKind.of(rs.getString(2))))
                .optional()
                .ifPresent(events::publishEvent);
    }

    @Override
    public void lift(UUID restrictionId, String reason) {
        record Lifted(UUID caseId, OperatorKey operator, RestrictionKind kind) {}
        var lifted = jdbc.sql(
                        "update qupiya.restriction set ended_at = ?, end_reason = ? where id = ? and ended_at is null"
                                + " returning case_id, operator, kind")
                .params(at(now()), reason, restrictionId)
                .query((rs, n) -> new Lifted(
                        rs.getObject(1, UUID.class),
                        new OperatorKey(rs.getString(2)),
                        RestrictionKind.of(rs.getString(3))))
                .optional();
        lifted.ifPresent(was -> {
            jdbc.sql("update qupiya.restriction_identifier set active = false where restriction_id = ?")
                    .param(restrictionId)
                    .update();
            events.publishEvent(new RestrictionLifted(restrictionId, was.caseId, was.operator, was.kind, reason));
        });
    }

    @Override
    public Restriction turn(UUID holdId, String reason, @Nullable LocalDate until) {
        if (!HOLD_REASONS.contains(reason)) {
            throw new IllegalArgumentException("a hold has no reason of that name");
        }
        if (LIMITATION.equals(reason) && until == null) {
            throw new IllegalArgumentException("the time of limitation has an end");
        }
        placingOn(holdId);
        if (lockStanding(holdId).isEmpty()) {
            throw new IllegalStateException("only a hold that stands is turned");
        }
        var hold = find(holdId).orElseThrow();
        if (hold.kind() != RestrictionKind.HOLD) {
            throw new IllegalArgumentException("only a hold is turned");
        }
        if (hold.reason().equals(reason)) {
            return dated(holdId, until);
        }
        var next = place(new PlaceRestriction(
                hold.operator(),
                RestrictionKind.HOLD,
                reason,
                Set.of(),
                hold.article(),
                hold.caseId(),
                hold.caseNumber(),
                hold.receivedAt(),
                List.of(),
                null,
                until,
                holdId));
        lift(holdId, TURNED);
        // without a gap: it has stood since the first of them did
        jdbc.sql("update qupiya.restriction set since = ? where id = ?")
                .params(at(hold.since()), next.id())
                .update();
        return dated(next.id(), until);
    }

    private Restriction dated(UUID restrictionId, @Nullable LocalDate until) {
        jdbc.sql("update qupiya.restriction set until = :until where id = :id and until is distinct from :until")
                .param("until", until, java.sql.Types.DATE)
                .param("id", restrictionId)
                .update();
        return find(restrictionId).orElseThrow();
    }

    @Override
    public void consentGiven(OperatorKey operator, Collection<GivenAnew> given) {
        var hashes = given.stream()
                .flatMap(one -> one.person().stream())
                .map(IdentifierHash::bytes)
                .toList();
        if (hashes.isEmpty()) {
            return;
        }
        // Nearly always there is nobody: one look for a whole load of consents.
        var standing = jdbc.sql(
                        """
                        select distinct r.id
                          from qupiya.restriction_identifier i join qupiya.restriction r on r.id = i.restriction_id
                         where i.hash in (:hashes) and i.active and r.ended_at is null
                           and r.operator = :operator and r.kind = 'suppression' and r.reason = :reason""")
                .param("hashes", hashes)
                .param("operator", operator.value())
                .param("reason", WITHDRAWN)
                .query(UUID.class)
                .list();
        standing.stream().sorted().forEach(id -> release(id, given));
    }

    private void release(UUID id, Collection<GivenAnew> given) {
        if (lockStanding(id).isEmpty()) {
            return;
        }
        var restriction = find(id).orElseThrow();
        var own = identifiersOf(id);
        var rest = EnumSet.copyOf(restriction.purposes());
        given.stream()
                .filter(one -> one.at().isAfter(restriction.since()) && samePerson(own, one.person()))
                .forEach(one -> rest.removeAll(one.purposes()));
        if (rest.size() == restriction.purposes().size()) {
            return;
        }
        lift(id, "consent-given");
        if (!rest.isEmpty()) {
            var kept = place(new PlaceRestriction(
                    restriction.operator(),
                    restriction.kind(),
                    restriction.reason(),
                    rest,
                    restriction.article(),
                    restriction.caseId(),
                    restriction.caseNumber(),
                    restriction.receivedAt(),
                    List.of(),
                    restriction.since(),
                    restriction.until(),
                    id));
            if (restriction.searchComplete()) {
                searchCompleted(kept.id());
            }
        }
    }

    private Set<IdentifierHash> identifiersOf(UUID restrictionId) {
        return new LinkedHashSet<>(
                jdbc.sql("select kind, hash from qupiya.restriction_identifier where restriction_id = ?")
                        .param(restrictionId)
                        .query((rs, n) -> IdentifierHash.of(IdentifierKind.of(rs.getString(1)), rs.getBytes(2)))
                        .list());
    }

    private static boolean samePerson(Set<IdentifierHash> own, Collection<IdentifierHash> other) {
        var shared =
                other.stream().filter(own::contains).map(IdentifierHash::kind).toList();
        if (shared.stream().anyMatch(STRONG::contains)) {
            return true;
        }
        var bothNumbered = own.stream().anyMatch(hash -> hash.kind() == IdentifierKind.IIN)
                && other.stream().anyMatch(hash -> hash.kind() == IdentifierKind.IIN);
        return !shared.isEmpty() && !bothNumbered;
    }

    @Override
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public Optional<Restriction> find(UUID restrictionId) {
        return jdbc.sql(SELECT + "where r.id = ?")
                .param(restrictionId)
                .query(JdbcRestrictions::restriction)
                .optional();
    }

    @Override
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public List<Restriction> ofCase(UUID caseId) {
        return jdbc.sql(SELECT + "where r.case_id = ? order by r.since, r.id")
                .param(caseId)
                .query(JdbcRestrictions::restriction)
                .list();
    }

    @Override
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public List<Restriction> standingOn(OperatorKey operator, Collection<Identifier> identifiers) {
        if (identifiers.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(SELECT
                        + "where r.id in (select restriction_id from qupiya.restriction_identifier where hash in (:hashes) and active)"
                        + " and r.ended_at is null order by r.since, r.id")
                .param(
                        "hashes",
                        hasher.hashes(operator, identifiers).stream()
                                .map(IdentifierHash::bytes)
                                .toList())
                .query(JdbcRestrictions::restriction)
                .list();
    }

    @Override
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    public List<Restriction> standingBeside(UUID restrictionId) {
        return jdbc.sql(
                        SELECT
                                + """
                        where r.ended_at is null and r.id <> :id and r.id in (
                            select theirs.restriction_id
                              from qupiya.restriction_identifier ours
                              join qupiya.restriction_identifier theirs on theirs.hash = ours.hash and theirs.active
                             where ours.restriction_id = :id
                               and (ours.kind in ('iin', 'contract', 'login')
                                    or not exists (select from qupiya.restriction_identifier n where n.restriction_id = :id and n.kind = 'iin')
                                    or not exists (select from qupiya.restriction_identifier n
                                                    where n.restriction_id = theirs.restriction_id and n.kind = 'iin')))
                        order by r.since, r.id""")
                .param("id", restrictionId)
                .query(JdbcRestrictions::restriction)
                .list();
    }

    private int insert(UUID id, PlaceRestriction order) {
        var now = now();
        var since = order.since() == null || order.since().isBefore(now) ? now : order.since();
        return jdbc.sql(
                        "insert into qupiya.restriction (id, operator, kind, reason, purposes, article, case_id, case_number, received_at,"
                                + " since, until) values (?, ?, ?, ?, string_to_array(?, ','), ?, ?, ?, ?, ?, ?)"
                                + " on conflict (case_id, reason) where ended_at is null do nothing")
                .param(id)
                .param(order.operator().value())
                .param(order.kind().json())
                .param(order.reason())
                .param(order.purposes().stream().map(Purpose::code).sorted().collect(Collectors.joining(",")))
                .param(order.article())
                .param(order.caseId())
                .param(order.caseNumber())
                .param(at(order.receivedAt()))
                .param(at(since))
                .param(order.until())
                .update();
    }

    private UUID standing(PlaceRestriction order) {
        record Standing(UUID id, String operator, String kind) {}
        var standing = jdbc.sql(
                        "select id, operator, kind from qupiya.restriction where case_id = ? and reason = ? and ended_at is null"
                                + " for no key update")
                .params(order.caseId(), order.reason())
                .query((rs, n) -> new Standing(rs.getObject(1, UUID.class), rs.getString(2), rs.getString(3)))
                .optional()
                .orElseThrow(() -> new IllegalStateException(
                        "the restriction of case " + order.caseNumber() + " was lifted while it was placed again"));
        if (!standing.kind.equals(order.kind().json())
                || !standing.operator.equals(order.operator().value())) {
            throw new IllegalStateException(
                    "case " + order.caseNumber() + " has another restriction for the reason " + order.reason());
        }
        return standing.id;
    }

    /** Holds a restriction against being lifted meanwhile. */
    private Optional<OperatorKey> lockStanding(UUID restrictionId) {
        return jdbc.sql("select operator from qupiya.restriction where id = ? and ended_at is null for no key update")
                .param(restrictionId)
                .query(String.class)
                .optional()
                .map(OperatorKey::new);
    }

    private Set<IdentifierHash> givenNumbers(UUID restrictionId) {
        return jdbc.sql(
                        "select hash from qupiya.restriction_identifier where restriction_id = ? and kind = 'iin' and origin = 'given'")
                .param(restrictionId)
                .query((rs, n) -> IdentifierHash.of(IdentifierKind.IIN, rs.getBytes(1)))
                .set();
    }

    /** Whether one of them was new. */
    private boolean add(UUID restrictionId, Collection<IdentifierHash> hashes, String origin) {
        if (hashes.isEmpty()) {
            return false;
        }
        var now = at(now());
        var added = batches.batchUpdate(
                "insert into qupiya.restriction_identifier (restriction_id, hash, kind, origin, added_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (restriction_id, hash) do nothing",
                hashes.stream()
                        .map(hash -> new Object[] {
                            restrictionId, hash.bytes(), hash.kind().json(), origin, now
                        })
                        .toList());
        return Arrays.stream(added).anyMatch(rows -> rows != 0);
    }

    private void copy(UUID from, UUID to) {
        jdbc.sql("insert into qupiya.restriction_identifier (restriction_id, hash, kind, origin, added_at)"
                        + " select r.id, i.hash, i.kind, i.origin, ? from qupiya.restriction_identifier i"
                        + " join qupiya.restriction f on f.id = i.restriction_id"
                        + " join qupiya.restriction r on r.id = ? and r.operator = f.operator"
                        + " where i.restriction_id = ? on conflict (restriction_id, hash) do nothing")
                .params(at(now()), to, from)
                .update();
        // It knows as much as the one it follows.
        jdbc.sql("update qupiya.restriction r set searched_at = f.searched_at from qupiya.restriction f"
                        + " where r.id = ? and f.id = ? and r.searched_at is null")
                .params(to, from)
                .update();
    }

    static Restriction restriction(ResultSet rs, int row) throws SQLException {
        return new Restriction(
                rs.getObject("id", UUID.class),
                new OperatorKey(rs.getString("operator")),
                RestrictionKind.of(rs.getString("kind")),
                rs.getString("reason"),
                purposes(rs.getArray("purposes")),
                rs.getString("article"),
                rs.getObject("case_id", UUID.class),
                rs.getString("case_number"),
                rs.getObject("received_at", OffsetDateTime.class).toInstant(),
                rs.getObject("since", OffsetDateTime.class).toInstant(),
                rs.getObject("until", LocalDate.class),
                rs.getObject("ended_at") == null
                        ? null
                        : rs.getObject("ended_at", OffsetDateTime.class).toInstant(),
                rs.getInt("identifiers"),
                rs.getObject("searched_at") != null);
    }

    static Set<Purpose> purposes(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray())
                .map(code -> Purpose.of(code).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** To the microsecond, as the database keeps it, so that what is returned equals what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
