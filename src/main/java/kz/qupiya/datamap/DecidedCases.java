package kz.qupiya.datamap;

import java.util.Set;
import java.util.UUID;

/** Says which cases have been decided: their blocks no longer keep data from being changed or destroyed. */
@FunctionalInterface
interface DecidedCases {

    /** Those of the cases that have a decision. */
    Set<UUID> among(Set<UUID> caseIds);
}
