package kz.qupiya.letter;

import java.time.Instant;

/**
 * A line of a letter's table of terms.
 *
 * @param duty  code of the duty, as {@code kz.qupiya.operator.Duty} writes it in JSON; worded by {@code duty.<code>} in {@code letters/words_*}
 * @param dueAt last instant of the term
 * @param basis article or clause on which the term rests
 */
public record DueDate(String duty, Instant dueAt, LocalText basis) {}
