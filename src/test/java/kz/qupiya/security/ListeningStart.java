package kz.qupiya.security;

import java.util.concurrent.atomic.AtomicReference;
import kz.qupiya.problem.InvalidInputException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Stands for the listener that opens the case at the start of a process. */
@Component
@Profile("test")
class ListeningStart implements ExecutionListener {

    static final AtomicReference<String> INTAKE = new AtomicReference<>();
    static final AtomicReference<String> CALLER = new AtomicReference<>();

    private final Callers callers;

    ListeningStart(Callers callers) {
        this.callers = callers;
    }

    @Override
    public void notify(DelegateExecution execution) {
        var intake = (String) execution.getVariable("intake");
        execution.removeVariable("intake");
        INTAKE.set(intake);
        CALLER.set(callers.find().map(Caller::id).orElse("-"));
        if (intake.contains("refuse-me")) {
            throw new InvalidInputException("subject.iin", "problem.field.invalid");
        }
        if (intake.contains("break-me")) {
            throw new IllegalStateException("canary-in-message");
        }
        execution.setProcessBusinessKey("TST-" + Integer.toHexString(intake.hashCode()));
        ((ExecutionEntity) execution).setTenantId((String) execution.getVariable("operator"));
    }
}
