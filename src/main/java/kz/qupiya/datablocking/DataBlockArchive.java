package kz.qupiya.datablocking;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.subject.CaseVault;
import org.springframework.stereotype.Component;

/** What a block puts into the archive of its case: decision, corrections and questions to custodians; values and words only where somebody's data may go with them. */
@Component
class DataBlockArchive implements CaseExport.Part {

    private static final List<String> WORDS = List.of("correction.", "facts.");

    private final DataBlockRows rows;
    private final FactsRequests facts;
    private final CaseVault vault;

    DataBlockArchive(DataBlockRows rows, FactsRequests facts, CaseVault vault) {
        this.rows = rows;
        this.facts = facts;
        this.vault = vault;
    }

    @Override
    public String name() {
        return "data-block";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        if (!rows.exists(caseFile.id())) {
            return;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("block", rows.get(caseFile.id()));
        all.put("corrections", rows.rows(caseFile.id()));
        all.put("questions", facts.withoutTexts(caseFile.id()));
        entries.json("data-block.json", all);
        if (entries.personal()) {
            entries.json("data-block-words.json", vault.revealAll(caseFile.id(), WORDS));
        }
    }
}
