package kz.qupiya.datamap;

import java.util.List;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.OpenTasks;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What people do by hand: a custodian's proof where no connector acts, and notices to recipients that somebody gives. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/cases/{number}")
class HandActController {

    private final Acts acts;
    private final Recipients recipients;
    private final CaseFiles cases;
    private final OpenTasks tasks;
    private final Operators operators;
    private final Access access;
    private final Callers callers;

    HandActController(
            Acts acts,
            Recipients recipients,
            CaseFiles cases,
            OpenTasks tasks,
            Operators operators,
            Access access,
            Callers callers) {
        this.acts = acts;
        this.recipients = recipients;
        this.cases = cases;
        this.tasks = tasks;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
    }

    /** What the custodian did, with the proof. */
    @PostMapping("/acts/{id}/systems/{system}/proof")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void prove(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @PathVariable String system,
            @RequestBody Proof proof) {
        access.require(operator, Role.CUSTODIAN, Role.OFFICER);
        var caseFile = find(operator, number);
        // What is left to do after the case has been closed has no task: an officer records what the custodian has
        // done.
        access.require(operator, caseFile.isOpen() ? Role.CUSTODIAN : Role.OFFICER);
        // A custodian knows a case only while a task of it is the custodian's.
        if ((caseFile.isOpen() && !tasks.concerns(caseFile, callers.current()))
                || !acts.get(id).caseId().equals(caseFile.id())) {
            throw new NotFoundException("problem.status.404");
        }
        acts.completeByHand(
                id, system, proof.proof(), proof.documentId(), callers.current().id());
    }

    @GetMapping("/recipients")
    List<Recipients.Notice> recipients(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER, Role.CLERK, Role.LAWYER);
        return recipients.ofCase(find(operator, number).id());
    }

    /** Ticks off a notice that somebody gave by hand. */
    @PostMapping("/recipients/{id}/given")
    Recipients.Notice given(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        access.require(operator, Role.OFFICER, Role.CLERK);
        var caseFile = find(operator, number);
        if (recipients.ofCase(caseFile.id()).stream()
                .noneMatch(notice -> notice.id().equals(id))) {
            throw new NotFoundException("problem.status.404");
        }
        return recipients.givenByHand(id, callers.current().id());
    }

    /** The word of the staff that the recipient has done what it was told, or a document of the case that shows it. */
    @PostMapping("/recipients/{id}/acknowledgement")
    Recipients.Notice acknowledged(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @RequestBody Acknowledgement acknowledgement) {
        access.require(operator, Role.OFFICER, Role.CLERK);
        var caseFile = find(operator, number);
        if (recipients.ofCase(caseFile.id()).stream()
                .noneMatch(notice -> notice.id().equals(id))) {
            throw new NotFoundException("problem.status.404");
        }
        var document = acknowledgement.documentId();
        return recipients.acknowledge(
                id,
                document == null ? Recipients.How.WORD : Recipients.How.DOCUMENT,
                Actor.user(callers.current().id()),
                document);
    }

    private CaseFile find(String operator, String number) {
        var key = operators
                .find(operator)
                .orElseThrow(() -> new NotFoundException("problem.status.404"))
                .key();
        return cases.require(key, number);
    }

    /** By what the staff know of it: the document, or nothing but the recipient's word to them. */
    record Acknowledgement(@Nullable UUID documentId) {}

    /** What a custodian did by hand: in words, by a document of the case, or both. */
    record Proof(@Nullable String proof, @Nullable UUID documentId) {

        /** The words may name a person. */
        @Override
        public String toString() {
            return "Proof[" + documentId + "]";
        }
    }
}
