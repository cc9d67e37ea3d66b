/** Where people without an account hand in what they ask: the public web form, its status page, and the proof of identity by a one-time code to a contact already on file. */
@NullMarked
@ApplicationModule(displayName = "Public intake")
package kz.qupiya.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
