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
     * @param name Russian, as staff read it; also the key by which it is found again
     */
    record StaffFilter(String name, String description, String color, TaskQuery query) {}

    private static final String ME = "${currentUser()}";
    private static final String MY_GROUPS = "${currentUserGroups()}";

    private StaffFilters() {}

    static List<StaffFilter> all(TaskService tasks) {
        return List.of(
                new StaffFilter(
                        "Мои задачи",
                        "Задачи, которые вы взяли в работу",
                        "#1b5e20",
                        tasks.createTaskQuery().taskAssigneeExpression(ME)),
                new StaffFilter(
                        "Задачи моих групп",
                        "Свободные задачи ваших групп",
                        "#0d47a1",
                        tasks.createTaskQuery()
                                .taskCandidateGroupInExpression(MY_GROUPS)
                                .taskUnassigned()),
                new StaffFilter(
                        "Просроченные",
                        "Задачи, срок которых прошёл",
                        "#b71c1c",
                        tasks.createTaskQuery().dueBeforeExpression("${now()}")),
                new StaffFilter(
                        "Срок в течение суток",
                        "Задачи, срок которых наступает в ближайшие 24 часа",
                        "#e65100",
                        tasks.createTaskQuery()
                                .dueAfterExpression("${now()}")
                                .dueBeforeExpression("${dateTime().plusDays(1)}")));
    }

    /** How Tasklist shows the list at this place. */
    static Map<String, Object> properties(StaffFilter filter, int place) {
        return Map.of(
                "description",
                filter.description(),
                "color",
                filter.color(),
                "priority",
                place,
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                List.of(Map.of("name", "operator", "label", "Оператор")));
    }
}
