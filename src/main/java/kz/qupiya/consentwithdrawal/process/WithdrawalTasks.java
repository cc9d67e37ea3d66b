package kz.qupiya.consentwithdrawal.process;

import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casework.SecondPerson;
import kz.qupiya.consentwithdrawal.StopDecisions;
import kz.qupiya.consentwithdrawal.Stopping;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel.Elements;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel.Variables;
import kz.qupiya.engine.Refusals;
import kz.qupiya.engine.TaskUsers;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people decide in a withdrawal goes from the forms to the case; what the state of the case forbids changes nothing. */
@Configuration(proxyBeanMethods = false)
class WithdrawalTasks {

    private final TaskUsers users;

    WithdrawalTasks(TaskUsers users) {
        this.users = users;
    }

    @Bean
    TaskListener nameObligationsListener(StopDecisions decisions) {
        return task -> Refusals.noting(() -> decisions.answer(
                caseId(task), Variables.SYSTEM.from(task), Variables.OBLIGATIONS.find(task), by(task)));
    }

    @Bean
    TaskListener decideWithdrawalListener(StopDecisions decisions) {
        return task -> Refusals.noting(() -> {
            var decision = Variables.DECISION.find(task);
            var reason = "not-entitled".equals(decision)
                    ? Variables.NOT_ENTITLED_REASON.find(task)
                    : Variables.DECISION_REASON.find(task);
            Variables.ACTION.on(
                    task,
                    decisions.decide(
                            caseId(task),
                            decision,
                            reason,
                            Variables.REFUSAL_GROUND.find(task),
                            Variables.FATE.find(task),
                            by(task)));
        });
    }

    @Bean
    TaskListener approveRefusalListener(StopDecisions decisions) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                decisions.approveRefusal(
                        caseId(task),
                        Variables.APPROVAL.find(task),
                        Variables.REFUSAL_REJECTION.find(task),
                        by(task))));
    }

    @Bean
    TaskListener approveStopDestructionListener(Stopping stopping) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                stopping.approveDestruction(
                        caseId(task),
                        UUID.fromString(Variables.ACT_ID.from(task)),
                        Variables.APPROVAL.find(task),
                        Variables.REJECTION_REASON.find(task),
                        by(task))));
    }

    @Bean
    TaskListener followRecipientsListener(Stopping stopping) {
        return task -> Refusals.noting(() -> stopping.requireAcknowledgements(caseId(task)));
    }

    /** Neither the refusal nor the destruction is approved by the one who decided on it. */
    @Bean
    SecondPerson withdrawalApproval(StopDecisions decisions) {
        return (process, task, caseId, act) -> ConsentWithdrawalModel.ID.equals(process)
                        && (Elements.APPROVE_REFUSAL.equals(task) || Elements.APPROVE_DESTRUCTION.equals(task))
                ? decisions.decidedBy(caseId)
                : Optional.empty();
    }

    private Actor by(DelegateTask task) {
        return Actor.user(users.of(task));
    }

    private static UUID caseId(DelegateTask task) {
        return UUID.fromString(Variables.CASE_ID.from(task));
    }
}
