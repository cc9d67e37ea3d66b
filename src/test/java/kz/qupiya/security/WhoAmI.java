package kz.qupiya.security;

import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The smallest endpoint behind the API's chain, so that these tests lean on no other module. */
@RestController
@Profile("test")
@RequestMapping("/api/v1/operators/{operator}/security-test")
class WhoAmI {

    private final Callers callers;
    private final Access access;

    WhoAmI(Callers callers, Access access) {
        this.callers = callers;
        this.access = access;
    }

    @GetMapping
    String who(@PathVariable String operator) {
        access.require(operator);
        return callers.current().id();
    }

    @PostMapping
    String write(@PathVariable String operator, @RequestBody Map<String, Object> body) {
        access.require(operator, Role.CLIENT, Role.CLERK);
        return callers.current().id() + " " + body.size();
    }
}
