package kz.qupiya.datablocking.process;

import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.datablocking.Decision;
import kz.qupiya.datablocking.Verification;
import kz.qupiya.datablocking.process.DataBlockingModel.Variables;
import kz.qupiya.engine.Refusals;
import kz.qupiya.engine.TaskUsers;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Takes the officer's decision from the form to the case; a decision that the state of the case forbids changes nothing. */
@Component("decideVerificationListener")
class DecideVerificationListener implements TaskListener {

    private final Verification verification;
    private final CaseFiles cases;
    private final TaskUsers users;

    DecideVerificationListener(Verification verification, CaseFiles cases, TaskUsers users) {
        this.verification = verification;
        this.cases = cases;
        this.users = users;
    }

    @Override
    public void notify(DelegateTask task) {
        Refusals.noting(() -> {
            var caseFile = cases.get(UUID.fromString(Variables.CASE_ID.from(task)));
            var code = Variables.DECISION.find(task);
            var reason = Decision.NOT_ENTITLED.json().equals(code)
                    ? Variables.NOT_ENTITLED_REASON.find(task)
                    : Variables.NOT_CONFIRMED_REASON.find(task);
            var asked = Decision.NOT_ENTITLED.json().equals(code)
                    || Decision.NOT_CONFIRMED.json().equals(code);
            var decision = verification.decide(caseFile, code, asked ? reason : null, Actor.user(users.of(task)));
            Variables.ACTION.on(task, decision.action().json());
        });
    }
}
