package kz.qupiya.otherrequest.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.engine.CaseStart;
import kz.qupiya.operator.Operators;
import kz.qupiya.otherrequest.NewOtherRequest;
import kz.qupiya.otherrequest.OtherRequests;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Opens the case of a request that is started over engine REST. */
@Component("registerOtherRequestListener")
class RegisterOtherRequestListener extends CaseStart<NewOtherRequest> {

    private final OtherRequests requests;
    private final CaseFiles cases;
    private final Operators operators;

    RegisterOtherRequestListener(
            OtherRequests requests,
            CaseFiles cases,
            Operators operators,
            @Lazy IdentityService identity,
            ObjectMapper json) {
        super(NewOtherRequest.class, identity, json);
        this.requests = requests;
        this.cases = cases;
        this.operators = operators;
    }

    @Override
    protected Opened open(String operator, NewOtherRequest request, @Nullable String user, String instance) {
        var caseFile = requests.register(
                operators.require(operator),
                request,
                user == null ? Actor.system("engine") : Actor.user(user),
                Channel.ENGINE);
        cases.attachProcess(caseFile.id(), instance);
        return new Opened(caseFile.id().toString(), caseFile.number().value());
    }
}
