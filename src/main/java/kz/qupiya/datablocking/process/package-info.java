@NullMarked
package kz.qupiya.datablocking.process;

import org.jspecify.annotations.NullMarked;
