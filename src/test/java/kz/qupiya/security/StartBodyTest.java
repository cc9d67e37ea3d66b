package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The body of a start over engine REST")
class StartBodyTest {

    private static final String OPERATOR = "\"operator\":{\"value\":\"twelve\",\"type\":\"String\"}";
    private static final String INTAKE = "\"intake\":{\"value\":\"{}\",\"type\":\"String\"}";

    @Test
    @DisplayName("reaches the engine with a transient request, also when sent as an ordinary one")
    void rewritten() throws Exception {
        var json = new ObjectMapper();
        var lasting = INTAKE.replace("\"String\"}", "\"String\",\"valueInfo\":{\"transient\":false}}");
        for (var intake : new String[] {INTAKE, lasting}) {
            var body = StartBody.parse(bytes("{\"variables\":{" + OPERATOR + "," + intake + "}}"));
            var sent = json.readTree(body.forEngine());
            assertThat(sent.at("/variables/intake/valueInfo/transient").booleanValue())
                    .isTrue();
            assertThat(sent.at("/variables/operator/value").textValue()).isEqualTo("twelve");
            assertThat(sent.at("/variables/operator/valueInfo").isMissingNode()).isTrue();
            assertThat(sent.size()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("never prints the request")
    void silent() {
        assertThat(new StartBody("twelve", "850515499993").toString()).doesNotContain("850515499993");
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"variables\":{O,I},\"businessKey\":\"x\"} | businessKey | problem.field.unknown",
                "{\"variables\":{O,I},\"businessKey\":null} | businessKey | problem.field.unknown",
                "{\"variables\":{O,I},\"startInstructions\":[]} | startInstructions | problem.field.unknown",
                "{\"variables\":{O,I},\"skipCustomListeners\":true} | skipCustomListeners | problem.field.unknown",
                "{\"variables\":{O,I},\"skipIoMappings\":true} | skipIoMappings | problem.field.unknown",
                "{\"variables\":{O,I},\"caseInstanceId\":\"x\"} | caseInstanceId | problem.field.unknown",
                "{\"variables\":{O,I},\"withVariablesInReturn\":true} | withVariablesInReturn | problem.field.unknown",
                "{\"variables\":{O,I,\"caseId\":{\"value\":\"x\"}}} | variables.caseId | problem.field.unknown",
                "{\"variables\":{O}} | variables.intake | problem.field.missing",
                "{\"variables\":{I}} | variables.operator | problem.field.missing",
                "{} | variables | problem.field.missing",
                "{\"variables\":[]} | variables | problem.field.invalid",
                "{\"variables\":{O,\"intake\":{\"value\":{},\"type\":\"Json\"}}} | variables.intake.type | security.start.type",
                "{\"variables\":{O,\"intake\":{\"value\":7}}} | variables.intake.value | security.start.type",
                "{\"variables\":{O,\"intake\":{\"value\":null}}} | variables.intake.value | problem.field.missing",
                "{\"variables\":{O,\"intake\":{\"value\":\"x\",\"local\":true}}} | variables.intake.local | problem.field.unknown",
                "{\"variables\":{O,\"intake\":{\"value\":\"x\",\"valueInfo\":{\"objectTypeName\":\"x\"}}}} | variables.intake.valueInfo.objectTypeName | problem.field.unknown",
                "{\"variables\":{O,I},\"variables\":{O,I}} | '' | problem.json.broken",
                "{\"variables\":{O,I}} trailing | '' | problem.json.broken",
                "{\"variables\": | '' | problem.json.broken",
                "[] | '' | problem.json.broken",
            })
    void refused(String body, String field, String code) {
        var text = body.replaceAll("\\bO\\b", OPERATOR).replaceAll("\\bI\\b", INTAKE);
        assertThatThrownBy(() -> StartBody.parse(bytes(text)))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::field, Violation::code)
                        .contains(tuple(field, code)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
