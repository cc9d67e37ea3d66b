package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import kz.qupiya.security.DemoUsers;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Opening a case of data blocking over REST, each for another person, beside starting a bare process that waits in as many places. */
@QupiyaBench
class OpeningBench {

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
    void openingACase() throws Exception {
        BenchFloors.deployBareProcess(models);
        var http = new HttpLoad(port, "integration", users.password());
        var rates = http.compare(
                new HttpLoad.Side(i -> http.post(API + "/data-blocks", request(i)), 201),
                new HttpLoad.Side(
                        i -> http.post(
                                API + "/bench-processes",
                                "{\"number\":\"BENCH-" + i + "\",\"caseId\":\"" + UUID.randomUUID() + "\"}"),
                        201));
        assertThat(waitStates("dataBlocking")).isEqualTo(waitStates(BenchFloors.BARE_PROCESS));
        Report.add(
                Report.Row.OPENING,
                "opening a case over REST, " + HttpLoad.CLIENTS
                        + " clients; floor: starting a bare process with as many wait states",
                "/s",
                rates.measured(),
                rates.floor(),
                0.5);
    }

    private static String request(long i) {
        return """
                {"subject": {"phone": "+7701%07d", "login": "bench-%d", "fullName": "Бенч Демонстрационный"},
                 "requester": {"kind": "subject", "name": "Бенч Демонстрационный", "email": "bench-%d@example.kz"},
                 "ground": "inaccurate-data",
                 "description": "Фамилия записана с ошибкой, прошу исправить."}"""
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
