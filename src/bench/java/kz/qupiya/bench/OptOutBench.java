package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import kz.qupiya.security.DemoUsers;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Withdrawals of the consent to advertising over REST, each by another person, beside starting a bare process that waits in as many places. With the 201 advertising is stopped:
 * the permit check denies it in the same transaction.
 */
@QupiyaBench
class OptOutBench {

    private static final String API = "/api/v1/operators/zvonobot";

    @LocalServerPort
    int port;

    @Autowired
    DemoUsers users;

    @Autowired
    RepositoryService models;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    @Test
    void optingOut() throws Exception {
        BenchFloors.deployBareProcess(models);
        var http = new HttpLoad(port, "integration", users.password());
        var last = new AtomicLong();
        var rates = http.compare(
                new HttpLoad.Side(
                        i -> {
                            last.set(i);
                            return http.post(API + "/consent-withdrawals", request(i));
                        },
                        201),
                new HttpLoad.Side(
                        i -> http.post(
                                API + "/bench-processes",
                                "{\"number\":\"OUT-" + i + "\",\"caseId\":\"" + UUID.randomUUID() + "\"}"),
                        201));
        assertThat(waitStates("consentWithdrawal")).isEqualTo(waitStates(BenchFloors.BARE_PROCESS));
        var permit = http.send(http.post(
                API + "/permits",
                "{\"purpose\":\"advertising\",\"subject\":{\"login\":\"opt-out-%d\"}}".formatted(last.get())));
        assertThat(permit.body()).contains("\"allowed\":false").contains("suppression");
        Report.add(
                Report.Row.OPT_OUT,
                "opting out of advertising over REST, from the call to the denied permit, " + HttpLoad.CLIENTS
                        + " clients; floor: starting a bare process with as many wait states",
                "/s",
                rates.measured(),
                rates.floor(),
                0.4);
    }

    private static String request(long i) {
        return """
                {"subject": {"phone": "+7702%07d", "login": "opt-out-%d", "fullName": "Бенч Демонстрационный"},
                 "requester": {"kind": "subject", "name": "Бенч Демонстрационный", "email": "opt-out-%d@example.kz"},
                 "scope": "advertising"}"""
                .formatted(1_000_000 + i, i, i);
    }

    private long waitStates(String process) {
        var one = runtime.createProcessInstanceQuery()
                .processDefinitionKey(process)
                .rootProcessInstances()
                .listPage(0, 1)
                .get(0);
        return management.createJobQuery().processInstanceId(one.getId()).count();
    }
}
