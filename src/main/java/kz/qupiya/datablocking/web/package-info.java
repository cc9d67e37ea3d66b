@NullMarked
package kz.qupiya.datablocking.web;

import org.jspecify.annotations.NullMarked;
