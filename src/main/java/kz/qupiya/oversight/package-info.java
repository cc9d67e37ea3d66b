/** Keeps watch: recurring runners, failed steps that come back, metrics, notices to staff. */
@NullMarked
@ApplicationModule(displayName = "Oversight")
package kz.qupiya.oversight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
