/**
 * Letters to people, authorities and recipients of data: texts in Russian and Kazakh, as mail with HTML, plain text and PDF or on paper, with a
 * ledger that says for each letter what became of it.
 *
 * <p>{@link kz.qupiya.letter.Letters#send} writes a letter in the caller's transaction and queues it; nothing goes out inside that transaction. What a
 * template says and which facts it needs stands in {@link kz.qupiya.letter.LetterTemplate}. Addresses and texts lie encrypted under the key of the case.
 */
@NullMarked
@ApplicationModule(displayName = "Letters")
package kz.qupiya.letter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
