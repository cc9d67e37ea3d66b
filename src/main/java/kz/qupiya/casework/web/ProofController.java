package kz.qupiya.casework.web;

import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casework.AsksForProof;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Asks the requester of a case for a document that is missing. */
@RestController
class ProofController {

    private final ObjectProvider<AsksForProof> processes;
    private final CaseFiles cases;
    private final Operators operators;
    private final Access access;
    private final Callers callers;

    ProofController(
            ObjectProvider<AsksForProof> processes,
            CaseFiles cases,
            Operators operators,
            Access access,
            Callers callers) {
        this.processes = processes;
        this.cases = cases;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
    }

    @PostMapping("/api/v1/operators/{operator}/cases/{number}/proof-requests")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void requestProof(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER);
        var caseFile = cases.require(operators.require(operator), number);
        processes.stream()
                .filter(process -> process.knows(caseFile.id()))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("problem.status.404"))
                .requestProof(caseFile, Actor.user(callers.current().id()));
    }
}
