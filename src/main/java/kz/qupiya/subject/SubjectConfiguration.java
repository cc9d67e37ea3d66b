package kz.qupiya.subject;

import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SubjectConfiguration {

    @Bean
    Keys keys(KeySettings settings, Environment environment) {
        return environment.getProperty("qupiya.embedded", Boolean.class, false)
                ? Keys.embedded(settings, Path.of(environment.getProperty("qupiya.data-dir", "data"), "keys"))
                : Keys.of(settings);
    }
}
