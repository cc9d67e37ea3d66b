package kz.qupiya.consentwithdrawal.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseView;
import kz.qupiya.casefile.CaseViews;
import kz.qupiya.casefile.Channel;
import kz.qupiya.consentwithdrawal.OpenObligations;
import kz.qupiya.consentwithdrawal.WithdrawalRequest;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Idempotency;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Withdrawals of consent over REST. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/consent-withdrawals")
class WithdrawalController {

    private final Withdrawals withdrawals;
    private final OpenObligations obligations;
    private final CaseFiles cases;
    private final CaseViews views;
    private final Operators operators;
    private final Access access;
    private final Callers callers;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    WithdrawalController(
            Withdrawals withdrawals,
            OpenObligations obligations,
            CaseFiles cases,
            CaseViews views,
            Operators operators,
            Access access,
            Callers callers,
            Idempotency idempotency,
            ObjectMapper json) {
        this.withdrawals = withdrawals;
        this.obligations = obligations;
        this.cases = cases;
        this.views = views;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
        this.idempotency = idempotency;
        this.json = json;
    }

    @PostMapping
    ResponseEntity<JsonNode> open(
            @PathVariable String operator,
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody WithdrawalRequest request) {
        access.require(operator, Role.CLIENT, Role.CLERK, Role.OFFICER);
        var whose = operators.require(operator);
        return idempotency.once(operator, key, request, JsonNode.class, () -> {
            var caseFile = withdrawals.open(whose, request, caller(), Channel.API);
            var location = URI.create("/api/v1/operators/" + operator + "/cases/"
                    + caseFile.number().value());
            return ResponseEntity.created(location).body(json.<JsonNode>valueToTree(views.of(caseFile)));
        });
    }

    @DeleteMapping("/{number}")
    CaseView takeBack(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.CLIENT, Role.CLERK, Role.OFFICER);
        return views.of(withdrawals.takeBack(withdrawal(operator, number), caller()));
    }

    /** Staff's word that what a person owed, or was owed, by a system without a connection is fulfilled. */
    @PostMapping("/{number}/obligations/{system}/fulfilled")
    CaseView fulfilled(@PathVariable String operator, @PathVariable String number, @PathVariable String system) {
        access.require(operator, Role.CUSTODIAN, Role.OFFICER);
        var caseFile = withdrawal(operator, number);
        obligations.fulfilled(caseFile, system, caller());
        return views.of(cases.get(caseFile.id()));
    }

    private CaseFile withdrawal(String operator, String number) {
        var caseFile = cases.require(operators.require(operator), number);
        if (caseFile.kind() != CaseKind.CONSENT_WITHDRAWAL) {
            throw new NotFoundException("problem.status.404");
        }
        return caseFile;
    }

    private Actor caller() {
        return Actor.user(callers.current().id());
    }
}
