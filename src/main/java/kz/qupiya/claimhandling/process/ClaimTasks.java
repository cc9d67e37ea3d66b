package kz.qupiya.claimhandling.process;

import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casework.SecondPerson;
import kz.qupiya.claimhandling.Assessment;
import kz.qupiya.claimhandling.ClaimAnswers;
import kz.qupiya.claimhandling.Claims;
import kz.qupiya.claimhandling.CourtStage;
import kz.qupiya.claimhandling.Investigation;
import kz.qupiya.claimhandling.Promises;
import kz.qupiya.claimhandling.Reactions;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Elements;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Variables;
import kz.qupiya.engine.Refusals;
import kz.qupiya.engine.TaskUsers;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people decide in a claim goes from the forms to the case; what the state of the case forbids changes nothing. */
@Configuration(proxyBeanMethods = false)
class ClaimTasks {

    private final TaskUsers users;

    ClaimTasks(TaskUsers users) {
        this.users = users;
    }

    @Bean
    TaskListener sortDemandsListener(Claims claims) {
        return task -> Refusals.noting(() -> claims.sorted(caseId(task), Variables.CONSUMER.find(task), by(task)));
    }

    @Bean
    TaskListener giveClaimFactsListener(Investigation investigation) {
        return task -> Refusals.noting(
                () -> investigation.require(caseId(task), Investigation.system(Variables.SYSTEM.from(task))));
    }

    @Bean
    TaskListener giveSecurityViewListener(Investigation investigation) {
        return task -> Refusals.noting(() -> investigation.require(caseId(task), Investigation.SECURITY));
    }

    @Bean
    TaskListener giveLegalViewListener(Investigation investigation) {
        return task -> Refusals.noting(() -> investigation.require(caseId(task), Investigation.LEGAL));
    }

    @Bean
    TaskListener assessClaimListener(Assessment assessment) {
        return task -> Refusals.noting(() -> assessment.assess(
                caseId(task),
                Variables.ALLEGATION.find(task),
                Variables.SHOWN.find(task),
                Variables.EXCLUSION.find(task),
                Variables.DAMAGE_DOCUMENTS.find(task),
                by(task)));
    }

    @Bean
    TaskListener decideClaimListener(Assessment assessment) {
        return task -> Refusals.noting(() -> {
            var way = Variables.DECISION_WAY.find(task);
            assessment.decide(
                    caseId(task),
                    way,
                    Assessment.NOT_ENTITLED.equals(way)
                            ? Variables.NOT_ENTITLED_REASON.find(task)
                            : Variables.DEPART_REASON.find(task),
                    by(task));
        });
    }

    @Bean
    TaskListener approveAnswerListener(Assessment assessment) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                assessment.approve(
                        caseId(task), Variables.APPROVAL.find(task), Variables.ANSWER_REJECTION.find(task), by(task))));
    }

    @Bean
    TaskListener postAnswerListener(ClaimAnswers answers) {
        return task -> Refusals.noting(() -> answers.posted(caseId(task)));
    }

    @Bean
    TaskListener explainListener(Reactions reactions) {
        return task -> Refusals.noting(() -> reactions.requireExplanation(caseId(task)));
    }

    @Bean
    TaskListener approveExplanationListener(Reactions reactions) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                reactions.approveExplanation(
                        caseId(task),
                        Variables.APPROVAL.find(task),
                        Variables.EXPLANATION_REJECTION.find(task),
                        by(task))));
    }

    @Bean
    TaskListener confirmPaymentListener(Promises promises) {
        return task ->
                Refusals.noting(() -> promises.requirePaid(caseId(task), Integer.parseInt(Variables.ROUND.from(task))));
    }

    @Bean
    TaskListener confirmActionListener(Promises promises) {
        return task -> Refusals.noting(() -> promises.requireActions(caseId(task)));
    }

    @Bean
    TaskListener followCourtListener(CourtStage court) {
        return task -> Refusals.noting(() -> Variables.COURT_ORDER.on(
                task,
                court.ruled(
                        caseId(task), Variables.COURT_RULING.find(task), Variables.COURT_ORDER.find(task), by(task))));
    }

    @Bean
    TaskListener approveCourtDestructionListener(CourtStage court) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                court.approve(
                        caseId(task),
                        UUID.fromString(Variables.ACT_ID.from(task)),
                        Variables.APPROVAL.find(task),
                        Variables.COURT_REJECTION.find(task),
                        by(task))));
    }

    @Bean
    TaskListener carryOutCourtActListener(CourtStage court) {
        return task -> Refusals.noting(() -> court.carriedOut(caseId(task), by(task)));
    }

    /** Nobody approves an answer, an explanation or a destruction of their own. */
    @Bean
    SecondPerson claimApproval(Assessment assessment, Reactions reactions, CourtStage court) {
        return (process, task, caseId, act) -> {
            if (ClaimHandlingModel.ID.equals(process) && Elements.APPROVE.equals(task)) {
                return assessment.decidedBy(caseId);
            }
            if (ClaimHandlingModel.ID.equals(process) && Elements.APPROVE_EXPLANATION.equals(task)) {
                return reactions.explainedBy(caseId);
            }
            return ClaimHandlingModel.COURT.equals(process) && Elements.APPROVE_DESTRUCTION.equals(task)
                    ? court.ruledBy(caseId)
                    : Optional.empty();
        };
    }

    private Actor by(DelegateTask task) {
        return Actor.user(users.of(task));
    }

    private static UUID caseId(DelegateTask task) {
        return UUID.fromString(Variables.CASE_ID.from(task));
    }
}
