package kz.qupiya.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event to be written to a timeline. Holds codes, ids, counts and times only; a value that looks like personal data (IIN, mail address, telephone or card number)
 * is refused, because a row of the timeline outlives the person's data.
 *
 * <p>The wording of an event comes from the message {@code timeline.<code>}, whose placeholders {@code {name}} name entries of {@link #data()}.
 *
 * @param code   what happened, {@code thing.happened}, for example {@code restriction.placed}
 * @param by     who did it
 * @param result code of the result, where there can be several
 * @param data   facts: strings, whole numbers, booleans, instants, dates, ids, actors, or lists of strings
 */
public record TimelineEvent(String code, Actor by, @Nullable String result, SortedMap<String, Object> data) {

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    public TimelineEvent {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a code of an event: " + code);
        }
        var checked = new TreeMap<String, Object>();
        data.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not a name of a fact: " + name);
            }
            checked.put(name, plain(name, value));
        });
        if (result != null) {
            PersonalDataGuard.check("result", result);
        }
        data = java.util.Collections.unmodifiableSortedMap(checked);
    }

    /** An event without facts. */
    public static TimelineEvent of(String code, Actor by) {
        return new TimelineEvent(code, by, null, new TreeMap<>());
    }

    /** The same event with a result. */
    public TimelineEvent result(String code) {
        return new TimelineEvent(this.code, by, code, data);
    }

    /** The same event with one more fact; a null value adds none. */
    public TimelineEvent with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var more = new TreeMap<String, Object>(data);
        more.put(name, value);
        return new TimelineEvent(code, by, result, more);
    }

    /** The same event with more facts. */
    public TimelineEvent with(Map<String, ?> facts) {
        var more = new TreeMap<String, Object>(data);
        more.putAll(facts);
        return new TimelineEvent(code, by, result, more);
    }

    private static Object plain(String name, Object value) {
        if (value instanceof String text) {
            return PersonalDataGuard.check(name, text);
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return ((Number) value).longValue();
        }
        if (value instanceof Instant || value instanceof LocalDate || value instanceof UUID) {
            return value.toString();
        }
        if (value instanceof Actor actor) {
            // A user id may well be a mail address of the operator's; it stands in the column of the actor too.
            return actor.toString();
        }
        if (value instanceof Collection<?> several) {
            return several.stream().map(one -> plain(name, one)).toList();
        }
        throw new IllegalArgumentException(
                "a fact of a timeline is text, a whole number, a flag, a time or a list of these: " + name);
    }
}
