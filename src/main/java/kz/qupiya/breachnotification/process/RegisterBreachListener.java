package kz.qupiya.breachnotification.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.breachnotification.BreachRequest;
import kz.qupiya.breachnotification.Breaches;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.engine.CaseStart;
import kz.qupiya.operator.Operators;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Opens the case of a breach that is started over engine REST. */
@Component("registerBreachListener")
class RegisterBreachListener extends CaseStart<BreachRequest> {

    private final Breaches breaches;
    private final CaseFiles cases;
    private final Operators operators;

    RegisterBreachListener(
            Breaches breaches,
            CaseFiles cases,
            Operators operators,
            @Lazy IdentityService identity,
            ObjectMapper json) {
        super(BreachRequest.class, identity, json);
        this.breaches = breaches;
        this.cases = cases;
        this.operators = operators;
    }

    @Override
    protected Opened open(String operator, BreachRequest request, @Nullable String user, String instance) {
        var caseFile = breaches.register(
                operators.require(operator),
                request,
                user == null ? Actor.system("engine") : Actor.user(user),
                Channel.ENGINE);
        cases.attachProcess(caseFile.id(), instance);
        return new Opened(caseFile.id().toString(), caseFile.number().value());
    }
}
