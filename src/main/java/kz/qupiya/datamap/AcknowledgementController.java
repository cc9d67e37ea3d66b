package kz.qupiya.datamap;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Callers;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the word of a recipient that it has done what it was told. A signature under its secret is its authentication; an API client of the operator may say it for a
 * recipient that has none. Anybody else gets the 404 of a notice that does not exist.
 */
@RestController
@Tag(name = "Data acts")
class AcknowledgementController {

    private static final int LARGEST = 1 << 14;

    private final RecipientLedger recipients;
    private final Operators operators;
    private final Connections connections;
    private final SystemClients clients;
    private final Access access;
    private final Callers callers;

    AcknowledgementController(
            RecipientLedger recipients,
            Operators operators,
            Connections connections,
            SystemClients clients,
            Access access,
            Callers callers) {
        this.recipients = recipients;
        this.operators = operators;
        this.connections = connections;
        this.clients = clients;
        this.access = access;
        this.callers = callers;
    }

    @PostMapping("/api/v1/operators/{operator}/notices/{id}/acknowledgement")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary =
                    "A recipient acknowledges a notice: {\"notice\": id}, signed with its secret, or sent by an API client")
    void acknowledge(
            @PathVariable String operator,
            @PathVariable UUID id,
            @RequestHeader(name = SystemClients.TIMESTAMP, required = false) @Nullable String timestamp,
            @RequestHeader(name = SystemClients.SIGNATURE, required = false) @Nullable String signature,
            InputStream content)
            throws IOException {
        var signed = signature != null;
        if (!signed) {
            if (callers.find().isEmpty()) {
                throw unknown();
            }
            access.require(operator, Role.CLIENT);
        }
        var key = operators
                .find(operator)
                .orElseThrow(AcknowledgementController::unknown)
                .key();
        var recipient = recipients.recipientOf(key, id).orElseThrow(AcknowledgementController::unknown);
        var by = signed ? Actor.system(recipient) : Actor.user(callers.current().id());
        if (signed) {
            check(key, recipient, id, timestamp, signature, content.readNBytes(LARGEST + 1));
        }
        recipients.acknowledge(id, Recipients.How.CALL, by, null);
    }

    /** The body names the notice, since the signature is over the body and not over the address. */
    private void check(
            OperatorKey operator,
            String recipient,
            UUID id,
            @Nullable String timestamp,
            @Nullable String signature,
            byte[] body) {
        var secret = connections.recipientSecret(operator, recipient).orElseThrow(AcknowledgementController::unknown);
        if (!clients.genuine(secret, timestamp, signature, body)) {
            throw unknown();
        }
        if (!clients.acknowledged(body).filter(id::equals).isPresent()) {
            throw new InvalidInputException("notice", "problem.field.invalid");
        }
    }

    private static NotFoundException unknown() {
        return new NotFoundException("problem.status.404");
    }
}
