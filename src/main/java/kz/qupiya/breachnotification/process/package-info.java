@NullMarked
package kz.qupiya.breachnotification.process;

import org.jspecify.annotations.NullMarked;
