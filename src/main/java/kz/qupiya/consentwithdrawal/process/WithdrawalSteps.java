package kz.qupiya.consentwithdrawal.process;

import kz.qupiya.consentwithdrawal.StopDecisions;
import kz.qupiya.consentwithdrawal.Stopping;
import kz.qupiya.consentwithdrawal.WithdrawalLetters;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.consentwithdrawal.process.ConsentWithdrawalModel.Variables;
import kz.qupiya.engine.CaseStep;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The automatic steps of a withdrawal: each calls one use case, and some keep the one fact that a gateway asks for. */
@Configuration(proxyBeanMethods = false)
class WithdrawalSteps {

    @Bean
    JavaDelegate acknowledgeWithdrawalDelegate(WithdrawalLetters letters, Withdrawals withdrawals) {
        return CaseStep.keeping(Variables.ROUTE, caseId -> {
            letters.acknowledge(caseId);
            return withdrawals.route(caseId);
        });
    }

    @Bean
    JavaDelegate findObligationsDelegate(StopDecisions decisions) {
        return CaseStep.calling(decisions::findObligations);
    }

    @Bean
    JavaDelegate proposeDecisionDelegate(StopDecisions decisions) {
        return CaseStep.calling(decisions::propose);
    }

    @Bean
    JavaDelegate requestWithdrawalProofDelegate(WithdrawalLetters letters) {
        return CaseStep.calling(letters::requestProof);
    }

    @Bean
    JavaDelegate settleRefusalDelegate(StopDecisions decisions) {
        return CaseStep.calling(decisions::refused);
    }

    @Bean
    JavaDelegate suppressSafelyDelegate(Stopping stopping) {
        return CaseStep.calling(stopping::suppressSafely);
    }

    @Bean
    JavaDelegate remindOfDayDelegate(WithdrawalLetters letters) {
        return CaseStep.calling(letters::remind);
    }

    @Bean
    JavaDelegate prepareStopDelegate(Stopping stopping) {
        return CaseStep.keeping(Variables.STOP_ACT_ID, stopping::prepareStop);
    }

    @Bean
    JavaDelegate completeStopDelegate(Stopping stopping) {
        return CaseStep.keeping(Variables.AFTER_STOP, stopping::completeStop);
    }

    @Bean
    JavaDelegate previewStopDestructionDelegate(Stopping stopping) {
        return CaseStep.keeping(Variables.ACT_ID, stopping::previewDestruction);
    }

    @Bean
    JavaDelegate completeStopDestructionDelegate(Stopping stopping) {
        return CaseStep.calling(stopping::completeDestruction);
    }

    @Bean
    JavaDelegate sendWithdrawalResultDelegate(WithdrawalLetters letters, Stopping stopping) {
        return CaseStep.keeping(Variables.ACKNOWLEDGEMENTS, caseId -> {
            letters.sendResult(caseId);
            return stopping.acknowledgements(caseId);
        });
    }

    @Bean
    JavaDelegate closeWithdrawalDelegate(Stopping stopping) {
        return CaseStep.calling(stopping::close);
    }

    @Bean
    JavaDelegate takeBackDelegate(WithdrawalLetters letters, Stopping stopping) {
        return CaseStep.calling(caseId -> {
            letters.confirmTakenBack(caseId);
            stopping.closeTakenBack(caseId);
        });
    }
}
