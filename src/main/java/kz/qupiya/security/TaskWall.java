package kz.qupiya.security;

import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.impl.QueryOperator;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskQueryVariableValue;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;

/**
 * Leaves the tasks of hidden cases out of every task query of the engine that somebody makes under a log-in: lists, filters and counts of Tasklist and Cockpit alike, so that
 * pages stay full and figures right. The engine's own authorisations cannot say it: what a group or the definition of the process allows, they do not take from one member.
 *
 * <p>Our own steps run without a log-in of the engine and see every task.
 */
final class TaskWall implements SessionFactory {

    /** The local variable by which every task carries the number of its case. */
    private static final String CASE_NUMBER = "caseNumber";

    private final Function<String, Set<String>> hidden;

    /** @param hidden numbers of the cases hidden from a user */
    TaskWall(Function<String, Set<String>> hidden) {
        this.hidden = hidden;
    }

    @Override
    public Class<?> getSessionType() {
        return AuthorizationManager.class;
    }

    @Override
    public Session openSession() {
        return new Walled(hidden);
    }

    private static final class Walled extends AuthorizationManager {

        private final Function<String, Set<String>> hidden;

        Walled(Function<String, Set<String>> hidden) {
            this.hidden = hidden;
        }

        @Override
        public void configureTaskQuery(TaskQueryImpl query) {
            super.configureTaskQuery(query);
            var check = query.getAuthCheck();
            if (!check.isAuthorizationCheckEnabled() || check.getAuthUserId() == null) {
                return;
            }
            var engine = Context.getProcessEngineConfiguration();
            for (var number : hidden.apply(check.getAuthUserId())) {
                var other = new TaskQueryVariableValue(CASE_NUMBER, number, QueryOperator.NOT_EQUALS, true, false);
                other.initialize(engine.getVariableSerializers(), engine.getDatabaseType());
                query.getVariables().add(other);
            }
        }
    }
}
