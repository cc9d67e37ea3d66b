package kz.qupiya.security;

import jakarta.ws.rs.Path;
import java.net.URI;
import org.camunda.bpm.engine.rest.ProcessDefinitionRestService;
import org.camunda.bpm.engine.rest.ProcessInstanceRestService;
import org.camunda.bpm.engine.rest.impl.AbstractProcessEngineRestServiceImpl;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.camunda.bpm.engine.rest.impl.VersionRestService;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.springframework.stereotype.Component;

/**
 * Engine REST with three of its some forty resources. The chain denies the others too; what is not there cannot be reached by a gap in
 * the chain.
 */
@Component
class EngineRestApplication extends CamundaJerseyResourceConfig {

    /** The resources that the allow-list needs. */
    @Path("")
    public static class Root extends AbstractProcessEngineRestServiceImpl {

        @Path(ProcessDefinitionRestService.PATH)
        public ProcessDefinitionRestService processDefinitions() {
            return super.getProcessDefinitionService(null);
        }

        @Path(ProcessInstanceRestService.PATH)
        public ProcessInstanceRestService processInstances() {
            return super.getProcessInstanceService(null);
        }

        @Path(VersionRestService.PATH)
        public VersionRestService version() {
            return super.getVersionRestService(null);
        }

        @Override
        protected URI getRelativeEngineUri(String engineName) {
            return URI.create("/");
        }
    }

    EngineRestApplication() {
        EngineRestErrors.install();
    }

    @Override
    protected void registerCamundaRestResources() {
        register(Root.class);
        registerClasses(CamundaRestResources.getConfigurationClasses());
    }
}
