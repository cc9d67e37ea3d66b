/** The web applications as staff see them: texts checked against the engine's own, and stories told in a real browser. */
@NullMarked
package kz.qupiya.browser;

import org.jspecify.annotations.NullMarked;
