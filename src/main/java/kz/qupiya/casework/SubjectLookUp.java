package kz.qupiya.casework;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Findings;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.TooManyRequestsException;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.CaseSubjects;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells who takes in a request whether the person is known, by one whole identifier and never by a part of it: nobody browses people here. It says where the person is
 * known and what is open, and nothing of the person; each look is on the record and their number is bound, so that nobody tries identifiers out.
 */
@Service
public class SubjectLookUp {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_IN_WINDOW = 30;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_IN_A_DAY = 300;

    private final CaseSubjects subjects;
    private final CaseFiles cases;
    private final CaseConcerns concerns;
    private final Restrictions restrictions;
    private final PersonFinder finder;
    private final DataMaps maps;
    private final IdentifierHasher hasher;
    private final CaseWording wording;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SubjectLookUp(
            CaseSubjects subjects,
            CaseFiles cases,
            CaseConcerns concerns,
            Restrictions restrictions,
            PersonFinder finder,
            DataMaps maps,
            IdentifierHasher hasher,
            CaseWording wording,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Clock clock) {
        this.subjects = subjects;
        this.cases = cases;
        this.concerns = concerns;
        this.restrictions = restrictions;
        this.finder = finder;
        this.maps = maps;
        this.hasher = hasher;
        this.wording = wording;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Looks a person up.
     *
     * @param by id of whoever asks
     * @throws TooManyRequestsException if the person has asked too often
     */
    public Known find(OperatorKey operator, Identifier identifier, String by, Locale locale) {
        record(operator, identifier, by);
        var person = List.of(identifier);
        var hidden = concerns.hiddenFromReader();
        var open = subjects.casesNaming(operator, person).stream()
                .filter(caseId -> !hidden.contains(caseId))
                .map(cases::get)
                .filter(CaseFile::isOpen)
                .map(file -> new OpenOne(
                        file.number().value(), wording.value("kind", file.kind().json(), locale), file.receivedAt()))
                .toList();
        var standing = restrictions.standingOn(operator, person).stream()
                .map(one -> standing(one, locale))
                .toList();
        // the operator's systems may take some seconds: no transaction is open meanwhile
        return new Known(open, standing, systems(operator, identifier, locale));
    }

    private Standing standing(Restriction one, Locale locale) {
        return new Standing(
                wording.text("restriction.kind." + one.kind().json(), locale), one.caseNumber(), one.since());
    }

    private List<InSystem> systems(OperatorKey operator, Identifier identifier, Locale locale) {
        var map = maps.find(operator);
        if (map.isEmpty()) {
            return List.of();
        }
        return finder.find(operator, List.of(identifier)).systems().stream()
                .filter(Findings.SystemFinding::asked)
                .map(finding -> new InSystem(
                        map.get()
                                .system(finding.system())
                                .map(system -> system.name().in(locale))
                                .orElse(finding.system()),
                        finding.error() == null ? finding.tables().stream().anyMatch(table -> table.rows() > 0) : null))
                .toList();
    }

    /** Writes the look down before anything is told; of two at the same moment the second sees the first. */
    private void record(OperatorKey operator, Identifier identifier, String by) {
        var recorded = transaction.execute(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:by, 95))")
                    .param("by", by)
                    .query((row, n) -> true)
                    .list();
            return asked(by, WINDOW) < MOST_IN_WINDOW
                    && asked(by, DAY) < MOST_IN_A_DAY
                    && insert(operator, identifier, by) == 1;
        });
        if (!Boolean.TRUE.equals(recorded)) {
            throw new TooManyRequestsException("casework.look-up.too-many");
        }
    }

    private int asked(String by, Duration lately) {
        return jdbc.sql("select count(*) from qupiya.subject_look_up where asked_by = :by and asked_at > :from")
                .param("by", by)
                .param("from", Timestamp.from(clock.instant().minus(lately)))
                .query(Integer.class)
                .single();
    }

    private int insert(OperatorKey operator, Identifier identifier, String by) {
        return jdbc.sql(
                        """
                        insert into qupiya.subject_look_up (operator, asked_by, asked_at, kind, hash)
                        values (:operator, :by, :at, :kind, :hash)""")
                .param("operator", operator.value())
                .param("by", by)
                .param("at", Timestamp.from(clock.instant()))
                .param("kind", identifier.kind().json())
                .param("hash", hasher.hash(operator, identifier).bytes())
                .update();
    }

    /**
     * What a clerk has to know.
     *
     * @param cases        open cases about the person, the newest first
     * @param restrictions restrictions that stand
     * @param systems      systems of the operator that could be asked
     */
    public record Known(List<OpenOne> cases, List<Standing> restrictions, List<InSystem> systems) {}

    /** An open case. */
    public record OpenOne(String number, String kind, Instant receivedAt) {}

    /** A restriction in force. */
    public record Standing(String kind, String caseNumber, Instant since) {}

    /** Whether a system holds data of the person; null where it did not answer. */
    public record InSystem(String title, @Nullable Boolean known) {}
}
