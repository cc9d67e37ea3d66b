/**
 * Blocks, suppressions and holds on a person, and the permit check: "may I process this person for this purpose?".
 *
 * <p>A case places a restriction through {@link kz.qupiya.restriction.Restrictions} in the transaction that opens the case; from its
 * commit on {@link kz.qupiya.restriction.Permits} denies. Restrictions hold keyed hashes of identifiers and nothing else about a person.
 */
@NullMarked
@ApplicationModule(displayName = "Restrictions")
package kz.qupiya.restriction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
