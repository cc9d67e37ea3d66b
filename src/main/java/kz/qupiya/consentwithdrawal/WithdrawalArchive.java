package kz.qupiya.consentwithdrawal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import org.springframework.stereotype.Component;

/** What a withdrawal of consent puts into the archive of its case: scope, decision, effect and the obligations that stood against it. They name nobody. */
@Component
class WithdrawalArchive implements CaseExport.Part {

    private final WithdrawalRows rows;

    WithdrawalArchive(WithdrawalRows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "withdrawal";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        var withdrawal = rows.find(caseFile.id()).orElse(null);
        if (withdrawal == null) {
            return;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("withdrawal", withdrawal);
        all.put("obligations", rows.obligations(caseFile.id()));
        all.put("unanswered", rows.unanswered(caseFile.id()));
        all.put("carriedOn", rows.continued(caseFile.id()));
        entries.json("withdrawal.json", all);
    }
}
