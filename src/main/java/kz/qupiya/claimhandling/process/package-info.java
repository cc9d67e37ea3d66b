@NullMarked
package kz.qupiya.claimhandling.process;

import org.jspecify.annotations.NullMarked;
