package kz.qupiya.security;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.SystemPermissions;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;

/**
 * What the engine lets each role do (camunda.md C to E). Staff have no right on tasks here: the engine gives candidates and assignees
 * {@code TASK_WORK} on their task, which lets them claim and submit it, but change neither its due date nor its variables. Nobody has a
 * right to deploy, to create filters or batches, to cancel or to change an instance.
 */
final class Grants {

    /**
     * One right of one group.
     *
     * @param id the object, or {@code *}
     */
    record Grant(Role role, Resource resource, String id, List<Permission> permissions) {}

    private static final List<Role> STAFF =
            List.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN, Role.MANAGER, Role.ADMIN);

    private Grants() {}

    /** Roles that see Tasklist and its filters. */
    static List<Role> staff() {
        return STAFF;
    }

    /** All rights, given the processes that may be started over engine REST. */
    static List<Grant> all(Set<String> startable) {
        var grants = new ArrayList<Grant>();
        for (var role : STAFF) {
            grants.add(grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS));
            // Names and diagrams of processes, names of colleagues.
            if (role != Role.MANAGER && role != Role.ADMIN) {
                grants.add(grant(role, Resources.PROCESS_DEFINITION, ANY, Permissions.READ));
                grants.add(grant(role, Resources.USER, ANY, Permissions.READ));
                grants.add(grant(role, Resources.GROUP, ANY, Permissions.READ));
            }
        }
        for (var role : List.of(Role.MANAGER, Role.ADMIN)) {
            watching(role, grants);
        }
        grants.add(grant(Role.MANAGER, Resources.USER, ANY, Permissions.READ));
        grants.add(grant(Role.MANAGER, Resources.GROUP, ANY, Permissions.READ));
        grants.add(grant(Role.MANAGER, Resources.TENANT, ANY, Permissions.READ));
        administering(grants);
        for (var role : List.of(Role.CLIENT, Role.CLERK, Role.OFFICER)) {
            starting(role, startable, grants);
        }
        return grants;
    }

    private static void watching(Role role, List<Grant> grants) {
        grants.add(grant(role, Resources.APPLICATION, "cockpit", Permissions.ACCESS));
        grants.add(grant(
                role,
                Resources.PROCESS_DEFINITION,
                ANY,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_TASK,
                ProcessDefinitionPermissions.READ_HISTORY));
        grants.add(grant(role, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY));
        grants.add(grant(role, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ));
        grants.add(grant(role, Resources.DEPLOYMENT, ANY, Permissions.READ));
        grants.add(grant(role, Resources.BATCH, ANY, BatchPermissions.READ, BatchPermissions.READ_HISTORY));
    }

    /** What earlier releases gave and this one does not: a manager's acts go over our own API, where each has a reason and is on the record. */
    static List<Grant> withdrawn() {
        return Stream.of(Role.MANAGER, Role.ADMIN)
                .map(role -> grant(
                        role,
                        Resources.PROCESS_DEFINITION,
                        ANY,
                        ProcessDefinitionPermissions.RETRY_JOB,
                        ProcessDefinitionPermissions.TASK_ASSIGN))
                .toList();
    }

    private static void administering(List<Grant> grants) {
        grants.add(grant(Role.ADMIN, Resources.APPLICATION, "admin", Permissions.ACCESS));
        Stream.of(
                        Resources.USER,
                        Resources.GROUP,
                        Resources.GROUP_MEMBERSHIP,
                        Resources.TENANT,
                        Resources.TENANT_MEMBERSHIP,
                        Resources.AUTHORIZATION)
                .forEach(resource -> grants.add(grant(Role.ADMIN, resource, ANY, Permissions.ALL)));
        grants.add(grant(Role.ADMIN, Resources.OPERATION_LOG_CATEGORY, ANY, UserOperationLogCategoryPermissions.READ));
        grants.add(grant(Role.ADMIN, Resources.FILTER, ANY, Permissions.READ));
        grants.add(grant(Role.ADMIN, Resources.SYSTEM, ANY, SystemPermissions.READ));
    }

    private static void starting(Role role, Set<String> startable, List<Grant> grants) {
        grants.add(grant(role, Resources.PROCESS_INSTANCE, ANY, Permissions.CREATE));
        for (var process : startable) {
            grants.add(grant(
                    role,
                    Resources.PROCESS_DEFINITION,
                    process,
                    ProcessDefinitionPermissions.READ,
                    ProcessDefinitionPermissions.CREATE_INSTANCE,
                    ProcessDefinitionPermissions.READ_INSTANCE));
        }
    }

    private static Grant grant(Role role, Resource resource, String id, Permission... permissions) {
        return new Grant(role, resource, id, Arrays.asList(permissions));
    }
}
