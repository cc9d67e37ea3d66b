package kz.qupiya.claimhandling;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Outcome;
import kz.qupiya.casefile.RetentionVeto;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Closes a claim: what was settled, or ruled by a court, needs no evidence any more; anything else keeps it until nobody can sue. */
@Service
public class ClaimClosing implements RetentionVeto {

    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final CaseFiles cases;
    private final Assessment assessment;
    private final Evidence evidence;
    private final Restrictions restrictions;
    private final ClaimRows rows;
    private final Clock clock;

    ClaimClosing(
            CaseFiles cases,
            Assessment assessment,
            Evidence evidence,
            Restrictions restrictions,
            ClaimRows rows,
            Clock clock) {
        this.cases = cases;
        this.assessment = assessment;
        this.evidence = evidence;
        this.restrictions = restrictions;
        this.rows = rows;
        this.clock = clock;
    }

    /** Closes the case with the outcome of the court, else of the decision. */
    @Transactional
    public void close(UUID caseId) {
        var claim = rows.lock(caseId);
        if (!cases.get(caseId).isOpen()) {
            return;
        }
        if (claim.ruling() != null && !"discontinued".equals(claim.ruling())) {
            evidence.release(caseId, "court-act");
        } else if ("settled".equals(claim.stage())) {
            evidence.release(caseId, "settled");
        } else if (Assessment.NOT_ENTITLED.equals(claim.way())) {
            evidence.release(caseId, Assessment.NOT_ENTITLED);
        } else {
            evidence.limitation(caseId, Objects.requireNonNullElseGet(claim.answeredAt(), clock::instant));
        }
        rows.set(caseId, "stage = 'ended'");
        cases.close(caseId, outcome(claim), SYSTEM);
    }

    private Outcome outcome(Claim claim) {
        var ruling = claim.ruling();
        if (ruling == null || "discontinued".equals(ruling)) {
            return Assessment.outcome(assessment.result(claim.caseId()));
        }
        return switch (ruling) {
            case "granted" -> Outcome.SATISFIED;
            case "dismissed" -> Outcome.REFUSED;
            default -> Outcome.SATISFIED_IN_PART;
        };
    }

    /** The file of a claim is evidence itself. */
    @Override
    public Optional<String> reason(CaseFile caseFile) {
        return rows.find(caseFile.id())
                .flatMap(claim -> restrictions.find(claim.holdId()))
                .filter(Restriction::stands)
                .map(hold -> "hold-" + hold.reason());
    }
}
