package kz.qupiya.casefile;

import java.util.regex.Pattern;

/**
 * Who did something: a member of staff or an API client by user id, an operator's system, a job of the application, or somebody from outside without an account.
 * Never the name of a data subject.
 *
 * @param kind what acts
 * @param id   the user id, or the name of the system or job
 */
public record Actor(Kind kind, String id) {

    private static final Pattern ID = Pattern.compile("[\\p{Graph}&&[^:]][\\p{Graph}]{0,127}");

    /** What acts. */
    public enum Kind {
        /** A member of staff or an API client. */
        USER,
        /** A system of an operator, or the workflow engine. */
        SYSTEM,
        /** A recurring or one-off runner of the application. */
        JOB,
        /** Somebody without an account, by the public web form or by mail. */
        OUTSIDE
    }

    public Actor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id of an actor");
        }
    }

    public static Actor user(String id) {
        return new Actor(Kind.USER, id);
    }

    public static Actor system(String name) {
        return new Actor(Kind.SYSTEM, name);
    }

    public static Actor job(String name) {
        return new Actor(Kind.JOB, name);
    }

    /** Somebody without an account. */
    public static Actor outside(String channel) {
        return new Actor(Kind.OUTSIDE, channel);
    }

    /** As it stands in the timeline: {@code user:officer}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + id;
    }

    static Actor parse(String text) {
        int colon = text.indexOf(':');
        return new Actor(
                Kind.valueOf(text.substring(0, colon).toUpperCase(java.util.Locale.ROOT)), text.substring(colon + 1));
    }
}
