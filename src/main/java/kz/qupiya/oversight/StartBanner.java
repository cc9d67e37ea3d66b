package kz.qupiya.oversight;

import java.util.stream.Collectors;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.security.DemoUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The last words of the start: where everything is, which operators work, and in the embedded mode who may sign in. */
@Component
class StartBanner {

    private static final Logger log = LoggerFactory.getLogger("kz.qupiya");

    private final Operators operators;
    private final DataMaps maps;
    private final ObjectProvider<DemoUsers> demoUsers;
    private final Environment environment;

    StartBanner(Operators operators, DataMaps maps, ObjectProvider<DemoUsers> demoUsers, Environment environment) {
        this.operators = operators;
        this.maps = maps;
        this.demoUsers = demoUsers;
        this.environment = environment;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof ServletWebServerApplicationContext server)) {
            return;
        }
        var base = "http://" + environment.getProperty("server.address", "localhost") + ":"
                + server.getWebServer().getPort();
        operators.rejected().forEach(fault -> log.error("operator not started: {}", fault));
        maps.rejected().forEach(fault -> log.error("operator not started: {}", fault));
        var text = new StringBuilder("Qupiya is ready.\n\n")
                .append(line("Tasklist", base + "/camunda/app/tasklist/"))
                .append(line("Cockpit", base + "/camunda/app/cockpit/"))
                .append(line("Admin", base + "/camunda/app/admin/"))
                .append(line("REST", base + "/api/v1  (described at " + base + "/swagger-ui)"))
                .append(line("Engine REST", base + "/engine-rest"))
                .append(line(
                        "Operators",
                        operators.all().stream()
                                .map(OperatorProfile::key)
                                .map(key -> key.value())
                                .collect(Collectors.joining(", "))));
        demoUsers.ifAvailable(users -> text.append(
                        line("PostgreSQL", String.valueOf(environment.getProperty("qupiya.embedded.postgres.url"))))
                .append(line(
                        "Mail",
                        "SMTP " + environment.getProperty("spring.mail.port") + ", letters in "
                                + environment.getProperty("qupiya.data-dir", "data") + "/mail"))
                .append(line("Users", String.join(", ", users.ids())))
                .append(line("Password", users.password())));
        log.info("{}", text);
    }

    private static String line(String name, String value) {
        return "  %-12s %s%n".formatted(name, value);
    }
}
