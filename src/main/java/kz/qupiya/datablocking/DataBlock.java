package kz.qupiya.datablocking;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What data blocking knows of its case beyond the case file. No personal data.
 *
 * @param restrictionId      the restriction that the request placed
 * @param decisionReason     code of the reason of the decision, where it has one
 * @param decidedBy          who decided
 * @param confirmingDocument document of the case that confirms the right values
 * @param confirmedOn        date of that document's receipt, from which the stricter reading of the term counts
 * @param rejectionReason    why the destruction was not approved the last time
 */
record DataBlock(
        UUID caseId,
        UUID restrictionId,
        @Nullable String decisionReason,
        @Nullable String decidedBy,
        @Nullable UUID confirmingDocument,
        @Nullable LocalDate confirmedOn,
        @Nullable String rejectionReason) {}
