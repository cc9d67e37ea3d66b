package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.OpenTasks;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.ProblemException;
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

/** Acts on a person's data over REST: what was previewed and done, a custodian's proof, and the later answers of systems. */
@RestController
@RequestMapping("/api/v1/operators/{operator}")
class ActController {

    private final DataActs acts;
    private final Recipients recipients;
    private final Connections connections;
    private final SystemClients clients;
    private final CaseFiles cases;
    private final OpenTasks tasks;
    private final Operators operators;
    private final Access access;
    private final Callers callers;

    ActController(
            DataActs acts,
            Recipients recipients,
            Connections connections,
            SystemClients clients,
            CaseFiles cases,
            OpenTasks tasks,
            Operators operators,
            Access access,
            Callers callers) {
        this.acts = acts;
        this.recipients = recipients;
        this.connections = connections;
        this.clients = clients;
        this.cases = cases;
        this.tasks = tasks;
        this.operators = operators;
        this.access = access;
        this.callers = callers;
    }

    @GetMapping("/cases/{number}/acts")
    List<Act> ofCase(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
        return acts.ofCase(visible(operator, number).id());
    }

    @GetMapping("/cases/{number}/acts/{id}")
    Act one(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
        return act(visible(operator, number), id);
    }

    /** What the custodian of a system has to do by hand. */
    @GetMapping("/cases/{number}/acts/{id}/systems/{system}/instructions")
    Instructions instructions(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @PathVariable String system,
            Locale locale) {
        access.require(operator, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
        var act = act(visible(operator, number), id);
        return new Instructions(acts.instructions(act.id(), system, locale));
    }

    /** What the custodian did, with the proof. */
    @PostMapping("/cases/{number}/acts/{id}/systems/{system}/proof")
    Act prove(
            @PathVariable String operator,
            @PathVariable String number,
            @PathVariable UUID id,
            @PathVariable String system,
            @RequestBody Proof proof) {
        access.require(operator, Role.CUSTODIAN);
        var act = act(visible(operator, number), id);
        return acts.completeByHand(
                act.id(),
                system,
                proof.proof(),
                proof.documentId(),
                callers.current().id());
    }

    @GetMapping("/cases/{number}/recipients")
    List<Recipients.Notice> recipients(@PathVariable String operator, @PathVariable String number) {
        access.require(operator, Role.OFFICER, Role.LAWYER);
        return recipients.ofCase(find(operator, number).id());
    }

    /** Ticks off a notice that somebody gave by hand. */
    @PostMapping("/cases/{number}/recipients/{id}/given")
    Recipients.Notice given(@PathVariable String operator, @PathVariable String number, @PathVariable UUID id) {
        access.require(operator, Role.OFFICER, Role.CLERK);
        var caseFile = find(operator, number);
        if (recipients.ofCase(caseFile.id()).stream()
                .noneMatch(notice -> notice.id().equals(id))) {
            throw new NotFoundException("problem.status.404");
        }
        return recipients.givenByHand(id, callers.current().id());
    }

    /** A system's answer that comes later. Nobody is signed in: the signature under the secret of that system is the proof of who speaks. */
    @PostMapping("/systems/{system}/answers")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answered(@PathVariable String operator, @PathVariable String system, HttpServletRequest request)
            throws IOException {
        var key = new OperatorKey(operator);
        var body = request.getInputStream().readAllBytes();
        if (!genuine(key, system, request, body)) {
            throw new ForbiddenException("datamap.answer.signature");
        }
        acts.answered(
                key,
                system,
                clients.read(body).orElseThrow(() -> new InvalidInputException("", "problem.json.broken")));
    }

    private boolean genuine(OperatorKey operator, String system, HttpServletRequest request, byte[] body) {
        try {
            return clients.genuine(
                    connections.http(operator, system).secret(),
                    request.getHeader(SystemClients.TIMESTAMP),
                    request.getHeader(SystemClients.SIGNATURE),
                    body);
        } catch (SystemUnavailableException | ProblemException e) {
            return false; // an unknown system and a wrong signature give the same answer
        }
    }

    private Act act(CaseFile caseFile, UUID id) {
        var act = acts.get(id);
        if (!act.caseId().equals(caseFile.id())) {
            throw new NotFoundException("problem.status.404");
        }
        return act;
    }

    private CaseFile find(String operator, String number) {
        var key = operators
                .find(operator)
                .orElseThrow(() -> new NotFoundException("problem.status.404"))
                .key();
        return cases.require(key, number);
    }

    /** A custodian knows a case only while a task of it is the custodian's. */
    private CaseFile visible(String operator, String number) {
        var caseFile = find(operator, number);
        var caller = callers.current();
        if (!caller.hasAny(Role.OFFICER, Role.LAWYER) && !tasks.concerns(caseFile, caller)) {
            throw new NotFoundException("problem.status.404");
        }
        return caseFile;
    }

    /** What a custodian did by hand: in words, by a document of the case, or both. */
    record Proof(@Nullable String proof, @Nullable UUID documentId) {

        /** The words may name a person. */
        @Override
        public String toString() {
            return "Proof[" + documentId + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Instructions(String text) {}
}
