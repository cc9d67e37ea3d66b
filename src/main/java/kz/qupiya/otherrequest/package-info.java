/**
 * Requests for access to one's data, for their correction or destruction, and whatever else people ask, with the term of each and a reasoned answer; and the re-classification of
 * what came under a wrong name. Law 94-V art. 24, 25(2)(6)–(8).
 */
@NullMarked
@ApplicationModule(displayName = "Other requests")
package kz.qupiya.otherrequest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
