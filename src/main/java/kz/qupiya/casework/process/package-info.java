@NullMarked
package kz.qupiya.casework.process;

import org.jspecify.annotations.NullMarked;
