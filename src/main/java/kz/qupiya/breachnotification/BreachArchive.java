package kz.qupiya.breachnotification;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.campaign.Campaigns;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.subject.CaseVault;
import org.springframework.stereotype.Component;

/** What a breach puts into the archive of its case: versions of the facts, measures, accounts, notifications of the authorised body, heads of the lists of people and notices sent. The people themselves are in the file for
 * the authorised body, whose hash stands here; the words only where somebody's data may go with them. */
@Component
class BreachArchive implements CaseExport.Part {

    private static final List<String> WORDS =
            List.of("breach.", "measure.", "account.", "filing.", "notice.", "conclusion.");

    private final BreachRows rows;
    private final FilingRows filings;
    private final AffectedLists lists;
    private final Campaigns campaigns;
    private final CaseVault vault;

    BreachArchive(BreachRows rows, FilingRows filings, AffectedLists lists, Campaigns campaigns, CaseVault vault) {
        this.rows = rows;
        this.filings = filings;
        this.lists = lists;
        this.campaigns = campaigns;
        this.vault = vault;
    }

    @Override
    public String name() {
        return "breach";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        var breach = rows.find(caseFile.id()).orElse(null);
        if (breach == null) {
            return;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("breach", breach);
        all.put("versions", rows.versions(caseFile.id()));
        all.put("joined", rows.joined(caseFile.id()));
        all.put("measures", rows.measures(caseFile.id()));
        all.put("accounts", rows.accounts(caseFile.id()));
        all.put("filings", filings.of(caseFile.id()));
        all.put("lists", lists.ofCase(caseFile.id()));
        all.put("notices", campaigns.ofCase(caseFile.id()));
        entries.json("breach.json", all);
        if (entries.personal()) {
            entries.json("breach-words.json", vault.revealAll(caseFile.id(), WORDS));
        }
    }
}
