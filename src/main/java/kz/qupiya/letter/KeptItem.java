package kz.qupiya.letter;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Data that were not destroyed because a duty to keep them stands against it.
 *
 * @param what  which data
 * @param basis the article on which they are kept
 * @param until last day on which they are kept; null when the end is an event named by {@code basis}, such as the end of a dispute
 */
public record KeptItem(LocalText what, LocalText basis, @Nullable LocalDate until) {}
