package kz.qupiya.engine;

import java.util.List;
import java.util.Map;

/** Evaluates decision tables (DMN). Inputs are codes, dates and numbers, never personal data: the engine may record them. */
public interface Decisions {

    /**
     * Evaluates the newest deployed version of a decision table.
     *
     * @param decisionKey id of the decision
     * @param inputs      input values by name
     * @return one map of output values per matching rule, in the order of the table; empty when no rule matches
     */
    List<Map<String, Object>> evaluate(String decisionKey, Map<String, ?> inputs);
}
