@NullMarked
package kz.qupiya.breachnotification.web;

import org.jspecify.annotations.NullMarked;
