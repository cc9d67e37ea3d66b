@NullMarked
package kz.qupiya.oversight.web;

import org.jspecify.annotations.NullMarked;
