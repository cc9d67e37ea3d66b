package kz.qupiya.affected;

import java.io.OutputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import kz.qupiya.affected.AffectedList.State;
import kz.qupiya.affected.ListStore.Gave;
import kz.qupiya.affected.ListStore.Source;
import kz.qupiya.affected.ListStore.Stored;
import kz.qupiya.affected.PeopleStore.Work;
import kz.qupiya.affected.Settlement.Counts;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CanonicalJson;
import kz.qupiya.casefile.CaseFileDestroyed;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.subject.CaseSeals;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class JdbcAffectedLists implements AffectedLists {

    private final ListStore lists;
    private final PeopleStore people;
    private final Settlement settlement;
    private final AuthorityFile authorityFile;
    private final CaseSeals seals;
    private final CaseFiles cases;
    private final Clock clock;

    JdbcAffectedLists(
            ListStore lists,
            PeopleStore people,
            Settlement settlement,
            AuthorityFile authorityFile,
            CaseSeals seals,
            CaseFiles cases,
            Clock clock) {
        this.lists = lists;
        this.people = people;
        this.settlement = settlement;
        this.authorityFile = authorityFile;
        this.seals = seals;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public AffectedList current(UUID caseId) {
        return lists.ofCase(caseId).stream()
                .max(Comparator.comparing(Stored::version))
                .map(this::view)
                .orElseGet(() -> new AffectedList(
                        ListStore.id(caseId, 1), caseId, 1, State.COLLECTING, 0, 0, 0, 0, 0, "", "", null, 0, 0, 0));
    }

    @Override
    @Transactional(readOnly = true)
    public List<AffectedList> ofCase(UUID caseId) {
        return lists.ofCase(caseId).stream().map(this::view).toList();
    }

    @Override
    @Transactional
    public AffectedList freeze(UUID caseId, Actor by) {
        var file = cases.get(caseId);
        var collecting = lists.lockCollecting(caseId);
        if (collecting.isEmpty()) {
            var before = lists.ofCase(caseId).stream().max(Comparator.comparing(Stored::version));
            if (before.isPresent() && before.get().frozen()) {
                return view(before.get());
            }
        }
        var list = collecting.orElseGet(() -> lists.open(caseId));
        settlement.settle(new Work(file.operator(), list.no(), seals.toWrite(caseId)), lists.frozen(caseId));
        var counts = settlement.count(list.no());
        var hash = settlement.hash(list.no());
        var source = sourceHash(lists.sources(list.no()));
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        lists.freeze(list.no(), counts, list.gave(), hash, source, now, by.toString());
        cases.record(
                caseId,
                TimelineEvent.of("affected.frozen", by)
                        .with("version", list.version())
                        .with("people", counts.people())
                        .with("withIin", counts.withIin())
                        .with("withPhone", counts.withPhone())
                        .with("withEmail", counts.withEmail())
                        .with("withName", counts.withName())
                        .with("rejected", list.gave().rejected())
                        .with("hash", hash)
                        .with("sources", source));
        return view(lists.find(list.no()).orElseThrow());
    }

    /** The same for the same queries and files, in whatever order they came and however often. */
    private static String sourceHash(List<Source> sources) {
        var canonical = new TreeMap<String, Object>();
        for (Source source : sources) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (source.query() != null) {
                one.put("query", source.query());
            } else if (source.sha256() != null) {
                one.put("file", source.sha256());
            }
            if (one.isEmpty() || (source.query() != null && !source.complete())) {
                one.put("lines", source.lines());
            }
            canonical.put(CanonicalJson.write(one), one);
        }
        return Loads.sha256(CanonicalJson.write(new ArrayList<>(canonical.values())));
    }

    private AffectedList view(Stored stored) {
        var kept = stored.counts();
        Counts counts = kept == null ? settlement.count(stored.no()) : kept;
        Gave gave = stored.gave();
        return new AffectedList(
                stored.id(),
                stored.caseId(),
                stored.version(),
                stored.frozen() ? State.FROZEN : State.COLLECTING,
                counts.people(),
                counts.withIin(),
                counts.withEmail(),
                counts.withPhone(),
                counts.withName(),
                Optional.ofNullable(stored.hash()).orElse(""),
                Optional.ofNullable(stored.sourceHash()).orElse(""),
                stored.frozenAt(),
                gave.accepted(),
                gave.duplicate(),
                gave.rejected());
    }

    @Override
    @Transactional(readOnly = true)
    public void writeAuthorityCsv(UUID caseId, int fromVersion, int toVersion, OutputStream out) {
        authorityFile.write(caseId, frozen(caseId, fromVersion, toVersion), out);
    }

    @Override
    @Transactional(readOnly = true)
    public List<AffectedPerson> first(UUID caseId, int fromVersion, int toVersion, int limit) {
        return authorityFile.first(caseId, frozen(caseId, fromVersion, toVersion), limit);
    }

    private List<Stored> frozen(UUID caseId, int fromVersion, int toVersion) {
        if (fromVersion == 0) {
            return List.of();
        }
        if (fromVersion < 1 || fromVersion > toVersion) {
            throw new IllegalArgumentException("no such versions");
        }
        var frozen = lists.ofCase(caseId).stream()
                .filter(list -> list.frozen() && list.version() >= fromVersion && list.version() <= toVersion)
                .sorted(Comparator.comparing(Stored::version))
                .toList();
        if (frozen.size() != toVersion - fromVersion + 1) {
            throw new ConflictException("affected.list.not-frozen");
        }
        return frozen;
    }

    /** The sealed values are gone with their key; the keyed hashes go here. Counts and hashes of the lists stay, they name nobody. */
    @EventListener
    @Transactional
    public void destroyed(CaseFileDestroyed event) {
        lists.ofCase(event.caseId()).forEach(list -> people.clear(list.no()));
    }
}
