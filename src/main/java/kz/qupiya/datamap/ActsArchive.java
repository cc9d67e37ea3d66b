package kz.qupiya.datamap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The acts of a case in its archive: what the preview showed, who approved it, what became of every field in each system, and the proof; with what was exported, and what a custodian said. */
@Component
class ActsArchive implements CaseExport.Part {

    /** The archive is for the authority. */
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    private final ActStore store;
    private final ActViews views;
    private final Acts acts;
    private final CaseVault vault;

    ActsArchive(ActStore store, ActViews views, Acts acts, CaseVault vault) {
        this.store = store;
        this.views = views;
        this.acts = acts;
        this.vault = vault;
    }

    @Override
    public String name() {
        return "acts";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        int position = 0;
        for (var act : store.ofCase(caseFile.id())) {
            var name = "acts/" + ++position + "-" + act.kind().json();
            var whole = new LinkedHashMap<String, @Nullable Object>();
            whole.put("act", views.of(act, RUSSIAN));
            if (entries.personal()) {
                var given = new ArrayList<Map<String, @Nullable Object>>();
                for (var system : act.systems()) {
                    var exported = acts.exported(act.id(), system.system());
                    if (exported.isPresent()) {
                        entries.bytes(
                                name + "-" + system.system() + ".json",
                                exported.get().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    }
                    vault.reveal(caseFile.id(), DataActs.proofField(act.id(), system.system()))
                            .ifPresent(said -> {
                                var proof = new LinkedHashMap<String, @Nullable Object>();
                                proof.put("system", system.system());
                                proof.put("said", said);
                                proof.put(
                                        "salt",
                                        vault.reveal(caseFile.id(), DataActs.proofSaltField(act.id(), system.system()))
                                                .orElse(null));
                                given.add(proof);
                            });
                }
                whole.put("proofsByHand", given);
            }
            entries.json(name + ".json", whole);
        }
    }
}
