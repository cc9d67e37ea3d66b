package kz.qupiya.casework.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import kz.qupiya.casework.ProcessModels;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Access;
import kz.qupiya.security.Role;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The models on which the paths of cases are drawn. */
@RestController
@Tag(name = "Case story")
class ModelController {

    private static final Duration FOR_GOOD = Duration.ofDays(365);

    private final ProcessModels models;
    private final Access access;

    ModelController(ProcessModels models, Access access) {
        this.models = models;
        this.access = access;
    }

    @GetMapping(path = "/api/v1/models/{digest}", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(summary = "A model by the SHA-256 of its XML; it never changes")
    ResponseEntity<String> model(@PathVariable String digest) {
        access.requireRole(
                Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN, Role.MANAGER, Role.ADMIN);
        var xml = models.xml(digest).orElseThrow(() -> new NotFoundException("casework.model.unknown"));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FOR_GOOD).cachePrivate().immutable())
                .body(xml);
    }
}
