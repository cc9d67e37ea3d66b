package kz.qupiya.datamap;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the answers that http systems give later. The signature is the authentication: whoever does not know the secret of the system gets the same 404 as for a system
 * that does not exist.
 */
@RestController
@Tag(name = "Data acts")
class AnswerController {

    private static final String PATH = "/api/v1/operators/{operator}/systems/{system}/answers";
    private static final int LARGEST = 1 << 20;

    private final DataActs acts;
    private final DataMaps maps;
    private final Connections connections;
    private final SystemClients clients;

    AnswerController(DataActs acts, DataMaps maps, Connections connections, SystemClients clients) {
        this.acts = acts;
        this.maps = maps;
        this.connections = connections;
        this.clients = clients;
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "The answer of an http system to a run or a proof, signed with its secret")
    void answer(
            @PathVariable String operator,
            @PathVariable String system,
            @RequestHeader(name = SystemClients.TIMESTAMP, required = false) @Nullable String timestamp,
            @RequestHeader(name = SystemClients.SIGNATURE, required = false) @Nullable String signature,
            InputStream content)
            throws IOException {
        var body = content.readNBytes(LARGEST + 1);
        var key = new OperatorKey(operator);
        if (!clients.genuine(secret(key, system), timestamp, signature, body)) {
            throw new NotFoundException("datamap.unknown-system");
        }
        if (body.length > LARGEST) {
            throw new InvalidInputException("", "problem.too-large");
        }
        var answer = clients.read(body).orElseThrow(() -> new InvalidInputException("", "problem.json.broken"));
        acts.answered(key, system, answer);
    }

    private String secret(OperatorKey operator, String system) {
        var known = maps.find(operator)
                .flatMap(m -> m.system(system))
                .filter(s -> s.connector() == Connector.HTTP)
                .isPresent();
        if (!known) {
            throw new NotFoundException("datamap.unknown-system");
        }
        try {
            return connections.http(operator, system).secret();
        } catch (SystemUnavailableException e) {
            throw new NotFoundException("datamap.unknown-system");
        }
    }
}
