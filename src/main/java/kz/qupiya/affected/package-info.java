/**
 * The people a breach touched: collected from files of any size and from queries over the data map, joined so that nobody is counted twice, frozen with hashes, handed to the
 * authority and to whoever writes to them. Law 94-V art. 25(2)(8), Order 481/НҚ.
 *
 * <p>{@link kz.qupiya.affected.AffectedLists} is the door. Names and identifiers lie sealed under the key of the case and go with it; everything else holds keyed hashes,
 * counts and places in the list.
 */
@NullMarked
@ApplicationModule(displayName = "Affected people")
package kz.qupiya.affected;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
