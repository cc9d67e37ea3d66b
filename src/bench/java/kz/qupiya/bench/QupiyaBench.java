package kz.qupiya.bench;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import kz.qupiya.QupiyaApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * The whole application, embedded, on a random port, in an empty data directory below {@code target/bench-data}; job executor and recurring
 * runners off, so that nothing runs beside what is measured. All benchmarks share one context.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(Report.class)
@SpringBootTest(
        classes = {QupiyaApplication.class, BenchFloors.class, CapturedSystems.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "qupiya.data-dir=" + Report.DATA,
            "camunda.bpm.job-execution.enabled=false",
            "db-scheduler.enabled=false",
            "logging.level.root=warn",
            "logging.level.org.camunda=warn"
        })
@interface QupiyaBench {}
