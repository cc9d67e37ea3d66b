@NullMarked
package kz.qupiya.claimhandling.web;

import org.jspecify.annotations.NullMarked;
