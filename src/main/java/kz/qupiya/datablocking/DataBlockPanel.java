package kz.qupiya.datablocking;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseViewExtra;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What data blocking adds to the case panel (corrections recorded, questions to custodians, what may be corrected) and to the case view (since when the block is in force and how long
 * after the receipt that was: the duty runs from receipt, Zvonobot 4.2.4).
 */
@Component
class DataBlockPanel implements CasePanelSection, CaseViewExtra {

    private final DataBlockRows rows;
    private final FactsRequests facts;
    private final Verification verification;
    private final Restrictions restrictions;

    DataBlockPanel(DataBlockRows rows, FactsRequests facts, Verification verification, Restrictions restrictions) {
        this.rows = rows;
        this.facts = facts;
        this.verification = verification;
        this.restrictions = restrictions;
    }

    @Override
    public String name() {
        return "data-block";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        if (caseFile.kind() != CaseKind.DATA_BLOCK || !rows.exists(caseFile.id())) {
            return null;
        }
        var block = rows.get(caseFile.id());
        var undecided = caseFile.isOpen() && caseFile.decision() == null;
        return new Section(
                caseFile.decision(),
                block.decisionReason(),
                block.rejectionReason(),
                block.confirmingDocument(),
                block.confirmedOn(),
                rows.rows(caseFile.id()).stream()
                        .map(row -> new CorrectedField(
                                row.field(), DataBlockRows.newValueField(row.position()), row.clears()))
                        .toList(),
                undecided ? List.copyOf(verification.correctableFields(caseFile)) : List.of(),
                facts.ofCase(caseFile.id()));
    }

    @Override
    public Map<String, Object> of(CaseFile caseFile) {
        if (caseFile.kind() != CaseKind.DATA_BLOCK || !rows.exists(caseFile.id())) {
            return Map.of();
        }
        Map<String, Object> more = new LinkedHashMap<>();
        restrictions.find(rows.get(caseFile.id()).restrictionId()).ifPresent(block -> {
            more.put("blockedSince", Almaty.at(block.since()));
            more.put("blockedAfterReceipt", gap(block).toString());
            var endedAt = block.endedAt();
            if (endedAt != null) {
                more.put("blockLiftedAt", Almaty.at(endedAt));
            }
        });
        if (caseFile.decision() != null) {
            more.put("decision", caseFile.decision());
        }
        return more;
    }

    /** Between receipt and the moment the block took force; never negative. */
    private static Duration gap(Restriction block) {
        var gap = Duration.between(block.receivedAt(), block.since());
        return gap.isNegative() ? Duration.ZERO : gap.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    /**
     * The section.
     *
     * @param corrections fields recorded for correction; a value is looked at over the panel's reveal by its vault field
     * @param correctable names of the fields that may be corrected, while nothing is decided
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Section(
            @Nullable String decision,
            @Nullable String decisionReason,
            @Nullable String rejectionReason,
            @Nullable UUID confirmingDocument,
            @Nullable LocalDate confirmedOn,
            List<CorrectedField> corrections,
            List<String> correctable,
            List<FactsRequests.FactsRequest> factsRequests) {}

    /** A field to be corrected. */
    record CorrectedField(String field, String vaultField, boolean clears) {}
}
