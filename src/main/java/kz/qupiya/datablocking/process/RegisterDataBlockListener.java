package kz.qupiya.datablocking.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.engine.CaseStart;
import kz.qupiya.operator.Operators;
import org.camunda.bpm.engine.IdentityService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Opens the case of a data block that is started over engine REST. */
@Component("registerDataBlockListener")
class RegisterDataBlockListener extends CaseStart<DataBlockRequest> {

    private final DataBlocks blocks;
    private final CaseFiles cases;
    private final Operators operators;

    RegisterDataBlockListener(
            DataBlocks blocks,
            CaseFiles cases,
            Operators operators,
            @Lazy IdentityService identity,
            ObjectMapper json) {
        super(DataBlockRequest.class, identity, json);
        this.blocks = blocks;
        this.cases = cases;
        this.operators = operators;
    }

    @Override
    protected Opened open(String operator, DataBlockRequest request, @Nullable String user, String instance) {
        var caseFile = blocks.register(
                operators.require(operator),
                request,
                user == null ? Actor.system("engine") : Actor.user(user),
                Channel.ENGINE);
        cases.attachProcess(caseFile.id(), instance);
        return new Opened(caseFile.id().toString(), caseFile.number().value());
    }
}
