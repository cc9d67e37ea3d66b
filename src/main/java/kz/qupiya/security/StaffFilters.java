package kz.qupiya.security;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * The lists that Tasklist shows on its left. Made in code: whoever may create a filter may have the engine run an expression, so nobody
 * may.
 */
final class StaffFilters {

    /**
     * One list.
     *
     * @param code of its texts; see {@link StaffNames}
     */
    record StaffFilter(String code, String color, TaskQuery query) {}

    private static final String ME = "${currentUser()}";
    private static final String MY_GROUPS = "${currentUserGroups()}";

    /** Codes of the lists, in their order. */
    static final List<String> CODES = List.of("mine", "groups", "overdue", "today", "three-days");

    private StaffFilters() {}

    static List<StaffFilter> all(TaskService tasks) {
        return List.of(
                new StaffFilter("mine", "#1b5e20", tasks.createTaskQuery().taskAssigneeExpression(ME)),
                new StaffFilter(
                        "groups",
                        "#0d47a1",
                        tasks.createTaskQuery()
                                .taskCandidateGroupInExpression(MY_GROUPS)
                                .taskUnassigned()),
                new StaffFilter("overdue", "#b71c1c", tasks.createTaskQuery().dueBeforeExpression("${now()}")),
                new StaffFilter(
                        "today",
                        "#bf360c",
                        tasks.createTaskQuery()
                                .dueAfterExpression("${now()}")
                                .dueBeforeExpression("${deadlineTimers.endOfToday()}")),
                new StaffFilter(
                        "three-days",
                        "#e65100",
                        tasks.createTaskQuery()
                                .dueAfterExpression("${now()}")
                                .dueBeforeExpression("${deadlineTimers.inWorkingDays(3)}")));
    }

    /** How Tasklist shows the list at this place. */
    static Map<String, Object> properties(StaffFilter filter, StaffNames names, int place) {
        return Map.of(
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
