/** How bad input, foreign objects and forbidden acts are told to a caller: RFC 9457 problem details in the reader's language. */
@NullMarked
@ApplicationModule(displayName = "Problems")
package kz.qupiya.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
