/** The case view, the list, the timeline, the panel, documents and notes of a case over REST. */
@NullMarked
package kz.qupiya.casefile.web;

import org.jspecify.annotations.NullMarked;
