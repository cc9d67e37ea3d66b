/** What every process of a case needs: acting on one system, watching deadlines, the tasks of a case, putting failed steps right. */
@NullMarked
@ApplicationModule(displayName = "Case work")
package kz.qupiya.casework;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
