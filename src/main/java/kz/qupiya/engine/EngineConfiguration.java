package kz.qupiya.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine's settings that are code; the others stand in {@code application.yaml} under {@code camunda.bpm}. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean
    Clock clock() {
        return new EngineClock();
    }

    @Bean
    AbstractCamundaConfiguration qupiyaEngineSettings(
            ListableBeanFactory beans, ObjectProvider<ProcessVariables> variables, ObjectProvider<ProcessPaths> paths) {
        return new AbstractCamundaConfiguration() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.setCustomHistoryLevels(new ArrayList<>(List.of(new QupiyaHistoryLevel())));
                engine.setBeans(new ProcessBeans(beans));
                engine.setTenantIdProvider(new OperatorTenants());
                engine.getCustomHistoryEventHandlers()
                        .add(new VariableGuard(() -> variables.stream().toList()));
                // A BPMN error that no boundary event catches would end the instance as if it had been completed.
                engine.setEnableExceptionsAfterUnhandledBpmnError(true);
                engine.setEnableScriptEngineLoadExternalResources(false);
                var listeners = engine.getCustomPreBPMNParseListeners() == null
                        ? new ArrayList<org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener>()
                        : new ArrayList<>(engine.getCustomPreBPMNParseListeners());
                listeners.add(new NoScripts());
                listeners.add(new TaskCaseNumber());
                var trace = new PathTrace(paths::getIfAvailable);
                listeners.add(trace);
                engine.setCustomPreBPMNParseListeners(listeners);
                var sessions = engine.getCustomSessionFactories() == null
                        ? new ArrayList<SessionFactory>()
                        : new ArrayList<>(engine.getCustomSessionFactories());
                sessions.add(trace);
                engine.setCustomSessionFactories(sessions);
            }
        };
    }
}
