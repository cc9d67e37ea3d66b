package kz.qupiya.casefile;

import java.util.Optional;

/** Implemented by a higher module that may forbid the destruction of a case file whose own term has ended, for example while a court has the case. */
public interface RetentionVeto {

    /** Code of the reason why the file has to stay, or nothing. */
    Optional<String> reason(CaseFile caseFile);
}
