package kz.qupiya.claimhandling;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.subject.CaseVault;
import org.springframework.stereotype.Component;

/** What a claim puts into the archive of its case: demands, facts, decision, promises and what came after; the words only where somebody's data may go with them. */
@Component
class ClaimArchive implements CaseExport.Part {

    private static final List<String> WORDS =
            List.of("demand.", "damages", "view.", "answer.", "explanation.", "reaction.", "payment.", "body.");

    private final ClaimRows rows;
    private final CaseVault vault;

    ClaimArchive(ClaimRows rows, CaseVault vault) {
        this.rows = rows;
        this.vault = vault;
    }

    @Override
    public String name() {
        return "claim";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        var claim = rows.find(caseFile.id()).orElse(null);
        if (claim == null) {
            return;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("claim", claim);
        all.put("demands", rows.demands(caseFile.id()));
        all.put("views", rows.views(caseFile.id()));
        all.put("promises", rows.promises(caseFile.id()));
        all.put("reactions", rows.reactions(caseFile.id()));
        entries.json("claim.json", all);
        if (entries.personal()) {
            entries.json("claim-words.json", vault.revealAll(caseFile.id(), WORDS));
        }
    }
}
