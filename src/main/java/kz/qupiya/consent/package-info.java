/**
 * The register of consents: what a person agreed to, when and how, for how long, and how it ended. Law 94-V art. 8, 25(2)(5).
 *
 * <p>{@link kz.qupiya.consent.Consents} gives, finds and ends consents; permits ask it through {@link kz.qupiya.restriction.RunningConsents}. A consent is found by keyed
 * hashes of the person's identifiers; name and address lie sealed; what all who agreed to one text have in common is stored once.
 */
@NullMarked
@ApplicationModule(displayName = "Consents")
package kz.qupiya.consent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
