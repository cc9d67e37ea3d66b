package kz.qupiya.casefile;

import java.util.Locale;
import java.util.Set;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;

/** Implemented by a higher module that shows something in the case panel of Tasklist: findings, restrictions, acts, letters. */
public interface CasePanelSection {

    /** Name of the section, by which the user interface knows how to show it; lower case with hyphens. */
    String name();

    /**
     * The section's content for this case.
     *
     * @param locale language of the reader: ru, kk or en
     * @return anything that Jackson can write; null when there is nothing to show. Plain identifiers have no place here: they are masked, and looked at over the
     *     panel's reveal
     */
    @Nullable
    Object of(CaseFile caseFile, Locale locale);

    /** Who sees it. */
    default Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER);
    }

    /** Sections stand in this order. */
    default int order() {
        return 100;
    }
}
