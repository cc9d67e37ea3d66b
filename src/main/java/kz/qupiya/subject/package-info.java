/**
 * Identifiers of people: normalised and checked on entry, stored encrypted, found again by a keyed hash.
 *
 * <p>{@link kz.qupiya.subject.Identifiers} is the door: nothing that names a person goes further without having passed it. Plain
 * identifiers stand only in the {@link kz.qupiya.subject.CaseVault} and in {@link kz.qupiya.subject.CaseSubjects}, encrypted under a key
 * of the case; every other table of the product holds an {@link kz.qupiya.subject.IdentifierHash} at most.
 */
@NullMarked
@ApplicationModule(displayName = "Subjects")
package kz.qupiya.subject;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
