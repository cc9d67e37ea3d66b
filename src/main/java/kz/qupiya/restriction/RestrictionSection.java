package kz.qupiya.restriction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is restricted since when: the case's own restrictions, and those of other cases that stand on the same person. */
@Component
class RestrictionSection implements CasePanelSection {

    private final Restrictions restrictions;
    private final JdbcClient jdbc;

    RestrictionSection(Restrictions restrictions, JdbcClient jdbc) {
        this.restrictions = restrictions;
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "restrictions";
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var own = restrictions.ofCase(caseFile.id());
        if (own.isEmpty()) {
            return null;
        }
        var others = own.stream()
                .flatMap(restriction -> restrictions.standingBeside(restriction.id()).stream())
                .filter(restriction -> !restriction.caseId().equals(caseFile.id()))
                .collect(Collectors.toMap(Restriction::id, Function.identity(), (one, same) -> one));
        var denied = denied(own);
        return Stream.concat(own.stream(), others.values().stream())
                .map(restriction -> Line.of(restriction, denied.get(restriction.id())))
                .toList();
    }

    private Map<UUID, Long> denied(List<Restriction> own) {
        record Count(UUID restriction, long times) {}
        return jdbc
                .sql("select restriction_id, sum(times) from qupiya.permit_denial where restriction_id in (:ids)"
                        + " group by restriction_id")
                .param("ids", own.stream().map(Restriction::id).toList())
                .query((rs, n) -> new Count(rs.getObject(1, UUID.class), rs.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Count::restriction, Count::times));
    }

    /**
     * One restriction as the panel shows it.
     *
     * @param identifiers how many identifiers it covers
     * @param searchComplete false while a system has not yet answered which identifiers the person has
     * @param denied how many permits it has denied, for the case's own
     */
    private record Line(
            RestrictionKind kind,
            String reason,
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

        static Line of(Restriction restriction, @Nullable Long denied) {
            return new Line(
                    restriction.kind(),
                    restriction.reason(),
                    restriction.purposes(),
                    restriction.article(),
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
