package kz.qupiya.breachnotification.process;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.ObjIntConsumer;
import kz.qupiya.breachnotification.AuthorityFilings;
import kz.qupiya.breachnotification.BreachClosing;
import kz.qupiya.breachnotification.Containment;
import kz.qupiya.breachnotification.PeopleNotices;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Variables;
import kz.qupiya.engine.CaseStep;
import kz.qupiya.engine.ProcessVariable;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The automatic steps of a breach: each calls one use case, and some keep the one fact that a gateway asks for. */
@Configuration(proxyBeanMethods = false)
class BreachSteps {

    @Bean
    JavaDelegate closeBreachDelegate(BreachClosing closing) {
        return CaseStep.calling(closing::close);
    }

    @Bean
    JavaDelegate writeFilingDelegate(AuthorityFilings filings) {
        return CaseStep.calling(filings::write);
    }

    @Bean
    JavaDelegate sendFilingDelegate(AuthorityFilings filings) {
        return CaseStep.calling(filings::send);
    }

    @Bean
    JavaDelegate freezeAffectedDelegate(PeopleNotices notices) {
        return CaseStep.keeping(Variables.LIST_VERSION, notices::freeze);
    }

    @Bean
    JavaDelegate draftNoticeDelegate(PeopleNotices notices) {
        return calling(Variables.LIST_VERSION, notices::draft);
    }

    @Bean
    JavaDelegate releaseNoticeDelegate(PeopleNotices notices) {
        return calling(Variables.LIST_VERSION, notices::release);
    }

    @Bean
    JavaDelegate takeStockDelegate(PeopleNotices notices) {
        return keeping(Variables.REACH, Variables.LIST_VERSION, notices::takeStock);
    }

    @Bean
    JavaDelegate prepareResetDelegate(Containment containment) {
        return keeping(Variables.ACT_ID, Variables.ACCOUNT, containment::prepareReset);
    }

    @Bean
    JavaDelegate completeResetDelegate(Containment containment) {
        return calling(Variables.ACCOUNT, containment::completeReset);
    }

    /** A step about one of several things of a case, which a variable counts. */
    private static JavaDelegate calling(ProcessVariable<String> which, ObjIntConsumer<UUID> useCase) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                useCase.accept(caseId, Integer.parseInt(which.from(execution)));
            }
        };
    }

    /** As {@link #calling}, leaving one fact in the process: what the use case answers. */
    private static JavaDelegate keeping(
            ProcessVariable<String> fact, ProcessVariable<String> which, BiFunction<UUID, Integer, String> useCase) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                fact.on(execution, useCase.apply(caseId, Integer.parseInt(which.from(execution))));
            }
        };
    }
}
