package kz.qupiya.calendar;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An order that moves a day off (Labour Code art. 85(3)), such as «5 January 2025 to 3 January 2025».
 *
 * <p>It holds for a working week in which {@code from} is a weekly day off: an order about a Saturday changes nothing for who works on
 * Saturdays anyway.
 *
 * @param from the weekly day off that becomes a working day; nothing if the order only adds a day off
 * @param to the working day that becomes a day off, in the same year; nothing if the order only adds a working day
 * @param basis the act: who, when, number
 */
public record DayTransfer(@Nullable LocalDate from, @Nullable LocalDate to, String basis) {}
