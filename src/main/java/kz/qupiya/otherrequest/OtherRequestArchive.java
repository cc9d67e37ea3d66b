package kz.qupiya.otherrequest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.subject.CaseVault;
import org.springframework.stereotype.Component;

/** What another request puts into the archive of its case: what was asked and how it was decided; the words of the answer only where somebody's data may go with them. */
@Component
class OtherRequestArchive implements CaseExport.Part {

    private static final List<String> WORDS = List.of("answer.");

    private final OtherRequestRows rows;
    private final CaseVault vault;

    OtherRequestArchive(OtherRequestRows rows, CaseVault vault) {
        this.rows = rows;
        this.vault = vault;
    }

    @Override
    public String name() {
        return "other-request";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        if (!rows.exists(caseFile.id())) {
            return;
        }
        entries.json("other-request.json", Map.of("request", rows.get(caseFile.id())));
        if (entries.personal()) {
            entries.json("other-request-words.json", vault.revealAll(caseFile.id(), WORDS));
        }
    }
}
