package kz.qupiya.breachnotification.process;

import java.util.Optional;
import java.util.UUID;
import kz.qupiya.breachnotification.AuthorityFilings;
import kz.qupiya.breachnotification.BreachAssessment;
import kz.qupiya.breachnotification.BreachClosing;
import kz.qupiya.breachnotification.Containment;
import kz.qupiya.breachnotification.PeopleNotices;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Elements;
import kz.qupiya.breachnotification.process.BreachNotificationModel.Variables;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casework.SecondPerson;
import kz.qupiya.engine.Refusals;
import kz.qupiya.engine.TaskUsers;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people decide in a breach goes from the forms to the case; what the state of the case forbids changes nothing. */
@Configuration(proxyBeanMethods = false)
class BreachTasks {

    private final TaskUsers users;

    BreachTasks(TaskUsers users) {
        this.users = users;
    }

    @Bean
    TaskListener assessBreachListener(BreachAssessment assessment) {
        return task -> Refusals.noting(() -> Variables.VERDICT.on(
                task,
                assessment.assess(
                        caseId(task), Variables.VERDICT.find(task), Variables.VERDICT_REASON.find(task), by(task))));
    }

    @Bean
    TaskListener containBreachListener(Containment containment) {
        return task -> Refusals.noting(() -> containment.contained(caseId(task), by(task)));
    }

    /** Security leads the case and may do every measure; beside it whoever owns the measure. */
    @Bean
    TaskListener takeMeasureListener(Containment containment) {
        return task -> {
            var owner = containment.assign(caseId(task), task.getId());
            if (!owner.equals(Role.SECURITY.groupId())) {
                task.addCandidateGroup(owner);
            }
        };
    }

    @Bean
    TaskListener completeMeasureListener(Containment containment) {
        return task -> Refusals.noting(() -> containment.taken(caseId(task), task.getId(), by(task)));
    }

    @Bean
    TaskListener concludeBreachListener(BreachClosing closing) {
        return task -> Refusals.noting(() -> closing.conclude(caseId(task), Variables.CAUSE.find(task), by(task)));
    }

    @Bean
    TaskListener prepareFilingListener(AuthorityFilings filings) {
        return task -> Refusals.noting(() -> filings.prepare(caseId(task), Variables.FILING_WAY.find(task), by(task)));
    }

    @Bean
    TaskListener approveFilingListener(AuthorityFilings filings) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                filings.approve(
                        caseId(task), Variables.APPROVAL.find(task), Variables.FILING_REJECTION.find(task), by(task))));
    }

    @Bean
    TaskListener recordFilingListener(AuthorityFilings filings) {
        return task -> Refusals.noting(() -> filings.requireRegistered(caseId(task)));
    }

    @Bean
    TaskListener determineAffectedListener(PeopleNotices notices) {
        return task -> Refusals.noting(() -> notices.determined(caseId(task), by(task)));
    }

    @Bean
    TaskListener decideNoticeListener(PeopleNotices notices) {
        return task -> Refusals.noting(() -> Variables.TELL.on(
                task,
                notices.decide(caseId(task), Variables.TELL.find(task), Variables.TELL_REASON.find(task), by(task))));
    }

    @Bean
    TaskListener writeNoticeListener(PeopleNotices notices) {
        return task -> Refusals.noting(() -> notices.written(caseId(task), version(task), by(task)));
    }

    @Bean
    TaskListener approveNoticeListener(PeopleNotices notices) {
        return task -> Refusals.noting(() -> Variables.APPROVAL.on(
                task,
                notices.approve(
                        caseId(task),
                        version(task),
                        Variables.APPROVAL.find(task),
                        Variables.NOTICE_REJECTION.find(task),
                        by(task))));
    }

    @Bean
    TaskListener followUnreachedListener(PeopleNotices notices) {
        return task -> Refusals.noting(
                () -> notices.followed(caseId(task), version(task), Variables.UNREACHED.find(task), by(task)));
    }

    /** Neither a notification nor a notice is approved by the one who prepared it. */
    @Bean
    SecondPerson breachApproval(AuthorityFilings filings, PeopleNotices notices) {
        return (process, task, caseId, act) -> {
            if (BreachNotificationModel.NOTIFY_AUTHORITY.equals(process) && Elements.APPROVE_FILING.equals(task)) {
                return filings.preparedBy(caseId);
            }
            return BreachNotificationModel.AFFECTED_PEOPLE.equals(process) && Elements.APPROVE_NOTICE.equals(task)
                    ? notices.preparedBy(caseId)
                    : Optional.empty();
        };
    }

    private Actor by(DelegateTask task) {
        return Actor.user(users.of(task));
    }

    private static UUID caseId(DelegateTask task) {
        return UUID.fromString(Variables.CASE_ID.from(task));
    }

    private static int version(DelegateTask task) {
        return Integer.parseInt(Variables.LIST_VERSION.from(task));
    }
}
