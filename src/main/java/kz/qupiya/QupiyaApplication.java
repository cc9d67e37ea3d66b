package kz.qupiya;

import java.util.TimeZone;
import kz.qupiya.casefile.VerifyCase;
import org.camunda.bpm.spring.boot.starter.annotation.EnableProcessApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Qupiya: embedded when no {@code spring.datasource.url} is given, against that server otherwise. */
@SpringBootApplication
@EnableProcessApplication("qupiya")
@ConfigurationPropertiesScan
public class QupiyaApplication {

    /** Starts the application, unless the first argument is {@code verify-case}: then it checks the archive of a case and ends. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(VerifyCase.COMMAND)) {
            System.exit(VerifyCase.run(args));
        }
        // The engine stores due dates without a zone; one zone on every node keeps them comparable.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        SpringApplication.run(QupiyaApplication.class, args);
    }
}
