/** The root of the application: nothing but its entry point. */
@NullMarked
package kz.qupiya;

import org.jspecify.annotations.NullMarked;
