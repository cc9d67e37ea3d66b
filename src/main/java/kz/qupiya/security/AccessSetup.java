package kz.qupiya.security;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kz.qupiya.security.Grants.Grant;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes groups, tenants, rights, lists and first users at each start, as far as they are missing or have been changed; what an
 * administrator has added stays. One node at a time.
 */
@Component
@Order(AccessSetup.ORDER)
class AccessSetup implements ApplicationRunner {

    /** Before whatever tells the world that the application stands. */
    static final int ORDER = -100;

    private static final long LOCK = 0x7175_7069_7961L;

    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;
    private final RepositoryService models;
    private final JdbcClient jdbc;
    private final SecuritySettings settings;
    private final ObjectProvider<OperatorDirectory> operators;
    private final FirstUsers users;
    private final StaffNames names;

    AccessSetup(
            IdentityService identity,
            AuthorizationService authorizations,
            FilterService filters,
            TaskService tasks,
            RepositoryService models,
            JdbcClient jdbc,
            SecuritySettings settings,
            ObjectProvider<OperatorDirectory> operators,
            FirstUsers users,
            StaffNames names) {
        this.identity = identity;
        this.authorizations = authorizations;
        this.filters = filters;
        this.tasks = tasks;
        this.models = models;
        this.jdbc = jdbc;
        this.settings = settings;
        this.operators = operators;
        this.users = users;
        this.names = names;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, n) -> true)
                .list();
        Arrays.stream(Role.values()).forEach(this::group);
        operators.orderedStream().map(OperatorDirectory::names).forEach(known -> known.forEach(this::tenant));
        Grants.all(settings.startable()).forEach(this::grant);
        Grants.withdrawn().forEach(this::withdraw);
        filters();
        users.create();
    }

    private void group(Role role) {
        if (identity.createGroupQuery().groupId(role.groupId()).count() > 0) {
            return;
        }
        var group = identity.newGroup(role.groupId());
        group.setName(names.group(role));
        group.setType(role == Role.ADMIN ? "SYSTEM" : "WORKFLOW");
        identity.saveGroup(group);
    }

    private void tenant(String key, String name) {
        var tenant = identity.createTenantQuery().tenantId(key).singleResult();
        if (tenant == null) {
            tenant = identity.newTenant(key);
        } else if (name.equals(tenant.getName())) {
            return;
        }
        tenant.setName(name);
        identity.saveTenant(tenant);
    }

    private void grant(Grant grant) {
        var known = authorizations
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(grant.role().groupId())
                .resourceType(grant.resource())
                .resourceId(grant.id())
                .singleResult();
        if (known != null && grant.permissions().stream().allMatch(known::isPermissionGranted)) {
            return;
        }
        var authorization =
                known == null ? authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT) : known;
        authorization.setGroupId(grant.role().groupId());
        authorization.setResource(grant.resource());
        authorization.setResourceId(grant.id());
        grant.permissions().forEach(authorization::addPermission);
        authorizations.saveAuthorization(authorization);
    }

    private void withdraw(Grant grant) {
        authorizations
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(grant.role().groupId())
                .resourceType(grant.resource())
                .resourceId(grant.id())
                .list()
                .stream()
                .filter(known -> grant.permissions().stream().anyMatch(known::isPermissionGranted))
                .forEach(known -> {
                    grant.permissions().forEach(known::removePermission);
                    authorizations.saveAuthorization(known);
                });
    }

    private void filters() {
        var known = new HashMap<String, Filter>();
        for (var filter : filters.createTaskFilterQuery().list()) {
            var code = filter.getProperties() == null
                    ? null
                    : filter.getProperties().get(StaffFilters.CODE);
            known.put(code == null ? filter.getName() : code.toString(), filter);
        }
        var place = 0;
        for (var wanted : StaffFilters.all(tasks, processes(), operators())) {
            var name = names.filter(wanted);
            var filter = known.remove(wanted.code());
            if (filter == null) {
                // lists made before they had codes are known by their names
                filter = known.remove(name);
            }
            if (filter == null) {
                filter = filters.newTaskFilter(name);
            }
            filter.setName(name);
            filter.setQuery(wanted.query());
            filter.setProperties(StaffFilters.properties(wanted, names, place++));
            filters.saveFilter(filter);
            if (wanted.operator() == null) {
                for (var role : Grants.staff()) {
                    grant(new Grant(role, Resources.FILTER, filter.getId(), List.of(Permissions.READ)));
                }
            }
        }
        // a list of ours whose process or operator is no more
        known.values().stream()
                .filter(filter ->
                        filter.getProperties() != null && filter.getProperties().containsKey(StaffFilters.CODE))
                .forEach(filter -> filters.deleteFilter(filter.getId()));
    }

    /** Names of the deployed processes that a case may be handled by: those that staff or systems start. */
    private Map<String, String> processes() {
        var names = new TreeMap<String, String>();
        models.createProcessDefinitionQuery()
                .latestVersion()
                .withoutTenantId()
                .startableInTasklist()
                .list()
                .forEach(definition -> names.put(
                        definition.getKey(),
                        definition.getName() == null ? definition.getKey() : definition.getName()));
        return names;
    }

    private Map<String, String> operators() {
        var names = new TreeMap<String, String>();
        operators.orderedStream().map(OperatorDirectory::names).forEach(names::putAll);
        return names;
    }
}
