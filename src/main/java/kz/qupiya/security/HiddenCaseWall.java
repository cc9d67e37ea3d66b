package kz.qupiya.security;

import java.util.ArrayList;
import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Puts {@link TaskWall} into the engine. */
@Component
class HiddenCaseWall extends AbstractCamundaConfiguration {

    private final ObjectProvider<HiddenCases> hidden;

    HiddenCaseWall(ObjectProvider<HiddenCases> hidden) {
        this.hidden = hidden;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        var sessions = engine.getCustomSessionFactories() == null
                ? new ArrayList<SessionFactory>()
                : new ArrayList<>(engine.getCustomSessionFactories());
        sessions.add(new TaskWall(userId -> {
            var known = hidden.getIfAvailable();
            return known == null ? Set.of() : known.numbersHiddenFrom(userId);
        }));
        engine.setCustomSessionFactories(sessions);
    }
}
