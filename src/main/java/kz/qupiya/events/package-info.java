/** Tells operators' own systems what happened in their cases: CloudEvents, signed, at least once, in order for one case. */
@NullMarked
@ApplicationModule(displayName = "Outgoing events")
package kz.qupiya.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
