package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.Locale;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.subject.IdentifierHasher;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The permit check over HTTP with a million restrictions stored, beside a call that does one prepared {@code SELECT} by primary key. */
@QupiyaBench
class PermitBench {

    private static final int RESTRICTIONS = StoredRestrictions.COUNT;
    private static final String OPERATOR = StoredRestrictions.OPERATOR;
    private static final String API = "/api/v1/operators/" + OPERATOR;

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    IdentifierHasher hasher;

    @Autowired
    DemoUsers users;

    @Test
    void permitCheck() throws Exception {
        StoredRestrictions.fill(jdbc, hasher);
        var http = new HttpLoad(port, "integration2", users.password());
        assertThat(http.send(permit(http, "bench-blocked")).body()).contains("\"allowed\":false", "TWL-2000-0000001");
        assertThat(http.send(permit(http, "bench-0")).body()).contains("\"allowed\":true");
        var rates = http.compare(
                new HttpLoad.Side(i -> permit(http, "bench-" + i), 200),
                new HttpLoad.Side(i -> http.get(API + "/bench-rows/" + (1 + i % RESTRICTIONS)), 200));
        Report.add(
                Report.Row.PERMIT,
                String.format(
                        Locale.ROOT,
                        "permit check over HTTP, %,d restrictions, %d clients; floor: one SELECT by primary key",
                        RESTRICTIONS,
                        HttpLoad.CLIENTS),
                "/s",
                rates.measured(),
                rates.floor(),
                0.8);
    }

    private static HttpRequest permit(HttpLoad http, String login) {
        return http.post(API + "/permits", "{\"purpose\":\"service\",\"subject\":{\"login\":\"" + login + "\"}}");
    }
}
