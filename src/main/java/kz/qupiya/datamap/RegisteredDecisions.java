package kz.qupiya.datamap;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseFiles;
import org.springframework.stereotype.Component;

/** Decisions as the register of cases has them. */
@Component
class RegisteredDecisions implements DecidedCases {

    private final CaseFiles cases;

    RegisteredDecisions(CaseFiles cases) {
        this.cases = cases;
    }

    @Override
    public Set<UUID> among(Set<UUID> caseIds) {
        return caseIds.stream().filter(id -> cases.get(id).decidedAt() != null).collect(Collectors.toSet());
    }
}
