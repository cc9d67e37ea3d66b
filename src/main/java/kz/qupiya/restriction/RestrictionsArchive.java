package kz.qupiya.restriction;

import java.io.IOException;
import java.util.Map;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import org.springframework.stereotype.Component;

/** The restrictions that a case placed, and the permits that they have denied, in its archive. They name nobody. */
@Component
class RestrictionsArchive implements CaseExport.Part {

    private static final int DENIALS = 100_000;

    private final Restrictions restrictions;
    private final DenialRows denials;

    RestrictionsArchive(Restrictions restrictions, DenialRows denials) {
        this.restrictions = restrictions;
        this.denials = denials;
    }

    @Override
    public String name() {
        return "restrictions";
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        var own = restrictions.ofCase(caseFile.id());
        entries.json(
                "restrictions.json",
                Map.of(
                        "restrictions",
                        own,
                        "denials",
                        denials.of(own.stream().map(Restriction::id).toList(), DENIALS)));
    }
}
