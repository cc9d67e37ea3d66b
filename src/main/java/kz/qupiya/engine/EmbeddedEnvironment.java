package kz.qupiya.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Chooses the mode before any bean exists: with {@code spring.datasource.url} the application runs against that server;
 * without it the embedded mode starts PostgreSQL in {@code qupiya.data-dir} and binds everything to 127.0.0.1.
 *
 * <p>Sets {@code qupiya.embedded}, and in the embedded mode {@code qupiya.embedded.postgres.url} (the administrator's
 * database of the same server) beside the data source.
 */
class EmbeddedEnvironment implements EnvironmentPostProcessor, Ordered {

    private final Log log;

    EmbeddedEnvironment(DeferredLogFactory logs) {
        this.log = logs.getLog(EmbeddedEnvironment.class);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getPropertySources().contains("qupiya-embedded")) {
            return;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))) {
            properties.put("qupiya.embedded", false);
            environment.getPropertySources().addFirst(new MapPropertySource("qupiya-embedded", properties));
            return;
        }
        var directory = Path.of(environment.getProperty("qupiya.data-dir", "data"));
        var port = environment.getProperty("qupiya.embedded.postgres.port", Integer.class, 0);
        EmbeddedDatabase database;
        try {
            database = EmbeddedDatabase.start(directory, port);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL in " + directory + " does not start", e);
        }
        log.info("Embedded PostgreSQL runs in " + directory + " on port " + database.port());
        properties.put("qupiya.embedded", true);
        properties.put("qupiya.embedded.postgres.url", database.url("postgres"));
        properties.put("spring.datasource.url", database.url("qupiya"));
        properties.put("spring.datasource.username", "postgres");
        properties.put("spring.datasource.password", "");
        properties.put("server.address", "127.0.0.1");
        // Every caller has the address that a proxy on this machine would have, so whether there is one must be told.
        if (!environment.getProperty("qupiya.embedded.behind-proxy", Boolean.class, false)) {
            properties.put("server.forward-headers-strategy", "none");
        }
        // The demonstration runs on plain HTTP on this machine alone; a browser would not send secure cookies back.
        properties.put("camunda.bpm.webapp.csrf.enable-secure-cookie", false);
        properties.put("camunda.bpm.webapp.session-cookie.enable-secure-cookie", false);
        properties.put("camunda.bpm.webapp.header-security.hsts-disabled", true);
        environment.getPropertySources().addFirst(new MapPropertySource("qupiya-embedded", properties));
    }
}
