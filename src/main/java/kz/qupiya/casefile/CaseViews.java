package kz.qupiya.casefile;

import java.util.Collection;
import java.util.List;

/** Makes the case view that outside systems get: from opening a case, from asking for one, from the list. */
public interface CaseViews {

    /** The view of a case. */
    CaseView of(CaseFile caseFile);

    /** The views of several cases, in their order, with few queries. */
    List<CaseView> of(Collection<CaseFile> caseFiles);
}
