package kz.qupiya.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Finds the tasks of a case and completes them as a member of the staff, with that person's groups and operators. */
@Component
@Profile("test")
public class StaffTasks {

    private final TaskService tasks;
    private final IdentityService identity;

    StaffTasks(TaskService tasks, IdentityService identity) {
        this.tasks = tasks;
        this.identity = identity;
    }

    /** The open task of this key; fails when there is none. */
    public Task of(String number, String key) {
        var found = tasks.createTaskQuery()
                .processInstanceBusinessKey(number)
                .taskDefinitionKey(key)
                .list();
        assertThat(found).as(key + " of " + number).isNotEmpty();
        return found.get(0);
    }

    /** Claims and completes a task. */
    public void complete(String user, Task task, Map<String, Object> variables) {
        tasks.setAssignee(task.getId(), user);
        identity.setAuthentication(
                user,
                identity.createGroupQuery().groupMember(user).list().stream()
                        .map(Group::getId)
                        .toList(),
                identity.createTenantQuery().userMember(user).list().stream()
                        .map(Tenant::getId)
                        .toList());
        try {
            tasks.complete(task.getId(), variables);
        } finally {
            identity.clearAuthentication();
        }
    }
}
