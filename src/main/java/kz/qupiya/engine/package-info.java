/** The workflow engine's settings and the small types through which other modules use it; it knows no process. */
@NullMarked
@ApplicationModule(displayName = "Engine")
package kz.qupiya.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
