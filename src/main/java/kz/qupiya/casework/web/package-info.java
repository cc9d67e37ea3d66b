@NullMarked
package kz.qupiya.casework.web;

import org.jspecify.annotations.NullMarked;
