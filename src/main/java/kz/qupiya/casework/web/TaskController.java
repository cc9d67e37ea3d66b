package kz.qupiya.casework.web;

import kz.qupiya.casework.CaseTasks;
import kz.qupiya.security.Callers;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** From a task in Tasklist to its case, and a task back to its group. */
@RestController
@RequestMapping("/api/v1/tasks/{taskId}")
class TaskController {

    private final CaseTasks tasks;
    private final Callers callers;

    TaskController(CaseTasks tasks, Callers callers) {
        this.tasks = tasks;
        this.callers = callers;
    }

    @GetMapping("/case")
    CaseTasks.CaseTask caseOf(@PathVariable String taskId) {
        return tasks.find(taskId, callers.current());
    }

    @PostMapping("/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String taskId) {
        tasks.release(taskId, callers.current());
    }
}
