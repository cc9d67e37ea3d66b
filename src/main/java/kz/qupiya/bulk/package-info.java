/** Rows in bulk, for the modules that take in lists of any size. */
@NullMarked
@ApplicationModule(displayName = "Rows in bulk")
package kz.qupiya.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
