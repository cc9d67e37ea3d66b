package kz.qupiya.casefile;

import java.util.Set;
import java.util.UUID;

/**
 * A case concerns these members of staff, and nobody else.
 *
 * @param userIds users of the engine; empty when the case is no longer hidden from anybody
 */
public record CaseConcernsNamed(UUID caseId, Set<String> userIds) {

    public CaseConcernsNamed {
        userIds = Set.copyOf(userIds);
    }
}
