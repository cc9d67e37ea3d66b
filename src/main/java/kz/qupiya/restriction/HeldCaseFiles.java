package kz.qupiya.restriction;

import java.util.Optional;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.RetentionVeto;
import kz.qupiya.subject.CaseSubjects;
import org.springframework.stereotype.Component;

/** A hold on the matter reaches the files of cases too: those of the person, and of the case that set it. */
@Component
class HeldCaseFiles implements RetentionVeto {

    private static final Optional<String> HOLD = Optional.of("hold");

    private final Holds holds;
    private final Restrictions restrictions;
    private final CaseSubjects subjects;

    HeldCaseFiles(Holds holds, Restrictions restrictions, CaseSubjects subjects) {
        this.holds = holds;
        this.restrictions = restrictions;
        this.subjects = subjects;
    }

    /** Until the transaction that destroys the file ends no hold is placed; while one is being placed, the file waits for the next run. */
    @Override
    public Optional<String> reason(CaseFile caseFile) {
        if (!holds.keepFromBeingPlaced(caseFile.operator())) {
            return HOLD;
        }
        var own = restrictions.ofCase(caseFile.id()).stream()
                .anyMatch(one -> one.kind() == RestrictionKind.HOLD && one.stands());
        // Nobody asks the systems for a file: what a hold not yet searched for may reach waits.
        return own
                        || holds.on(caseFile.operator(), subjects.identifiers(caseFile.id()))
                                .holds(false)
                ? HOLD
                : Optional.empty();
    }
}
