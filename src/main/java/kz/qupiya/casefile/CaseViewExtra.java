package kz.qupiya.casefile;

import java.util.Map;

/** Implemented by a higher module that has something to add to the case view, for example since when the data are blocked. Never personal data. */
public interface CaseViewExtra {

    /**
     * Fields to add.
     *
     * @return values that Jackson can write, by field name; a name that the view has itself is ignored
     */
    Map<String, Object> of(CaseFile caseFile);
}
