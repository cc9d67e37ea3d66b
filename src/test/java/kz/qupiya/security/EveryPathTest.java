package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kz.qupiya.security.JaxRs.Endpoint;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.admin.impl.plugin.resources.AdminPluginsRootResource;
import org.camunda.bpm.admin.impl.web.SetupResource;
import org.camunda.bpm.cockpit.impl.plugin.resources.BaseRootResource;
import org.camunda.bpm.cockpit.impl.plugin.resources.CockpitPluginsRootResource;
import org.camunda.bpm.engine.rest.impl.DefaultProcessEngineRestServiceImpl;
import org.camunda.bpm.engine.rest.impl.NamedProcessEngineRestServiceImpl;
import org.camunda.bpm.tasklist.impl.plugin.resources.TasklistPluginsRootResource;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthenticationResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every address that something listens on: our controllers, engine REST and its copies in the web applications. */
@QupiyaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Every mapped path")
class EveryPathTest {

    private static final String WEBAPP = "/camunda/api";
    private static final String ENGINE = WEBAPP + "/engine/engine/{}";
    private static final String PASSWORD = "Some-Pass_1234";

    /** What is open to nobody: everything else must ask for a log-in. */
    private static final Set<String> OPEN = Set.of(
            "GET /actuator/health",
            "GET /actuator/health/**",
            "GET /",
            // Signed under the secret of that system, checked by its controller.
            "POST /api/v1/operators/{}/systems/{}/answers",
            // Signed under the secret of that recipient, or an API client: also checked by its controller.
            "POST /api/v1/operators/{}/notices/{}/acknowledgement",
            // The public web form.
            "GET /request/{}",
            "POST /request/{}",
            "GET /request/{}/status",
            "POST /request/{}/status",
            "POST /request/{}/code",
            "POST /request/{}/proof",
            // The page on which somebody answers a notice.
            "GET /notice",
            "POST /notice",
            "GET /notice/{}",
            "GET " + WEBAPP + "/engine/engine",
            "GET " + WEBAPP + "/admin/auth/user/{}",
            "POST " + WEBAPP + "/admin/auth/user/{}/login/{}",
            "POST " + WEBAPP + "/admin/auth/user/{}/logout",
            "GET " + WEBAPP + "/admin/plugin/adminPlugins/static/{}",
            "GET " + WEBAPP + "/cockpit/plugin/cockpitPlugins/static/{}",
            "GET " + WEBAPP + "/tasklist/plugin/tasklistPlugins/static/{}",
            "GET " + WEBAPP + "/cockpit/plugin/base/static/{}");

    /** What staff may write through Tasklist. */
    private static final Set<String> WORKER_WRITES = Set.of(
            "POST " + ENGINE + "/task/{}/claim",
            "POST " + ENGINE + "/task/{}/submit-form",
            "POST " + ENGINE + "/filter/{}/list",
            "POST " + ENGINE + "/filter/{}/count",
            "POST " + ENGINE + "/identity/password-policy",
            "OPTIONS " + ENGINE + "/filter",
            "OPTIONS " + ENGINE + "/filter/{}");

    private static final Set<String> WATCHER_WRITES = Set.of(
            // Queries with a body.
            "POST " + ENGINE + "/process-instance",
            "POST " + ENGINE + "/process-instance/count",
            "POST " + ENGINE + "/task",
            "POST " + ENGINE + "/task/count",
            "POST " + ENGINE + "/job",
            "POST " + ENGINE + "/job/count",
            "POST " + ENGINE + "/variable-instance",
            "POST " + ENGINE + "/variable-instance/count",
            "POST " + ENGINE + "/execution",
            "POST " + ENGINE + "/execution/count",
            "POST " + ENGINE + "/external-task",
            "POST " + ENGINE + "/external-task/count",
            "POST " + ENGINE + "/history/process-instance",
            "POST " + ENGINE + "/history/process-instance/count",
            "POST " + ENGINE + "/history/activity-instance",
            "POST " + ENGINE + "/history/activity-instance/count",
            "POST " + ENGINE + "/history/variable-instance",
            "POST " + ENGINE + "/history/variable-instance/count",
            "POST " + ENGINE + "/history/task",
            "POST " + ENGINE + "/history/task/count",
            "POST " + ENGINE + "/history/detail",
            "POST " + ENGINE + "/history/detail/count",
            "POST " + ENGINE + "/history/job-log",
            "POST " + ENGINE + "/history/job-log/count",
            "POST " + ENGINE + "/history/incident",
            "POST " + ENGINE + "/history/incident/count");

    private static final Set<String> ADMIN_WRITES = Set.of(
            "POST " + ENGINE + "/user/create",
            "POST " + ENGINE + "/user/{}/unlock",
            "PUT " + ENGINE + "/user/{}/profile",
            "PUT " + ENGINE + "/user/{}/credentials",
            "DELETE " + ENGINE + "/user/{}",
            "OPTIONS " + ENGINE + "/user",
            "OPTIONS " + ENGINE + "/user/{}",
            "POST " + ENGINE + "/group/create",
            "PUT " + ENGINE + "/group/{}",
            "DELETE " + ENGINE + "/group/{}",
            "PUT " + ENGINE + "/group/{}/members/{}",
            "DELETE " + ENGINE + "/group/{}/members/{}",
            "OPTIONS " + ENGINE + "/group",
            "OPTIONS " + ENGINE + "/group/{}",
            "OPTIONS " + ENGINE + "/group/{}/members",
            "POST " + ENGINE + "/tenant/create",
            "PUT " + ENGINE + "/tenant/{}",
            "DELETE " + ENGINE + "/tenant/{}",
            "PUT " + ENGINE + "/tenant/{}/user-members/{}",
            "DELETE " + ENGINE + "/tenant/{}/user-members/{}",
            "PUT " + ENGINE + "/tenant/{}/group-members/{}",
            "DELETE " + ENGINE + "/tenant/{}/group-members/{}",
            "OPTIONS " + ENGINE + "/tenant",
            "OPTIONS " + ENGINE + "/tenant/{}",
            "OPTIONS " + ENGINE + "/tenant/{}/user-members",
            "OPTIONS " + ENGINE + "/tenant/{}/group-members",
            "POST " + ENGINE + "/authorization/create",
            "PUT " + ENGINE + "/authorization/{}",
            "DELETE " + ENGINE + "/authorization/{}",
            "OPTIONS " + ENGINE + "/authorization",
            "OPTIONS " + ENGINE + "/authorization/{}");

    /** What staff who are no managers may read of the engine. */
    private static final Set<String> WORKER_READS = Set.of(
            "GET " + WEBAPP + "/engine/engine",
            "GET " + ENGINE + "/task",
            "GET " + ENGINE + "/task/count",
            "GET " + ENGINE + "/task/{}",
            "GET " + ENGINE + "/task/{}/form",
            "GET " + ENGINE + "/task/{}/deployed-form",
            "GET " + ENGINE + "/task/{}/rendered-form",
            "GET " + ENGINE + "/task/{}/form-variables",
            "GET " + ENGINE + "/task/{}/identity-links",
            "GET " + ENGINE + "/task/{}/comment",
            "GET " + ENGINE + "/task/{}/attachment",
            "GET " + ENGINE + "/filter",
            "GET " + ENGINE + "/filter/count",
            "GET " + ENGINE + "/filter/{}",
            "GET " + ENGINE + "/filter/{}/list",
            "GET " + ENGINE + "/filter/{}/count",
            "GET " + ENGINE + "/user",
            "GET " + ENGINE + "/user/count",
            "GET " + ENGINE + "/user/{}/profile",
            "GET " + ENGINE + "/group",
            "GET " + ENGINE + "/group/count",
            "GET " + ENGINE + "/identity/groups",
            "GET " + ENGINE + "/identity/password-policy",
            "GET " + ENGINE + "/history/user-operation",
            "GET " + ENGINE + "/history/user-operation/count",
            "GET " + ENGINE + "/process-definition",
            "GET " + ENGINE + "/process-definition/count",
            "GET " + ENGINE + "/process-definition/{}",
            "GET " + ENGINE + "/process-definition/{}/xml",
            "GET " + ENGINE + "/decision-definition/{}/xml");

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @Autowired
    Staff staff;

    @Autowired
    JdbcClient jdbc;

    @BeforeAll
    void users() {
        for (var role : Role.values()) {
            staff.make(user(role), PASSWORD, role, Staff.FOREIGN);
        }
    }

    @AfterAll
    void remove() {
        for (var role : Role.values()) {
            staff.delete(user(role));
        }
        jdbc.sql("delete from qupiya.login_failure").update();
    }

    @Test
    @DisplayName("asks nobody in without a log-in, but for pages, the log-in itself and the health")
    void asNobody() {
        var nobody = Http.nobody(port);
        var wrong = new ArrayList<String>();
        var all = new TreeSet<Endpoint>();
        all.addAll(springMvc());
        all.addAll(webapps());
        all.addAll(engineRest());
        all.stream().filter(endpoint -> !OPEN.contains(endpoint.toString())).forEach(endpoint -> {
            int status = nobody.status(endpoint.method(), filled(endpoint.path()));
            if (status != 401) {
                wrong.add(endpoint + ": " + status);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(all).hasSizeGreaterThan(600);
    }

    @Test
    @DisplayName("of engine REST but the allowed ones is closed to every role")
    void engineRestByRole() {
        var allowed = Set.of(
                "POST /engine-rest/process-definition/key/{}/start",
                "GET /engine-rest/process-instance/count",
                "GET /engine-rest/process-instance/{}",
                "GET /engine-rest/version");
        var wrong = new ArrayList<String>();
        int looked = 0;
        for (var role : Role.values()) {
            var caller = Http.basic(port, user(role), PASSWORD);
            for (var endpoint : engineRest()) {
                if (!allowed.contains(endpoint.toString())) {
                    int status = caller.status(endpoint.method(), filled(endpoint.path()));
                    if (status != 403) {
                        wrong.add(role + " " + endpoint + ": " + status);
                    }
                    looked++;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(looked).isGreaterThan(2000);
    }

    @Test
    @DisplayName("of the web applications is open to the roles whose application calls it, and to no other")
    void webappsByRole() {
        var wrong = new ArrayList<String>();
        int looked = 0;
        for (var role : Role.values()) {
            if (role == Role.CLIENT) {
                continue;
            }
            var browser = Http.session(port, user(role), PASSWORD, "tasklist");
            var token = browser.csrf();
            for (var endpoint : webapps()) {
                if (OPEN.contains(endpoint.toString()) || mayCall(role, endpoint)) {
                    continue;
                }
                int status = browser.status(endpoint.method(), filled(endpoint.path()), "X-XSRF-TOKEN", token);
                if (status != 403) {
                    wrong.add(role + " " + endpoint + ": " + status);
                }
                looked++;
            }
            assertThat(browser.get("/camunda/api/engine/engine/default/task?maxResults=1")
                            .statusCode())
                    .as("the session of %s outlives its refusals", role)
                    .isEqualTo(200);
        }
        assertThat(wrong).isEmpty();
        assertThat(looked).isGreaterThan(1500);
    }

    @Test
    @DisplayName("of an operator is closed to an API client of another: 404 for reading, nothing done for writing")
    void foreignOperator() {
        var client = Http.basic(port, user(Role.CLIENT), PASSWORD);
        var wrong = new LinkedHashMap<String, Integer>();
        var ours = springMvc().stream()
                .filter(endpoint -> endpoint.path().startsWith("/api/v1/operators/{}"))
                .toList();
        for (var endpoint : ours) {
            var path = endpoint.path().replaceFirst("\\{}", Staff.OPERATOR);
            int status = client.status(endpoint.method(), filled(path));
            boolean right = "GET".equals(endpoint.method())
                    ? status == 404 || status == 400
                    : Set.of(400, 404, 415).contains(status);
            if (!right) {
                wrong.put(endpoint.toString(), status);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(ours).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("that nothing is mapped to is refused too, and 404 below the API for who is known")
    void unmapped() {
        var client = Http.basic(port, user(Role.CLIENT), PASSWORD);
        for (var path : List.of(
                "/requests/twelve",
                "/h2-console",
                "/actuator/env",
                "/actuator/heapdump",
                "/x",
                "/error",
                "/index.html")) {
            assertThat(Http.nobody(port).get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(Http.nobody(port).get("/api/v1/none").statusCode()).isEqualTo(401);
        assertThat(client.get("/api/v1/none").statusCode()).isEqualTo(404);
        assertThat(Http.nobody(port).get("/v3/api-docs").statusCode()).isEqualTo(401);
        assertThat(client.get("/v3/api-docs").statusCode()).isEqualTo(200);
        assertThat(Http.nobody(port).get("/actuator/health").statusCode()).isIn(200, 503);
        assertThat(Http.nobody(port).get("/actuator/health").body()).doesNotContain("components", "details");
        assertThat(Http.nobody(port).get("/actuator/prometheus").statusCode()).isEqualTo(401);
        assertThat(client.get("/actuator/prometheus").statusCode()).isEqualTo(403);
        assertThat(Http.basic(port, user(Role.MANAGER), PASSWORD)
                        .get("/actuator/prometheus")
                        .statusCode())
                .isNotIn(401, 403);
        assertThat(Http.nobody(port).raw("GET", "/api//v1/none")).isEqualTo(400);
    }

    private static boolean mayCall(Role role, Endpoint endpoint) {
        var call = endpoint.toString();
        boolean watches = role == Role.MANAGER || role == Role.ADMIN;
        boolean works = role != Role.ADMIN || !call.matches("POST .*/task/\\{}/(claim|submit-form)");
        if (watches && endpoint.path().startsWith(WEBAPP + "/cockpit/plugin/base/{}")) {
            return Set.of("GET", "POST").contains(endpoint.method());
        }
        if (role == Role.ADMIN
                && (ADMIN_WRITES.contains(call)
                        || (endpoint.method().equals("GET")
                                && (call.matches("GET .*engine/\\{}/(user|group|tenant|authorization|identity)\\b.*")
                                        || call.contains("/admin/plugin/adminPlugins/{}/metrics"))))) {
            return true;
        }
        if (watches && endpoint.method().equals("GET") && call.startsWith("GET " + ENGINE + "/")) {
            // Cockpit reads nearly everything; what it does not is named here.
            return !call.matches("GET .*engine/\\{}/(user|group|authorization|filter|identity|telemetry|schema)\\b.*")
                    || WORKER_READS.contains(call);
        }
        return (WORKER_WRITES.contains(call) && works)
                || WORKER_READS.contains(call)
                || (watches && WATCHER_WRITES.contains(call));
    }

    private Set<Endpoint> springMvc() {
        var endpoints = new TreeSet<Endpoint>();
        Map<String, RequestMappingHandlerMapping> mappings = context.getBeansOfType(RequestMappingHandlerMapping.class);
        mappings.values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> add(info, endpoints)));
        endpoints.add(new Endpoint("GET", "/actuator"));
        for (var id : List.of("info", "prometheus", "metrics", "env", "beans", "loggers")) {
            endpoints.add(new Endpoint("GET", "/actuator/" + id));
        }
        return endpoints;
    }

    private static void add(RequestMappingInfo info, Set<Endpoint> endpoints) {
        var methods =
                info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
        for (var pattern : info.getPatternValues()) {
            for (var method : methods.isEmpty() ? List.of("GET", "POST") : methods) {
                endpoints.add(new Endpoint(method, pattern.replaceAll("\\{[^}]*}", "{}")));
            }
        }
    }

    private static Set<Endpoint> engineRest() {
        var endpoints = new TreeSet<Endpoint>();
        for (var root : List.of(DefaultProcessEngineRestServiceImpl.class, NamedProcessEngineRestServiceImpl.class)) {
            JaxRs.of(root)
                    .forEach(endpoint ->
                            endpoints.add(new Endpoint(endpoint.method(), "/engine-rest" + endpoint.path())));
        }
        return endpoints;
    }

    private static Set<Endpoint> webapps() {
        var endpoints = new TreeSet<Endpoint>();
        below(WEBAPP + "/engine", endpoints, NamedProcessEngineRestServiceImpl.class);
        below(
                WEBAPP + "/admin",
                endpoints,
                UserAuthenticationResource.class,
                SetupResource.class,
                AdminPluginsRootResource.class);
        below(WEBAPP + "/cockpit", endpoints, CockpitPluginsRootResource.class, BaseRootResource.class);
        below(WEBAPP + "/tasklist", endpoints, TasklistPluginsRootResource.class);
        return endpoints;
    }

    private static void below(String at, Set<Endpoint> endpoints, Class<?>... resources) {
        for (var resource : resources) {
            JaxRs.of(resource)
                    .forEach(endpoint -> endpoints.add(new Endpoint(endpoint.method(), at + endpoint.path())));
        }
    }

    /** The address with something for each parameter; the first one of the web applications is the engine's name. */
    private static String filled(String path) {
        return path.replace("/engine/engine/{}", "/engine/engine/default")
                .replace("/engine-rest/engine/{}", "/engine-rest/engine/default")
                .replaceFirst("(/auth/user|/setup|Plugins|/plugin/base)/\\{}", "$1/default")
                .replace("/**", "/x")
                .replace("*", "x")
                .replace("{}", "walked");
    }

    private static String user(Role role) {
        return "walk" + role.name().toLowerCase(java.util.Locale.ROOT);
    }
}
