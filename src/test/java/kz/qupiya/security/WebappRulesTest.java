package kz.qupiya.security;

import static kz.qupiya.security.WebappRules.Verdict.ALLOWED;
import static kz.qupiya.security.WebappRules.Verdict.DENIED;
import static kz.qupiya.security.WebappRules.Verdict.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The list of the web applications")
class WebappRulesTest {

    private static final String E = "/camunda/api/engine/engine/default";

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("has nothing that writes past the cases, for any role")
    @CsvSource({
        "POST, /deployment/create",
        "POST, /deployment/x/redeploy",
        "DELETE, /deployment/x",
        "POST, /process-definition/key/dataBlocking/start",
        "POST, /process-definition/x:1:y/start",
        "POST, /process-definition/x:1:y/submit-form",
        "POST, /process-definition/key/x/restart-async",
        "PUT, /process-definition/x/suspended",
        "PUT, /process-definition/x/history-time-to-live",
        "POST, /filter/create",
        "PUT, /filter/x",
        "DELETE, /filter/x",
        "POST, /task/create",
        "PUT, /task/x",
        "DELETE, /task/x",
        "POST, /task/x/complete",
        "POST, /task/x/assignee",
        "POST, /task/x/delegate",
        "POST, /task/x/unclaim",
        "POST, /task/x/comment/create",
        "POST, /task/x/attachment/create",
        "POST, /task/x/identity-links",
        "POST, /task/x/bpmnError",
        "PUT, /task/x/variables/y",
        "POST, /task/x/localVariables",
        "PUT, /process-instance/x/variables/y",
        "POST, /process-instance/x/modification",
        "POST, /process-instance/delete",
        "DELETE, /process-instance/x",
        "PUT, /process-instance/suspended",
        "POST, /process-instance/message-async",
        "POST, /execution/x/signal",
        "PUT, /execution/x/localVariables/y",
        "POST, /message",
        "POST, /signal",
        "POST, /condition",
        "PUT, /job/x/retries",
        "PUT, /job/x/duedate",
        "POST, /job/x/duedate/recalculate",
        "POST, /job/x/execute",
        "PUT, /job/x/suspended",
        "DELETE, /job/x",
        "POST, /job/retries",
        "PUT, /job-definition/x/retries",
        "PUT, /job-definition/x/suspended",
        "POST, /migration/execute",
        "POST, /modification/execute",
        "POST, /external-task/fetchAndLock",
        "PUT, /external-task/x/retries",
        "DELETE, /batch/x",
        "POST, /history/cleanup",
        "POST, /history/process-instance/delete",
        "DELETE, /history/process-instance/x",
        "POST, /decision-definition/x/evaluate",
        "PUT, /incident/x/annotation",
        "POST, /telemetry/configuration",
        "POST, /identity/verify",
    })
    void closed(String method, String path) {
        for (var role : Role.values()) {
            assertThat(WebappRules.decide(method, E + path, Set.of(role), "me"))
                    .as("%s %s as %s", method, path, role)
                    .isEqualTo(DENIED);
        }
    }

    @ParameterizedTest(name = "{0} {1} for {2}")
    @DisplayName("lets each role do what its application calls")
    @CsvSource({
        "POST, /task/x/claim, CLERK, ALLOWED",
        "POST, /task/x/submit-form, CUSTODIAN, ALLOWED",
        "POST, /task/x/submit-form, ADMIN, DENIED",
        "POST, /task/x/claim, ADMIN, DENIED",
        "POST, /filter/x/list, OFFICER, ALLOWED",
        "GET, /process-instance/x, CLERK, DENIED",
        "GET, /process-instance/x, MANAGER, ALLOWED",
        "POST, /process-instance, MANAGER, ALLOWED",
        "GET, /history/process-instance, CLERK, DENIED",
        "GET, /history/process-instance, MANAGER, ALLOWED",
        "POST, /user/create, MANAGER, DENIED",
        "POST, /user/create, ADMIN, ALLOWED",
        "PUT, /user/x/credentials, CLERK, DENIED",
        "PUT, /user/me/credentials, CLERK, ALLOWED",
        "PUT, /user/me/credentials, CLIENT, DENIED",
        "GET, /task, CLIENT, DENIED",
    })
    void perRole(String method, String path, Role role, WebappRules.Verdict verdict) {
        assertThat(WebappRules.decide(method, E + path, Set.of(role), "me")).isEqualTo(verdict);
    }

    @Test
    @DisplayName("keeps the set-up of a first administrator closed, for nobody and for everybody")
    void setup() {
        var path = "/camunda/api/admin/setup/default/user/create";
        assertThat(WebappRules.decide("POST", path, Set.of(), "")).isEqualTo(DENIED);
        Arrays.stream(Role.values()).forEach(role -> assertThat(WebappRules.decide("POST", path, Set.of(role), "me"))
                .isEqualTo(DENIED));
    }

    @Test
    @DisplayName("opens pages and the log-in to nobody, and nothing else")
    void open() {
        assertThat(WebappRules.decide("GET", "/camunda/app/tasklist/default/", Set.of(), ""))
                .isEqualTo(PUBLIC);
        assertThat(WebappRules.decide("POST", "/camunda/api/admin/auth/user/default/login/tasklist", Set.of(), ""))
                .isEqualTo(PUBLIC);
        assertThat(WebappRules.decide("GET", E + "/task", Set.of(), "")).isEqualTo(DENIED);
        assertThat(WebappRules.decide("GET", E + "/user", Set.of(), "")).isEqualTo(DENIED);
        assertThat(WebappRules.decide("POST", "/camunda/app/tasklist/default/", Set.of(), ""))
                .isEqualTo(DENIED);
        assertThat(WebappRules.decide("GET", "/camunda/api/engine/engine/other/task", Set.of(Role.MANAGER), "me"))
                .isEqualTo(DENIED);
    }

    @Test
    @DisplayName("reads an address with a slash at its end as the one without")
    void slash() {
        assertThat(WebappRules.decide("POST", E + "/deployment/create/", Set.of(Role.ADMIN), "me"))
                .isEqualTo(DENIED);
        assertThat(WebappRules.decide("GET", E + "/task/", Set.of(Role.CLERK), "me"))
                .isEqualTo(ALLOWED);
    }
}
