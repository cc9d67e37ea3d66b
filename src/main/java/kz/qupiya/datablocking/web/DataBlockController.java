package kz.qupiya.datablocking.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.OpenTasks;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.datablocking.FactsRequests;
import kz.qupiya.datablocking.Verification;
import kz.qupiya.datamap.Correction;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Idempotency;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Data blocking over REST: opening a case, and what the case panel of Tasklist does during the verification. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
class DataBlockController {

    private final DataBlocks blocks;
    private final Verification verification;
    private final FactsRequests facts;
    private final CaseFiles cases;
    private final CaseViews views;
    private final OpenTasks tasks;
    private final Operators operators;
    private final Access access;
    private final Callers callers;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    DataBlockController(
            DataBlocks blocks,
            Verification verification,
            FactsRequests facts,
            CaseFiles cases,
            CaseViews views,
            OpenTasks tasks,
            Operators operators,
            Access access,
            Callers callers,
            Idempotency idempotency,
            ObjectMapper json) {
        this.blocks = blocks;
        this.verification = verification;
        this.facts = facts;
        this.cases = cases;
        this.views = views;
        this.tasks = tasks;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
        this.idempotency = idempotency;
        this.json = json;
    }

    @PostMapping("/data-blocks")
    ResponseEntity<JsonNode> open(
            @PathVariable String operator,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody DataBlockRequest request) {
        access.require(operator, Role.CLIENT, Role.CLERK, Role.OFFICER);
        var whose = operators.require(operator);
        return idempotency.once(operator, key, request, JsonNode.class, () -> {
            var caseFile = blocks.open(whose, request, caller(), Channel.API);
            var location = URI.create("/api/v1/operators/" + operator + "/cases/"
                    + caseFile.number().value());
            return ResponseEntity.created(location).body(json.<JsonNode>valueToTree(views.of(caseFile)));
        });
    }

    @GetMapping("/cases/{number}/facts-requests")
    List<FactsRequests.FactsRequest> factsRequests(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
        return facts.ofCase(concerning(operator, number).id());
    }

    @PostMapping("/cases/{number}/facts-requests")
    @ResponseStatus(HttpStatus.CREATED)
    FactsRequests.FactsRequest askFacts(
            @PathVariable String operator, @PathVariable String number, @RequestBody FactsQuestion question) {
        access.require(operator, Role.OFFICER);
        return facts.ask(find(operator, number), question.system(), question.question(), caller());
    }

    @PostMapping("/cases/{number}/facts-requests/{id}/answer")
    FactsRequests.FactsRequest answerFacts(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @RequestBody FactsAnswer answer) {
        access.require(operator, Role.CUSTODIAN);
        return facts.answer(concerning(operator, number), id, answer.answer(), caller());
    }

    @GetMapping("/cases/{number}/corrections/fields")
    Map<String, Set<String>> fields(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER);
        return Map.of("fields", verification.correctableFields(find(operator, number)));
    }

    @PostMapping("/cases/{number}/corrections")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void correct(@PathVariable String operator, @PathVariable String number, @RequestBody Corrections corrections) {
        access.require(operator, Role.OFFICER);
        List<Correction> values = new ArrayList<>();
        for (var value : corrections.values() == null ? List.<CorrectedValue>of() : corrections.values()) {
            if (value.field() == null) {
                throw new InvalidInputException("values[" + values.size() + "].field", "problem.field.missing");
            }
            values.add(new Correction(value.field(), value.oldValue(), value.newValue()));
        }
        verification.correct(
                find(operator, number), values, corrections.documentId(), corrections.confirmedOn(), caller());
    }

    private CaseFile find(String operator, String number) {
        return cases.require(operators.require(operator), number);
    }

    /** A custodian knows a case only while a task of it is the custodian's. */
    private CaseFile concerning(String operator, String number) {
        var caseFile = find(operator, number);
        var caller = callers.current();
        if (!caller.hasAny(Role.OFFICER, Role.LAWYER) && !tasks.concerns(caseFile, caller)) {
            throw new NotFoundException("problem.status.404");
        }
        return caseFile;
    }

    private Actor caller() {
        return Actor.user(callers.current().id());
    }

    record FactsQuestion(@Nullable String system, @Nullable String question) {}

    record FactsAnswer(@Nullable String answer) {}

    record Corrections(
            @Nullable List<CorrectedValue> values, @Nullable UUID documentId, @Nullable LocalDate confirmedOn) {}

    record CorrectedValue(@Nullable String field, @Nullable String oldValue, @Nullable String newValue) {

        /** Values of a person do not get into a log. */
        @Override
        public String toString() {
            return "CorrectedValue[" + field + "]";
        }
    }
}
