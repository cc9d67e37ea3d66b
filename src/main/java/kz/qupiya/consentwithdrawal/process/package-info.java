@NullMarked
package kz.qupiya.consentwithdrawal.process;

import org.jspecify.annotations.NullMarked;
