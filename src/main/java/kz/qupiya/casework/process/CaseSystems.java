package kz.qupiya.casework.process;

import java.util.List;
import java.util.UUID;
import kz.qupiya.casework.CaseworkActs;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.Acts;
import kz.qupiya.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The systems in which an act is to be carried out, for the steps that are done once per system. */
@Component(CaseworkModel.Beans.CASE_SYSTEMS)
@ProcessBean
public class CaseSystems {

    private final Acts acts;

    CaseSystems(Acts acts) {
        this.acts = acts;
    }

    /**
     * Keys of the systems of an act.
     *
     * @param variable name of the variable that holds the act's id
     */
    public List<String> of(DelegateExecution execution, String variable) {
        var actId = String.valueOf(execution.getVariable(variable));
        return CaseworkActs.NOTHING.equals(actId)
                ? List.of()
                : acts.get(UUID.fromString(actId)).systems().stream()
                        .map(Act.ActSystem::system)
                        .toList();
    }
}
