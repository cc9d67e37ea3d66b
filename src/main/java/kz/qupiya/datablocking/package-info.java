/**
 * Blocking of a data subject's data for the time of a verification, and what the verification leads to. Law 94-V art. 1(3), 24, 25(2)(8); Zvonobot 4.2.4; KAO Solutions
 * 9.10.
 */
@NullMarked
@ApplicationModule(displayName = "Data blocking")
package kz.qupiya.datablocking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
