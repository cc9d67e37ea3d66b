/**
 * Mail that people write to an operator. A fetcher takes it from the mailbox into the database, sealed, and is done with the mail server; a worker makes cases of it, or lets it join one.
 */
@NullMarked
package kz.qupiya.intake.mail;

import org.jspecify.annotations.NullMarked;
