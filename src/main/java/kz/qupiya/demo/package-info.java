/**
 * The made-up clients of the five demonstration operators: five different databases on the embedded server, filled once from a fixed seed.
 *
 * <p>Nothing of this package exists when the application runs against a database server of its own ({@code spring.datasource.url}). No
 * other module may depend on it.
 */
@NullMarked
package kz.qupiya.demo;

import org.jspecify.annotations.NullMarked;
