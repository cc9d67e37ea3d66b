package kz.qupiya.datablocking.process;

import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casework.SecondPerson;
import kz.qupiya.datamap.Acts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A destruction is not approved by the one who prepared it: that task cannot be handed to that person either. */
@Component
class DestructionApproval implements SecondPerson {

    private final Acts acts;

    DestructionApproval(Acts acts) {
        this.acts = acts;
    }

    @Override
    public Optional<String> barred(String process, String task, UUID caseId, @Nullable String act) {
        return DataBlockingModel.ID.equals(process) && DataBlockingModel.Elements.APPROVE.equals(task) && act != null
                ? Optional.of(acts.get(UUID.fromString(act)).preparedBy())
                : Optional.empty();
    }
}
