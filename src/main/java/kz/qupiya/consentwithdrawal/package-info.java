/** Withdrawal of consent: received, decided, and enforced in time (Law 94-V art. 8(2), 8(7), 24). */
@NullMarked
@ApplicationModule(displayName = "Consent withdrawal")
package kz.qupiya.consentwithdrawal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
