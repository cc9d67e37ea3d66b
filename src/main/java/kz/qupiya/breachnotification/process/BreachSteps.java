package kz.qupiya.breachnotification.process;

import java.util.UUID;
import kz.qupiya.breachnotification.AuthorityFilings;
import kz.qupiya.breachnotification.BreachClosing;
import kz.qupiya.breachnotification.Containment;
import kz.qupiya.breachnotification.PeopleNotices;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Variables;
import kz.qupiya.engine.CaseStep;
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
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                notices.draft(caseId, version(execution));
            }
        };
    }

    @Bean
    JavaDelegate releaseNoticeDelegate(PeopleNotices notices) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                notices.release(caseId, version(execution));
            }
        };
    }

    @Bean
    JavaDelegate takeStockDelegate(PeopleNotices notices) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                Variables.REACH.on(execution, notices.takeStock(caseId, version(execution)));
            }
        };
    }

    @Bean
    JavaDelegate prepareResetDelegate(Containment containment) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                Variables.ACT_ID.on(execution, containment.prepareReset(caseId, account(execution)));
            }
        };
    }

    @Bean
    JavaDelegate completeResetDelegate(Containment containment) {
        return new CaseStep() {
            @Override
            protected void run(UUID caseId, DelegateExecution execution) {
                containment.completeReset(caseId, account(execution));
            }
        };
    }

    private static int version(DelegateExecution execution) {
        return Integer.parseInt(Variables.LIST_VERSION.from(execution));
    }

    private static int account(DelegateExecution execution) {
        return Integer.parseInt(Variables.ACCOUNT.from(execution));
    }
}
