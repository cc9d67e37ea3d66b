package kz.qupiya.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.QupiyaTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@QupiyaTest
@DisplayName("Looking up the person of a request")
class SubjectLookUpTest {

    private static final String IIN = "850515499993";
    private static final String OPERATOR = "kao-solutions";
    private static final String PATH = "/api/v1/operators/" + OPERATOR + "/subject-look-ups";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private IdentifierHasher hasher;

    @Autowired
    private Clock clock;

    @Test
    @DisplayName("tells systems, open cases and restrictions by one whole identifier, and nothing of the person")
    void known() {
        var opened = api.post(
                "clerk",
                "/api/v1/operators/" + OPERATOR + "/data-blocks",
                Map.of(
                        "subject", Map.of("iin", IIN),
                        "requester", Map.of("kind", "subject"),
                        "ground", "inaccurate-data",
                        "description", "Имя указано неверно.",
                        "channel", "visit"));
        assertThat(opened.status()).isEqualTo(201);
        var number = opened.body().path("number").asText();

        var answer = api.post("clerk", PATH, Map.of("kind", "iin", "value", "850515 499993"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body().path("cases").findValuesAsText("number")).contains(number);
        assertThat(answer.body().path("restrictions").findValuesAsText("caseNumber"))
                .contains(number);
        assertThat(answer.body().path("systems").findValuesAsText("known")).contains("true");
        assertThat(answer.raw().body()).doesNotContain(IIN, "Демонстрационная", "demo.person");

        var nobody = api.post("clerk", PATH, Map.of("kind", "login", "value", "demo.perso"));
        assertThat(nobody.status()).isEqualTo(200);
        assertThat(nobody.body().path("cases")).isEmpty();
        assertThat(nobody.body().path("restrictions")).isEmpty();
        assertThat(nobody.body().path("systems").findValuesAsText("known"))
                .isNotEmpty()
                .containsOnly("false");
    }

    @Test
    @DisplayName("takes whole identifiers only, from those who take requests in, at their own operators")
    void refused() {
        assertThat(violation(api.post("clerk", PATH, Map.of("kind", "iin", "value", "8505154"))))
                .isEqualTo("value");
        assertThat(violation(api.post("clerk", PATH, Map.of("kind", "iin", "value", "%"))))
                .isEqualTo("value");
        assertThat(violation(api.post("clerk", PATH, Map.of("value", IIN)))).isEqualTo("kind");
        assertThat(violation(api.post("clerk", PATH, Map.of("kind", "phone")))).isEqualTo("value");
        assertThat(api.post("manager", PATH, Map.of("kind", "iin", "value", IIN))
                        .status())
                .isEqualTo(403);
        assertThat(api.post("custodian", PATH, Map.of("kind", "iin", "value", IIN))
                        .status())
                .isEqualTo(403);
        assertThat(api.post("integration2", PATH, Map.of("kind", "iin", "value", IIN))
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("is written down before the answer, by keyed hash, for good")
    void recorded() {
        var rows = rows("officer2");
        assertThat(api.post("officer2", PATH, Map.of("kind", "iin", "value", IIN))
                        .status())
                .isEqualTo(200);
        assertThat(rows("officer2")).isEqualTo(rows + 1);
        var hash = hasher.hash(new OperatorKey(OPERATOR), new Identifier(IdentifierKind.IIN, IIN))
                .bytes();
        assertThat(jdbc.sql(
                                "select count(*) from qupiya.subject_look_up where asked_by = 'officer2' and kind = 'iin' and hash = :hash")
                        .param("hash", hash)
                        .query(Integer.class)
                        .single())
                .isPositive();
        for (var change : new String[] {
            "delete from qupiya.subject_look_up",
            "update qupiya.subject_look_up set asked_by = 'x'",
            "truncate qupiya.subject_look_up"
        }) {
            assertThatThrownBy(() -> jdbc.sql(change).update()).hasStackTraceContaining("append-only");
        }
    }

    @Test
    @DisplayName("ends for a while when one person asks too often")
    void bound() {
        for (int i = rows("clerk2"); i < 30; i++) {
            jdbc.sql("insert into qupiya.subject_look_up (operator, asked_by, asked_at, kind, hash)"
                            + " values ('twelve', 'clerk2', :at, 'login', '\\x00')")
                    .param("at", Timestamp.from(clock.instant()))
                    .update();
        }
        var answer = api.post("clerk2", PATH, Map.of("kind", "iin", "value", IIN), "Accept-Language", "kk");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body().path("detail").asText()).contains("іздеу");
        assertThat(api.post("officer", PATH, Map.of("kind", "iin", "value", IIN))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("comes before a case of a kind that its process offers, in the reader's language")
    void kinds() {
        var kinds = api.get("clerk", "/api/v1/case-kinds");
        assertThat(kinds.body().findValuesAsText("collection")).contains("data-blocks");
        var ground = kinds.body().get(0).path("fields").get(0);
        assertThat(ground.path("type").asText()).isEqualTo("choice");
        assertThat(ground.path("options").findValuesAsText("code"))
                .containsExactlyInAnyOrder("inaccurate-data", "unlawful-processing");
        assertThat(ground.path("options").findValuesAsText("text"))
                .allMatch(text -> text.matches("[\\p{IsCyrillic} ]+"));
        assertThat(api.get("manager", "/api/v1/case-kinds").body()).isEmpty();
        for (var kind : kinds.body()) {
            for (var field : kind.path("fields")) {
                for (var option : field.path("options")) {
                    assertThat(option.path("text").asText())
                            .as("words for " + option)
                            .isNotEqualTo(option.path("code").asText());
                }
                var ofSome = field.path("operators");
                if (field.path("name").asText().equals("clause")) {
                    assertThat(ofSome.size())
                            .as("only kz pay bot's policy has clauses")
                            .isEqualTo(1);
                    assertThat(ofSome.path("kz-pay-bot")).hasSize(2);
                } else {
                    assertThat(ofSome.isMissingNode()).isTrue();
                }
            }
        }
    }

    private int rows(String user) {
        return jdbc.sql("select count(*) from qupiya.subject_look_up where asked_by = :user")
                .param("user", user)
                .query(Integer.class)
                .single();
    }

    private static String violation(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        return answer.body().path("violations").path(0).path("field").asText();
    }
}
