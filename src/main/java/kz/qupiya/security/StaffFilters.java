package kz.qupiya.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;
import org.jspecify.annotations.Nullable;

/**
 * The lists that Tasklist shows on its left. Made in code: whoever may create a filter may have the engine run an expression, so nobody
 * may.
 */
final class StaffFilters {

    /**
     * One list.
     *
     * @param code of its texts, see {@link StaffNames}; of the list of one process or operator the key comes after a colon
     * @param name how it is called in the engine, where it is called like what it shows; else null
     */
    record StaffFilter(String code, @Nullable String name, String color, TaskQuery query) {

        /** Code of its texts. */
        String texts() {
            int key = code.indexOf(':');
            return key < 0 ? code : code.substring(0, key);
        }

        /** The operator whose staff alone sees it; null when all staff do. */
        @Nullable
        String operator() {
            return StaffFilters.operator(code);
        }
    }

    private static final String OF_PROCESS = "process:";
    private static final String OF_OPERATOR = "operator:";

    /** Where the engine's filter keeps the code of a list. */
    static final String CODE = "qupiya";

    private static final String ME = "${currentUser()}";
    private static final String MY_GROUPS = "${currentUserGroups()}";

    /** Codes of the lists, in their order. */
    static final List<String> CODES = List.of("mine", "groups", "overdue", "today", "three-days");

    /** Codes of the texts that lists of one process or operator share. */
    static final List<String> SHARED = List.of("process", "operator");

    private StaffFilters() {}

    /** The operator that a list of this code is of; null when it is of none. */
    static @Nullable String operator(@Nullable Object code) {
        return code instanceof String text && text.startsWith(OF_OPERATOR)
                ? text.substring(OF_OPERATOR.length())
                : null;
    }

    /**
     * All lists in their order.
     *
     * @param processes names of the processes that handle cases, by key
     * @param operators names of the operators, by key
     */
    static List<StaffFilter> all(TaskService tasks, Map<String, String> processes, Map<String, String> operators) {
        var all = new ArrayList<>(byTime(tasks));
        processes.forEach((key, name) -> all.add(new StaffFilter(
                OF_PROCESS + key,
                name,
                "#37474f",
                tasks.createTaskQuery().taskVariableValueEquals("caseProcess", key))));
        operators.forEach((key, name) -> all.add(new StaffFilter(
                OF_OPERATOR + key, name, "#4e342e", tasks.createTaskQuery().tenantIdIn(key))));
        return all;
    }

    private static List<StaffFilter> byTime(TaskService tasks) {
        return List.of(
                new StaffFilter("mine", null, "#1b5e20", tasks.createTaskQuery().taskAssigneeExpression(ME)),
                new StaffFilter(
                        "groups",
                        null,
                        "#0d47a1",
                        tasks.createTaskQuery()
                                .taskCandidateGroupInExpression(MY_GROUPS)
                                .taskUnassigned()),
                new StaffFilter(
                        "overdue", null, "#b71c1c", tasks.createTaskQuery().dueBeforeExpression("${now()}")),
                new StaffFilter(
                        "today",
                        null,
                        "#bf360c",
                        tasks.createTaskQuery()
                                .dueAfterExpression("${now()}")
                                .dueBeforeExpression("${deadlineTimers.endOfToday()}")),
                new StaffFilter(
                        "three-days",
                        null,
                        "#e65100",
                        tasks.createTaskQuery()
                                .dueAfterExpression("${now()}")
                                .dueBeforeExpression("${deadlineTimers.inWorkingDays(3)}")));
    }

    /** How Tasklist shows the list at this place. */
    static Map<String, Object> properties(StaffFilter filter, StaffNames names, int place) {
        return Map.of(
                CODE,
                filter.code(),
                "description",
                names.description(filter),
                "color",
                filter.color(),
                "priority",
                place,
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                List.of(
                        Map.of("name", "caseNumber", "label", names.label("case")),
                        Map.of("name", "operator", "label", names.label("operator"))));
    }
}
