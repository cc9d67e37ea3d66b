package kz.qupiya.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.Timeline;
import org.springframework.stereotype.Component;

/** Follows a case that was re-classified: people answer the number that they were told, and staff read on what they wrote. */
@Component
public class LinkedCases {

    /** Stands in a case in place of a decision while its process gives it up for another one, as when a block is still being lifted. */
    private static final String GIVEN_UP = Outcome.RECLASSIFIED.json();

    /** A case is not re-classified oftener. */
    private static final int FURTHEST = 10;

    private final CaseFiles cases;
    private final Timeline timeline;

    LinkedCases(CaseFiles cases, Timeline timeline) {
        this.cases = cases;
        this.timeline = timeline;
    }

    /** The case in which a request is handled now: the case itself unless it was re-classified. */
    public CaseFile latest(CaseFile caseFile) {
        var latest = caseFile;
        for (int i = 0; i < FURTHEST && isGivenUp(latest); i++) {
            var next = named(latest, "case.reclassified");
            if (next.isEmpty()) {
                break;
            }
            latest = next.get();
        }
        return latest;
    }

    /** A case and those that it was opened instead of, the oldest first. */
    public List<CaseFile> withEarlier(CaseFile caseFile) {
        var all = new ArrayList<CaseFile>();
        all.add(caseFile);
        for (int i = 0; i < FURTHEST; i++) {
            var earlier = named(all.get(0), "case.reclassified-from");
            if (earlier.isEmpty()) {
                break;
            }
            all.add(0, earlier.get());
        }
        return all;
    }

    private static boolean isGivenUp(CaseFile caseFile) {
        return caseFile.outcome() == Outcome.RECLASSIFIED || GIVEN_UP.equals(caseFile.decision());
    }

    private Optional<CaseFile> named(CaseFile caseFile, String event) {
        return timeline.of(caseFile.id()).stream()
                .filter(entry -> entry.code().equals(event))
                .reduce((first, second) -> second)
                .flatMap(entry -> cases.find(
                        caseFile.operator(), String.valueOf(entry.data().get("number"))));
    }
}
