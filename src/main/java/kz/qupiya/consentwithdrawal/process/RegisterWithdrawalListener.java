package kz.qupiya.consentwithdrawal.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.consentwithdrawal.WithdrawalRequest;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.engine.CaseStart;
import kz.qupiya.operator.Operators;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Opens the case of a withdrawal that is started over engine REST. */
@Component("registerWithdrawalListener")
class RegisterWithdrawalListener extends CaseStart<WithdrawalRequest> {

    private final Withdrawals withdrawals;
    private final CaseFiles cases;
    private final Operators operators;

    RegisterWithdrawalListener(
            Withdrawals withdrawals,
            CaseFiles cases,
            Operators operators,
            @Lazy IdentityService identity,
            ObjectMapper json) {
        super(WithdrawalRequest.class, identity, json);
        this.withdrawals = withdrawals;
        this.cases = cases;
        this.operators = operators;
    }

    @Override
    protected Opened open(String operator, WithdrawalRequest request, @Nullable String user, String instance) {
        var caseFile = withdrawals.register(
                operators.require(operator),
                request,
                user == null ? Actor.system("engine") : Actor.user(user),
                Channel.ENGINE);
        cases.attachProcess(caseFile.id(), instance);
        return new Opened(caseFile.id().toString(), caseFile.number().value());
    }
}
