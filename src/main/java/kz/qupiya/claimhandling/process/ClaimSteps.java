package kz.qupiya.claimhandling.process;

import java.util.UUID;
import kz.qupiya.claimhandling.Assessment;
import kz.qupiya.claimhandling.ClaimAnswers;
import kz.qupiya.claimhandling.ClaimClosing;
import kz.qupiya.claimhandling.ClaimLetters;
import kz.qupiya.claimhandling.CourtStage;
import kz.qupiya.claimhandling.Evidence;
import kz.qupiya.claimhandling.Investigation;
import kz.qupiya.claimhandling.Promises;
import kz.qupiya.claimhandling.Reactions;
import kz.qupiya.claimhandling.process.ClaimHandlingModel.Variables;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The automatic steps of a claim: each calls one use case, and some keep the one fact that a gateway asks for. */
@Configuration(proxyBeanMethods = false)
class ClaimSteps {

    @Bean
    JavaDelegate keepEvidenceDelegate(Evidence evidence) {
        return CaseStep.calling(evidence::keep);
    }

    @Bean
    JavaDelegate acknowledgeClaimDelegate(ClaimLetters letters) {
        return CaseStep.calling(letters::acknowledge);
    }

    @Bean
    JavaDelegate requestClaimProofDelegate(ClaimLetters letters) {
        return CaseStep.calling(letters::requestProof);
    }

    @Bean
    JavaDelegate shareTermDelegate(Investigation investigation) {
        return CaseStep.calling(investigation::begin);
    }

    @Bean
    JavaDelegate proposeResultDelegate(Assessment assessment) {
        return CaseStep.calling(assessment::propose);
    }

    @Bean
    JavaDelegate sendClaimAnswerDelegate(ClaimAnswers answers) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                Variables.RESULT.on(execution, answers.send(caseId));
                Variables.ROUND.on(execution, String.valueOf(answers.round(caseId)));
            }
        };
    }

    @Bean
    JavaDelegate checkAnswerSentDelegate(ClaimAnswers answers) {
        return CaseStep.keeping(Variables.SENDING, answers::check);
    }

    @Bean
    JavaDelegate settleClaimDelegate(Reactions reactions) {
        return CaseStep.calling(reactions::settle);
    }

    @Bean
    JavaDelegate sendExplanationDelegate(Reactions reactions) {
        return CaseStep.calling(reactions::explain);
    }

    @Bean
    JavaDelegate closeClaimDelegate(ClaimClosing closing) {
        return CaseStep.calling(closing::close);
    }

    @Bean
    JavaDelegate orderPaymentDelegate(Promises promises) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                promises.order(caseId, Integer.parseInt(Variables.ROUND.from(execution)));
            }
        };
    }

    @Bean
    JavaDelegate markFulfilledDelegate(Promises promises) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                promises.kept(caseId, Integer.parseInt(Variables.ROUND.from(execution)));
            }
        };
    }

    @Bean
    JavaDelegate holdForCourtDelegate(CourtStage court) {
        return CaseStep.calling(court::hold);
    }

    @Bean
    JavaDelegate previewCourtDestructionDelegate(CourtStage court) {
        return CaseStep.keeping(Variables.ACT_ID, court::preview);
    }

    @Bean
    JavaDelegate completeCourtDestructionDelegate(CourtStage court) {
        return CaseStep.calling(court::complete);
    }
}
