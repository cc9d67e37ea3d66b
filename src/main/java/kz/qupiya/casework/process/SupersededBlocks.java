package kz.qupiya.casework.process;

import java.util.UUID;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.Acts;
import org.springframework.stereotype.Component;

/**
 * Blocks that came too late: a system was down until the case had been decided and its unblocking prepared. To block there now would leave the person blocked after the
 * case.
 */
@Component
class SupersededBlocks {

    private final Acts acts;

    SupersededBlocks(Acts acts) {
        this.acts = acts;
    }

    boolean contain(UUID actId) {
        var act = acts.get(actId);
        return act.kind() == ActKind.BLOCK
                && acts.ofCase(act.caseId()).stream().anyMatch(other -> other.kind() == ActKind.UNBLOCK);
    }
}
