package kz.qupiya.bench;

import java.util.Map;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.security.Access;
import kz.qupiya.security.Role;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The least that a call of the same kind can cost: endpoints behind the security chain of the API that do one thing only. */
@TestConfiguration(proxyBeanMethods = false)
class BenchFloors {

    /** A process that does nothing and waits in as many places as a new case of data blocking: three steps ahead. */
    static final String BARE_PROCESS = "benchBare";

    static void deployBareProcess(RepositoryService models) {
        var model = Bpmn.createExecutableProcess(BARE_PROCESS)
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent("start")
                // A made-up id may look like a telephone, and the timeline would refuse it.
                .sequenceFlowId("toFork")
                .parallelGateway("fork")
                .sequenceFlowId("toFirst")
                .manualTask("first")
                .camundaAsyncBefore()
                .sequenceFlowId("afterFirst")
                .endEvent("firstEnd")
                .moveToNode("fork")
                .sequenceFlowId("toSecond")
                .manualTask("second")
                .camundaAsyncBefore()
                .sequenceFlowId("afterSecond")
                .endEvent("secondEnd")
                .moveToNode("fork")
                .sequenceFlowId("toThird")
                .manualTask("third")
                .camundaAsyncBefore()
                .sequenceFlowId("afterThird")
                .endEvent("thirdEnd")
                .done();
        models.createDeployment().addModelInstance("bench-bare.bpmn", model).deploy();
    }

    /** Registered with the class around it; kept out of the scan for components, in which it would come a second time. */
    @TestComponent
    @RestController
    @RequestMapping("/api/v1/operators/{operator}")
    static class Floors {

        private final JdbcTemplate jdbc;
        private final Access access;
        private final EngineAccess engine;
        private final RuntimeService runtime;

        Floors(JdbcTemplate jdbc, Access access, EngineAccess engine, RuntimeService runtime) {
            this.jdbc = jdbc;
            this.access = access;
            this.engine = engine;
            this.runtime = runtime;
        }

        /** One prepared SELECT by primary key. */
        @GetMapping("/bench-rows/{id}")
        Row row(@PathVariable String operator, @PathVariable long id) {
            access.require(operator, Role.CLIENT);
            return java.util.Objects.requireNonNull(jdbc.queryForObject(
                    "select id, value from bench.row where id = ?",
                    (rs, n) -> new Row(rs.getLong(1), rs.getString(2)),
                    id));
        }

        /** Starts a process, in one transaction, with the two variables that a case's process has. */
        @PostMapping("/bench-processes")
        @ResponseStatus(HttpStatus.CREATED)
        Started start(@PathVariable String operator, @RequestBody Start start) {
            access.require(operator, Role.CLIENT);
            Map<String, Object> variables = Map.of("caseId", start.caseId(), "operator", operator);
            return new Started(
                    engine.asSystem(() -> runtime.startProcessInstanceByKey(BARE_PROCESS, start.number(), variables)
                            .getId()));
        }

        record Row(long id, String value) {}

        record Start(String number, String caseId) {}

        record Started(String id) {}
    }
}
