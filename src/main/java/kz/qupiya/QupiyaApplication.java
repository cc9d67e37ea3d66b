package kz.qupiya;

import java.util.TimeZone;
import org.camunda.bpm.spring.boot.starter.annotation.EnableProcessApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Qupiya: embedded when no {@code spring.datasource.url} is given, against that server otherwise. */
@SpringBootApplication
@EnableProcessApplication("qupiya")
@ConfigurationPropertiesScan
public class QupiyaApplication {

    public static void main(String[] args) {
        // The engine stores due dates without a zone; one zone on every node keeps them comparable.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        SpringApplication.run(QupiyaApplication.class, args);
    }
}
