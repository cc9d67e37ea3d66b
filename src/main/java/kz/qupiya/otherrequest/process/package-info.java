@NullMarked
package kz.qupiya.otherrequest.process;

import org.jspecify.annotations.NullMarked;
