@NullMarked
package kz.qupiya.otherrequest.web;

import org.jspecify.annotations.NullMarked;
