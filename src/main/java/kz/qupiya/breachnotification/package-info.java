/**
 * Breaches of security: the authorised body is told within one working day of the discovery, measures are taken, accounts under suspicion get new credentials, the people affected are found
 * and, where the operator must or decides to, told. Law 94-V art. 1(15-1), 25(2)(8), 27-1; Order 481/НҚ.
 */
@NullMarked
@ApplicationModule(displayName = "Breach notification")
package kz.qupiya.breachnotification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
