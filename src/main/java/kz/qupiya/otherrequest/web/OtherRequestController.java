package kz.qupiya.otherrequest.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.Channel;
import kz.qupiya.operator.Operators;
import kz.qupiya.otherrequest.NewOtherRequest;
import kz.qupiya.otherrequest.OtherRequests;
import kz.qupiya.otherrequest.Reclassification;
import kz.qupiya.otherrequest.Reclassify;
import kz.qupiya.otherrequest.RequestAnswers;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Idempotency;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Other requests over REST: opening, the answer's text, re-classification. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
class OtherRequestController {

    private final OtherRequests requests;
    private final RequestAnswers answers;
    private final Reclassification reclassification;
    private final CaseFiles cases;
    private final CaseViews views;
    private final Operators operators;
    private final Access access;
    private final Callers callers;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    OtherRequestController(
            OtherRequests requests,
            RequestAnswers answers,
            Reclassification reclassification,
            CaseFiles cases,
            CaseViews views,
            Operators operators,
            Access access,
            Callers callers,
            Idempotency idempotency,
            ObjectMapper json) {
        this.requests = requests;
        this.answers = answers;
        this.reclassification = reclassification;
        this.cases = cases;
        this.views = views;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
        this.idempotency = idempotency;
        this.json = json;
    }

    @PostMapping("/other-requests")
    ResponseEntity<JsonNode> open(
            @PathVariable String operator,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody NewOtherRequest request) {
        access.require(operator, Role.CLIENT, Role.CLERK, Role.OFFICER);
        var whose = operators.require(operator);
        return idempotency.once(
                operator,
                key,
                request,
                JsonNode.class,
                () -> created(operator, requests.open(whose, request, caller(), Channel.API)));
    }

    @PostMapping("/cases/{number}/answer")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(@PathVariable String operator, @PathVariable String number, @RequestBody AnswerText answer) {
        access.require(operator, Role.OFFICER);
        answers.write(find(operator, number), answer.text(), caller());
    }

    @PostMapping("/cases/{number}/reclassify")
    ResponseEntity<JsonNode> reclassify(
            @PathVariable String operator, @PathVariable String number, @RequestBody Reclassify as) {
        access.require(operator, Role.CLERK, Role.OFFICER);
        return created(operator, reclassification.reclassify(find(operator, number), as, caller()));
    }

    private ResponseEntity<JsonNode> created(String operator, CaseFile caseFile) {
        var location = URI.create(
                "/api/v1/operators/" + operator + "/cases/" + caseFile.number().value());
        return ResponseEntity.created(location).body(json.<JsonNode>valueToTree(views.of(caseFile)));
    }

    private CaseFile find(String operator, String number) {
        return cases.require(operators.require(operator), number);
    }

    private Actor caller() {
        return Actor.user(callers.current().id());
    }

    record AnswerText(@Nullable String text) {

        /** What is written about a person does not get into a log. */
        @Override
        public String toString() {
            return "AnswerText";
        }
    }
}
