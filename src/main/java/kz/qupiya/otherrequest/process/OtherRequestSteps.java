package kz.qupiya.otherrequest.process;

import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.engine.CaseStep;
import kz.qupiya.engine.Refusals;
import kz.qupiya.engine.TaskUsers;
import kz.qupiya.otherrequest.OtherRequestLetters;
import kz.qupiya.otherrequest.RequestAnswers;
import kz.qupiya.otherrequest.process.OtherRequestModel.Variables;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of a request: each calls one use case. */
@Configuration(proxyBeanMethods = false)
class OtherRequestSteps {

    @Bean
    JavaDelegate acknowledgeOtherRequestDelegate(OtherRequestLetters letters) {
        return CaseStep.calling(letters::acknowledge);
    }

    @Bean
    JavaDelegate requestOtherProofDelegate(OtherRequestLetters letters) {
        return CaseStep.calling(letters::requestProof);
    }

    @Bean
    JavaDelegate sendOtherAnswerDelegate(OtherRequestLetters letters) {
        return CaseStep.calling(letters::sendAnswer);
    }

    @Bean
    JavaDelegate closeOtherRequestDelegate(RequestAnswers answers) {
        return CaseStep.calling(answers::close);
    }

    /** The officer's decision goes from the form to the case; what the state of the case forbids changes nothing. */
    @Bean
    TaskListener answerOtherRequestListener(RequestAnswers answers, TaskUsers users) {
        return task -> Refusals.noting(() -> {
            var decision = Variables.DECISION.find(task);
            var reason = "not-entitled".equals(decision)
                    ? Variables.NOT_ENTITLED_REASON.find(task)
                    : Variables.REFUSAL_GROUND.find(task);
            answers.decide(UUID.fromString(Variables.CASE_ID.from(task)), decision, reason, Actor.user(users.of(task)));
        });
    }
}
