package kz.qupiya.consentwithdrawal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * For what a consent is withdrawn.
 *
 * @param whole    whether all processing is meant
 * @param purposes the purposes meant; of a whole withdrawal all that a person can withdraw from
 */
record Scope(boolean whole, Set<Purpose> purposes) {

    static final String ALL = "all";

    /** What goes on whatever is withdrawn: it is how the operator answers, and how data end. */
    private static final Set<Purpose> NEVER_BY_CONSENT =
            Set.of(Purpose.STORAGE, Purpose.CASE_CORRESPONDENCE, Purpose.CHANGE, Purpose.DESTRUCTION);

    /** Stopping them harms nobody, so neither a proof of identity nor a person's decision is waited for (KAO Solutions 8.2, 9.10). */
    private static final Set<Purpose> LIGHT = Set.of(Purpose.ADVERTISING, Purpose.NOTICES);

    Scope {
        purposes = Set.copyOf(purposes);
    }

    /** Whether it is stopped without a look of staff. */
    boolean light() {
        return LIGHT.containsAll(purposes);
    }

    /** The part of it that would be stopped without a look of staff. */
    Set<Purpose> lightPart() {
        var part = EnumSet.noneOf(Purpose.class);
        part.addAll(purposes);
        part.retainAll(LIGHT);
        return part;
    }

    /** What the register of cases says the withdrawal is of, as the code that its texts are found by ({@code casefile.value.ground.*}). */
    String ground() {
        return whole ? ALL : light() ? "advertising" : "purposes";
    }

    /** The scope as a caller wrote it; on a fault the violations grow, and nothing useful is returned. */
    static Scope of(@Nullable List<String> written, List<Violation> violations) {
        if (written == null || written.isEmpty()) {
            violations.add(new Violation("scope", "problem.field.missing"));
            return new Scope(false, Set.of());
        }
        if (written.contains(ALL)) {
            if (written.size() > 1) {
                violations.add(new Violation("scope", "consentwithdrawal.scope.all-alone"));
            }
            return everything();
        }
        var purposes = EnumSet.noneOf(Purpose.class);
        var faults = new ArrayList<Violation>();
        for (int i = 0; i < written.size(); i++) {
            var purpose = Purpose.of(String.valueOf(written.get(i)));
            var field = written.size() == 1 ? "scope" : "scope[" + i + "]";
            if (purpose.isEmpty()) {
                faults.add(new Violation(field, "consentwithdrawal.scope.unknown"));
            } else if (NEVER_BY_CONSENT.contains(purpose.get())) {
                faults.add(new Violation(field, "consentwithdrawal.scope.never-by-consent"));
            } else {
                purposes.add(purpose.get());
            }
        }
        violations.addAll(faults);
        return new Scope(false, purposes);
    }

    static Scope everything() {
        var purposes = EnumSet.allOf(Purpose.class);
        purposes.removeAll(NEVER_BY_CONSENT);
        return new Scope(true, purposes);
    }
}
