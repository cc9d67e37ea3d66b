package kz.qupiya.claimhandling.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.Channel;
import kz.qupiya.claimhandling.Assessment;
import kz.qupiya.claimhandling.ClaimCauses;
import kz.qupiya.claimhandling.ClaimRequest;
import kz.qupiya.claimhandling.Claims;
import kz.qupiya.claimhandling.CourtStage;
import kz.qupiya.claimhandling.Investigation;
import kz.qupiya.claimhandling.Promises;
import kz.qupiya.claimhandling.Reactions;
import kz.qupiya.operator.OperatorKey;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Claims over REST: opening, what staff write and decide, what comes after the answer. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
class ClaimController {

    private final Claims claims;
    private final Investigation investigation;
    private final Assessment assessment;
    private final Reactions reactions;
    private final Promises promises;
    private final CourtStage court;
    private final ClaimCauses causes;
    private final CaseFiles cases;
    private final CaseViews views;
    private final Operators operators;
    private final Access access;
    private final Callers callers;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    @SuppressWarnings("java:S107")
    ClaimController(
            Claims claims,
            Investigation investigation,
            Assessment assessment,
            Reactions reactions,
            Promises promises,
            CourtStage court,
            ClaimCauses causes,
            CaseFiles cases,
            CaseViews views,
            Operators operators,
            Access access,
            Callers callers,
            Idempotency idempotency,
            ObjectMapper json) {
        this.claims = claims;
        this.investigation = investigation;
        this.assessment = assessment;
        this.reactions = reactions;
        this.promises = promises;
        this.court = court;
        this.causes = causes;
        this.cases = cases;
        this.views = views;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
        this.idempotency = idempotency;
        this.json = json;
    }

    @PostMapping("/claims")
    ResponseEntity<JsonNode> open(
            @PathVariable String operator,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody ClaimRequest request) {
        access.require(operator, Role.CLIENT, Role.CLERK, Role.OFFICER);
        var whose = operators.require(operator);
        return idempotency.once(
                operator,
                key,
                request,
                JsonNode.class,
                () -> created(operator, claims.open(whose, request, caller(), Channel.API)));
    }

    @PostMapping("/claims/{number}/demands")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void addDemand(@PathVariable String operator, @PathVariable String number, @RequestBody Claims.NewDemand demand) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.LAWYER);
        claims.addDemand(claim(operator, number), demand, caller());
    }

    @PutMapping("/claims/{number}/demands/{seq}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decideDemand(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable int seq,
            @RequestBody DemandResult result) {
        access.require(operator, Role.LAWYER);
        assessment.depart(claim(operator, number), seq, result.result(), result.reason(), caller());
    }

    @PostMapping("/claims/{number}/views")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void view(@PathVariable String operator, @PathVariable String number, @RequestBody View view) {
        access.require(operator, Role.SECURITY, Role.LAWYER, Role.CUSTODIAN);
        investigation.write(
                claim(operator, number),
                view.topic(),
                view.text(),
                callers.current().roles(),
                caller());
    }

    @PutMapping("/claims/{number}/award")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void award(@PathVariable String operator, @PathVariable String number, @RequestBody Award award) {
        access.require(operator, Role.LAWYER);
        assessment.award(claim(operator, number), award.amount(), award.payBy(), caller());
    }

    @PutMapping("/claims/{number}/cause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cause(@PathVariable String operator, @PathVariable String number, @RequestBody Cause cause) {
        access.require(operator, Role.LAWYER, Role.OFFICER);
        assessment.cause(claim(operator, number), cause.cause(), caller());
    }

    @PutMapping("/claims/{number}/answer")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(@PathVariable String operator, @PathVariable String number, @RequestBody Text text) {
        access.require(operator, Role.LAWYER);
        assessment.write(claim(operator, number), text.text(), caller());
    }

    @PostMapping("/claims/{number}/reactions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void react(
            @PathVariable String operator, @PathVariable String number, @RequestBody Reactions.NewReaction reaction) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.LAWYER);
        reactions.record(claim(operator, number), reaction, caller());
    }

    @PutMapping("/claims/{number}/explanation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void explain(@PathVariable String operator, @PathVariable String number, @RequestBody Text text) {
        access.require(operator, Role.LAWYER);
        reactions.writeExplanation(claim(operator, number), text.text(), caller());
    }

    @PostMapping("/claims/{number}/payment")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void paid(@PathVariable String operator, @PathVariable String number, @RequestBody Payment payment) {
        access.require(operator, Role.LAWYER, Role.OFFICER, Role.CLIENT);
        promises.paid(claim(operator, number), payment.document(), payment.paidOn(), caller());
    }

    @PutMapping("/claims/{number}/court")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void court(@PathVariable String operator, @PathVariable String number, @RequestBody CourtDates dates) {
        access.require(operator, Role.LAWYER);
        court.dates(claim(operator, number), dates.hearingOn(), dates.inForceOn(), caller());
    }

    /** The claimant takes the claim back. */
    @PostMapping("/claims/{number}/take-back")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void takeBack(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.LAWYER);
        claims.takeBack(claim(operator, number), caller());
    }

    @PostMapping("/claims/{number}/reopen")
    ResponseEntity<JsonNode> reopen(
            @PathVariable String operator, @PathVariable String number, @RequestBody Reason reason) {
        access.require(operator, Role.LAWYER, Role.OFFICER);
        return created(operator, claims.reopen(claim(operator, number), reason.reason(), caller()));
    }

    @GetMapping("/claim-causes")
    Map<String, String> causes(@PathVariable String operator, Locale locale) {
        access.require(operator, Role.CLERK, Role.OFFICER, Role.LAWYER, Role.MANAGER);
        return causes.of(operators.require(operator), locale);
    }

    @PostMapping("/claim-causes")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void addCause(@PathVariable String operator, @RequestBody ClaimCauses.NewCause cause) {
        access.require(operator, Role.MANAGER);
        causes.add(operators.require(operator), cause);
    }

    @GetMapping("/claim-causes/report")
    List<ClaimCauses.Count> report(
            @PathVariable String operator, @RequestParam LocalDate from, @RequestParam LocalDate to) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.MANAGER);
        if (to.isBefore(from)) {
            throw new InvalidInputException("to", "claimhandling.report.range");
        }
        return causes.report(operators.require(operator), from, to);
    }

    private ResponseEntity<JsonNode> created(String operator, CaseFile caseFile) {
        var location = URI.create(
                "/api/v1/operators/" + operator + "/cases/" + caseFile.number().value());
        return ResponseEntity.created(location).body(json.<JsonNode>valueToTree(views.of(caseFile)));
    }

    private CaseFile claim(String operator, String number) {
        OperatorKey whose = operators.require(operator);
        var caseFile = cases.require(whose, number);
        if (caseFile.kind() != CaseKind.CLAIM) {
            throw new NotFoundException("problem.status.404");
        }
        return caseFile;
    }

    private Actor caller() {
        return Actor.user(callers.current().id());
    }

    record DemandResult(@Nullable String result, @Nullable String reason) {}

    record Award(@Nullable BigDecimal amount, @Nullable LocalDate payBy) {}

    record Cause(@Nullable String cause) {}

    record CourtDates(@Nullable LocalDate hearingOn, @Nullable LocalDate inForceOn) {}

    record Reason(@Nullable String reason) {}

    record View(@Nullable String topic, @Nullable String text) {

        /** What is written about a person does not get into a log. */
        @Override
        public String toString() {
            return "View[" + topic + "]";
        }
    }

    record Text(@Nullable String text) {

        /** What is written about a person does not get into a log. */
        @Override
        public String toString() {
            return "Text";
        }
    }

    record Payment(@Nullable String document, @Nullable LocalDate paidOn) {

        /** Without the number. */
        @Override
        public String toString() {
            return "Payment[" + paidOn + "]";
        }
    }
}
