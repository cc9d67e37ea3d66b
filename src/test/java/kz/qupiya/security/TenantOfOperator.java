package kz.qupiya.security;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Gives a test's instance to the operator of its variable, as opening a case does. */
@Component
@Profile("test")
class TenantOfOperator implements ExecutionListener {

    @Override
    public void notify(DelegateExecution execution) {
        ((ExecutionEntity) execution).setTenantId((String) execution.getVariable("operator"));
    }
}
