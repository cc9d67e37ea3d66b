package kz.qupiya.claimhandling.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.claimhandling.ClaimRequest;
import kz.qupiya.claimhandling.Claims;
import kz.qupiya.engine.CaseStart;
import kz.qupiya.operator.Operators;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Opens the case of a claim that is started over engine REST. */
@Component("registerClaimListener")
class RegisterClaimListener extends CaseStart<ClaimRequest> {

    private final Claims claims;
    private final CaseFiles cases;
    private final Operators operators;

    RegisterClaimListener(
            Claims claims, CaseFiles cases, Operators operators, @Lazy IdentityService identity, ObjectMapper json) {
        super(ClaimRequest.class, identity, json);
        this.claims = claims;
        this.cases = cases;
        this.operators = operators;
    }

    @Override
    protected Opened open(String operator, ClaimRequest request, @Nullable String user, String instance) {
        var caseFile = claims.register(
                operators.require(operator),
                request,
                user == null ? Actor.system("engine") : Actor.user(user),
                Channel.ENGINE);
        cases.attachProcess(caseFile.id(), instance);
        return new Opened(caseFile.id().toString(), caseFile.number().value());
    }
}
