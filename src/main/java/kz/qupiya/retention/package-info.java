/**
 * Ends what nobody asks for: data whose term of storage is over go by themselves (Law 94-V art. 12(2), 18). What goes is previewed as counts, approved by two people, destroyed
 * set by set without naming anybody, and proved.
 */
@NullMarked
@ApplicationModule(displayName = "Retention")
package kz.qupiya.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
