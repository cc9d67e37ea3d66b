package kz.qupiya.security;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;

/**
 * The body of a start over engine REST: two texts, {@code operator} and {@code intake}, and nothing else. What the engine gets is written
 * anew from them, so that nothing reaches it that was not looked at.
 *
 * @param operator key of the operator, not yet checked
 * @param intake JSON of the request, not yet read; personal data
 */
record StartBody(String operator, String intake) {

    private static final String VARIABLES = "variables";
    private static final Set<String> NAMES = Set.of("operator", "intake");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Never prints the intake. */
    @Override
    public String toString() {
        return "StartBody[" + operator + "]";
    }

    /**
     * Reads the body.
     *
     * @throws InvalidInputException for broken JSON and for every field that does not belong there
     */
    static StartBody parse(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("", "problem.json.broken");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are always readable", e);
        }
        if (root.isMissingNode()) {
            throw new InvalidInputException("", "problem.body.missing");
        }
        if (!root.isObject()) {
            throw new InvalidInputException("", "problem.json.broken");
        }
        var violations = new ArrayList<Violation>();
        unknown(root, Set.of(VARIABLES), "", violations);
        var variables = root.path(VARIABLES);
        if (variables.isMissingNode()) {
            violations.add(new Violation(VARIABLES, "problem.field.missing"));
        } else if (!variables.isObject()) {
            violations.add(new Violation(VARIABLES, "problem.field.invalid"));
        } else {
            unknown(variables, NAMES, VARIABLES + ".", violations);
            NAMES.stream().sorted().forEach(name -> check(name, variables.path(name), violations));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new StartBody(
                variables.path("operator").path("value").textValue(),
                variables.path("intake").path("value").textValue());
    }

    /**
     * The body for the engine. The request is transient whatever the caller wrote, so that it reaches no table; the operator is a fact of
     * the process and stays.
     */
    byte[] forEngine() {
        ObjectNode root = JSON.createObjectNode();
        var variables = root.putObject(VARIABLES);
        variables.putObject("operator").put("type", "String").put("value", operator);
        variables
                .putObject("intake")
                .put("type", "String")
                .put("value", intake)
                .putObject("valueInfo")
                .put("transient", true);
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is always writable", e);
        }
    }

    private static void check(String name, JsonNode variable, List<Violation> violations) {
        var field = VARIABLES + "." + name;
        if (variable.isMissingNode()) {
            violations.add(new Violation(field, "problem.field.missing"));
            return;
        }
        if (!variable.isObject()) {
            violations.add(new Violation(field, "problem.field.invalid"));
            return;
        }
        unknown(variable, Set.of("value", "type", "valueInfo"), field + ".", violations);
        var type = variable.path("type");
        if (!type.isMissingNode() && !"String".equals(type.textValue())) {
            violations.add(new Violation(field + ".type", "security.start.type"));
        }
        var value = variable.path("value");
        if (value.isMissingNode() || value.isNull()) {
            violations.add(new Violation(field + ".value", "problem.field.missing"));
        } else if (!value.isTextual()) {
            violations.add(new Violation(field + ".value", "security.start.type"));
        }
        var info = variable.path("valueInfo");
        if (info.isObject()) {
            unknown(info, Set.of("transient"), field + ".valueInfo.", violations);
            if (info.has("transient") && !info.path("transient").isBoolean()) {
                violations.add(new Violation(field + ".valueInfo.transient", "problem.field.invalid"));
            }
        } else if (!info.isMissingNode()) {
            violations.add(new Violation(field + ".valueInfo", "problem.field.invalid"));
        }
    }

    private static void unknown(JsonNode object, Set<String> known, String prefix, List<Violation> violations) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                violations.add(new Violation(prefix + name, "problem.field.unknown"));
            }
        });
    }
}
