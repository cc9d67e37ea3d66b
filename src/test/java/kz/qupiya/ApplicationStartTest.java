package kz.qupiya;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@DisplayName("The application")
class ApplicationStartTest {

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    @DisplayName("starts embedded, with the engine on the tables that Flyway made")
    void starts() {
        assertThat(engine.getProcessEngineConfiguration().getHistory()).isEqualTo("qupiya");
        assertThat(jdbc.sql("select count(*) from pg_indexes where indexname like 'app_idx_job%'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("has one clock, the engine's")
    void oneClock() {
        var then = Instant.parse("2027-03-01T05:00:00Z");
        TestClock.set(then);
        assertThat(clock.instant()).isEqualTo(then);
    }
}
