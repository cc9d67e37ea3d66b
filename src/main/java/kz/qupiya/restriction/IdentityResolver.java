package kz.qupiya.restriction;

import java.util.Collection;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;

/**
 * Looks a person up in the operator's systems while somebody waits for a permit; implemented by the data map. It is asked only while a
 * restriction of the operator stands whose own search has not ended.
 */
public interface IdentityResolver {

    /**
     * Which other identifiers the person has, or the people have if the identifiers are shared. Does not go on from what it found: the
     * telephone found with an IIN does not lead to a second person who has the same telephone.
     *
     * <p>Never throws for a system that is down: it is named in the answer. Called outside of any transaction, from several threads, and
     * given up after {@code qupiya.permits.live-look-up-timeout}.
     */
    Resolution resolve(OperatorKey operator, Collection<Identifier> identifiers);

    /**
     * @param identifiers what was found, in normal form, with or without those asked for
     * @param failedSystems names of the systems that did not answer; when there is one, nothing may be concluded
     */
    record Resolution(Set<Identifier> identifiers, Set<String> failedSystems) {

        public Resolution {
            identifiers = Set.copyOf(identifiers);
            failedSystems = Set.copyOf(failedSystems);
        }
    }
}
