package kz.qupiya.restriction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.CaseSubjects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is restricted since when: the case's own restrictions, those of other cases that stand on the same person, and what other cases hold of the person although this
 * one restricts nothing.
 */
@Component
class RestrictionSection implements CasePanelSection {

    private final Restrictions restrictions;
    private final CaseConcerns concerns;
    private final Holds holds;
    private final CaseSubjects subjects;
    private final HoldWords words;
    private final RetainedGrounds grounds;
    private final JdbcClient jdbc;

    RestrictionSection(
            Restrictions restrictions,
            CaseConcerns concerns,
            Holds holds,
            CaseSubjects subjects,
            HoldWords words,
            RetainedGrounds grounds,
            JdbcClient jdbc) {
        this.restrictions = restrictions;
        this.concerns = concerns;
        this.holds = holds;
        this.subjects = subjects;
        this.words = words;
        this.grounds = grounds;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "restrictions";
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var own = restrictions.ofCase(caseFile.id());
        var held = holds.on(caseFile.operator(), subjects.identifiers(caseFile.id()))
                .standing();
        if (own.isEmpty() && held.isEmpty()) {
            return null;
        }
        var hidden = concerns.hiddenFromReader();
        var others = Stream.concat(
                        own.stream().flatMap(restriction -> restrictions.standingBeside(restriction.id()).stream()),
                        held.stream())
                .filter(restriction -> !restriction.caseId().equals(caseFile.id()))
                .filter(restriction -> !hidden.contains(restriction.caseId()))
                .collect(
                        Collectors.toMap(Restriction::id, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        var denied = denied(own);
        return Stream.concat(own.stream(), others.values().stream())
                .map(restriction -> Line.of(
                        restriction,
                        text(restriction, locale),
                        article(restriction, locale),
                        denied.get(restriction.id())))
                .toList();
    }

    private @Nullable String text(Restriction restriction, Locale locale) {
        return restriction.kind() == RestrictionKind.HOLD
                ? words.text(restriction.reason(), restriction.caseNumber(), restriction.until(), locale)
                : null;
    }

    private @Nullable String article(Restriction restriction, Locale locale) {
        return Restrictions.RETENTION.equals(restriction.reason())
                ? grounds.text(restriction, locale).orElse(restriction.article())
                : restriction.article();
    }

    private Map<UUID, Long> denied(List<Restriction> own) {
        if (own.isEmpty()) {
            return Map.of();
        }
        record Count(UUID restriction, long times) {}
        return jdbc
                .sql("select restriction_id, sum(times) from qupiya.permit_denial where restriction_id in (:ids)"
                        + " group by restriction_id")
                .param("ids", own.stream().map(Restriction::id).toList())
                .query((rs, n) -> new Count(rs.getObject(1, UUID.class), rs.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Count::restriction, Count::times));
    }

    /**
     * One restriction as the panel shows it.
     *
     * @param text of a hold: why, and by which case, in words
     * @param identifiers how many identifiers it covers
     * @param searchComplete false while a system has not yet answered which identifiers the person has
     * @param denied how many permits it has denied, for the case's own
     */
    private record Line(
            RestrictionKind kind,
            String reason,
            @Nullable String text,
            Set<Purpose> purposes,
            @Nullable String article,
            String caseNumber,
            Instant receivedAt,
            Instant since,
            @Nullable LocalDate until,
            @Nullable Instant endedAt,
            int identifiers,
            boolean searchComplete,
            @Nullable Long denied) {

        static Line of(
                Restriction restriction, @Nullable String text, @Nullable String article, @Nullable Long denied) {
            return new Line(
                    restriction.kind(),
                    restriction.reason(),
                    text,
                    restriction.purposes(),
                    article,
                    restriction.caseNumber(),
                    restriction.receivedAt(),
                    restriction.since(),
                    restriction.until(),
                    restriction.endedAt(),
                    restriction.identifiers(),
                    restriction.searchComplete(),
                    denied);
        }
    }
}
