package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.stream.StreamSupport;
import kz.qupiya.security.DemoUsers;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Calendar and operator over HTTP, with the rights of the demonstration staff. */
@QupiyaTest
@DisplayName("The API of calendar and operators")
class TermsApiTest {

    @Autowired
    TestRestTemplate http;

    @Autowired
    DemoUsers users;

    @BeforeEach
    void friday() {
        TestClock.set(Instant.parse("2026-11-20T10:00:00Z"));
    }

    @Test
    @DisplayName("counts a term and shows how")
    void countsTerm() {
        var answer = get("clerk", "/api/v1/calendar/term?from=2026-10-22&amount=2&unit=working-days", "ru");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        var receipt = body(answer);
        assertThat(receipt.get("dueOn").asText()).isEqualTo("2026-10-27");
        assertThat(receipt.get("dueAt").asText()).isEqualTo("2026-10-27T23:59:59.999+05:00");
        assertThat(texts(receipt.get("counted"), "")).containsExactly("2026-10-23", "2026-10-27");
        assertThat(texts(receipt.get("skipped"), "reason")).containsExactly("weekend", "holiday", "moved-day-off");
        assertThat(texts(receipt.get("skipped"), "text"))
                .containsExactly(
                        "выходной день",
                        "праздничный день: День Республики",
                        "выходной день, перенесённый с праздника: День Республики");
        assertThat(receipt.get("calendar").asText()).isEqualTo("2026/1");
        assertThat(receipt.get("official").asBoolean()).isTrue();
        assertThat(receipt.get("term").get("unit").asText()).isEqualTo("working-days");
        assertThat(receipt.get("week").asInt()).isEqualTo(5);
    }

    @Test
    @DisplayName("names every bad parameter in the reader's language")
    void namesBadParameters() {
        var answer = get("clerk", "/api/v1/calendar/term?from=x&amount=-1&unit=working-days&week=4", "kk");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(texts(body(answer).get("violations"), "field")).containsExactly("from", "amount", "week");
        assertThat(texts(body(answer).get("violations"), "message")).contains("Жұмыс аптасы 5 немесе 6 күн болады.");
    }

    @Test
    @DisplayName("answers nobody without a login")
    void needsLogin() {
        assertThat(http.getForEntity("/api/v1/calendar/term?from=2026-10-22&amount=2&unit=working-days", String.class)
                        .getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    @DisplayName("lists years, official and not")
    void listsYears() {
        var years = body(get("officer", "/api/v1/calendar/years", "en")).get("years");

        assertThat(years.get(0).get("year").asInt()).isEqualTo(2022);
        assertThat(years.get(0).get("official").asBoolean()).isFalse();
        assertThat(years.get(4).get("official").asBoolean()).isTrue();
        assertThat(texts(years.get(4).get("fiveDayWeek"), "day")).hasSize(14).contains("2026-03-24");
        assertThat(years.get(4).get("sixDayListed").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "manager, 200",
        "admin, 403",
        "officer, 403",
        "clerk, 403",
        "lawyer, 403",
        "security, 403",
        "custodian, 403",
        "integration, 403",
    })
    @DisplayName("lets managers alone look at what an order would change")
    void managersPreview(String user, int status) {
        assertThat(post(
                                user,
                                "/api/v1/calendar/preview",
                                """
                                {"order": {"from": "2098-11-29", "to": "2098-11-24", "basis": "приказ № 1"}}""")
                        .getStatusCode()
                        .value())
                .isEqualTo(status);
    }

    @Test
    @DisplayName("lets managers alone load, and refuses contradictions with their fields")
    void managersLoad() {
        // a year so far away that no other test counts in it
        var order = "{\"order\": {\"from\": \"2099-11-28\", \"to\": \"2099-11-23\", \"basis\": \"приказ № 1\"}}";

        assertThat(post("officer", "/api/v1/calendar/load", order).getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
        var loaded = body(post("manager", "/api/v1/calendar/load", order));
        assertThat(loaded.get("loaded").asBoolean()).isTrue();
        assertThat(loaded.get("version").asInt()).isEqualTo(1);
        assertThat(texts(loaded.get("days"), "day")).containsExactly("2099-11-23", "2099-11-28");
        assertThat(body(get("clerk", "/api/v1/calendar/term?from=2099-11-20&amount=1&unit=working-days", "ru"))
                        .get("dueOn")
                        .asText())
                .isEqualTo("2099-11-24");

        var again = post("manager", "/api/v1/calendar/load", order);
        assertThat(again.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(texts(body(again).get("violations"), "field")).containsExactly("order.from", "order.to");
        assertThat(post("manager", "/api/v1/calendar/load", "{}").getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(post("manager", "/api/v1/calendar/load", "{\"order\": {\"frm\": \"2099-11-28\"}}")
                        .getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(post(
                                "manager",
                                "/api/v1/calendar/load",
                                "{\"calendar\": {\"year\": 2097, \"source\": \"x\", \"daysOff\": [null]}}")
                        .getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
    }

    @Test
    @DisplayName("explains where a policy and the law differ, to the operator's own people only")
    void checksPolicies() {
        var answer = body(get("lawyer", "/api/v1/operators/kz-pay-bot/policy-check", "en"));

        assertThat(texts(answer.get("findings"), "code")).containsExactly("notice-longer", "two-clocks");
        assertThat(answer.get("findings").get(0).get("law").get("basis").asText())
                .isEqualTo("Law 94-V art. 8(7)");
        assertThat(answer.get("findings").get(0).get("explanation").asText()).contains("15 working days");
        assertThat(get("integration2", "/api/v1/operators/kz-pay-bot/policy-check", "ru")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("integration2", "/api/v1/operators/nobody/policy-check", "ru")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("integration2", "/api/v1/operators/twelve/policy-check", "ru")
                        .getStatusCode())
                .isEqualTo(HttpStatus.OK);
    }

    @Test
    @DisplayName("shows what a new case would start, by the engine's own decision table")
    void showsTerms() {
        var answer = body(get(
                "clerk",
                "/api/v1/operators/kao-solutions/terms?kind=consent-withdrawal&receivedAt=2026-11-19T09:00:00%2B05:00",
                "ru"));

        var stop = answer.get("deadlines").get(0);
        assertThat(stop.get("duty").get("code").asText()).isEqualTo("stop-processing");
        assertThat(stop.get("dueAt").asText()).isEqualTo("2026-11-20T23:59:59.999+05:00");
        assertThat(texts(stop.get("readings"), "dueOn")).containsExactly("2026-11-20", "2026-12-10");
        assertThat(stop.get("readings").get(0).get("role").get("code").asText()).isEqualTo("rules");
    }

    @ParameterizedTest
    @CsvSource({
        "kind=data-block&receivedAt=2026-11-20T10:00:01Z, receivedAt",
        "kind=data-block&receivedAt=yesterday, receivedAt",
        "kind=data-block&receivedAt=2009-12-01T00:00:00Z, receivedAt",
        "kind=anything, kind",
        "receivedAt=2026-11-19T10:00:00Z, kind",
    })
    @DisplayName("refuses bad questions about terms with the field")
    void refusesBadTerms(String query, String field) {
        var answer = get("clerk", "/api/v1/operators/twelve/terms?" + query, "ru");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(texts(body(answer).get("violations"), "field")).containsExactly(field);
    }

    private ResponseEntity<JsonNode> get(String user, String address, String language) {
        return call(user, HttpMethod.GET, address, language, null);
    }

    private ResponseEntity<JsonNode> post(String user, String address, String json) {
        return call(user, HttpMethod.POST, address, "ru", json);
    }

    private ResponseEntity<JsonNode> call(
            String user, HttpMethod method, String address, String language, @Nullable String json) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT_LANGUAGE, language);
        headers.setContentType(MediaType.APPLICATION_JSON);
        return http.withBasicAuth(user, users.password())
                .exchange(
                        java.net.URI.create(http.getRootUri() + address),
                        method,
                        new HttpEntity<>(json, headers),
                        JsonNode.class);
    }

    private static JsonNode body(ResponseEntity<JsonNode> answer) {
        assertThat(answer.getBody()).isNotNull();
        return answer.getBody();
    }

    private static java.util.List<String> texts(JsonNode array, String field) {
        assertThat(array.isArray()).isTrue();
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> field.isEmpty() ? item.asText() : item.path(field).asText())
                .toList();
    }
}
