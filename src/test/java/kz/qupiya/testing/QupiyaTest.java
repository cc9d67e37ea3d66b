package kz.qupiya.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;

/**
 * The whole application, embedded, on a random port, with its own data directory below {@code target}, the job executor and
 * the recurring runners off: a test steps jobs by {@link Jobs} and moves the clock by {@link TestClock}. All tests share one
 * context; do not add properties or mocks that would make a second one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(classes = kz.qupiya.QupiyaApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
@ExtendWith(TestClock.class)
public @interface QupiyaTest {}
