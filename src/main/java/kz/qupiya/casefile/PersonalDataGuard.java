package kz.qupiya.casefile;

import java.util.regex.Pattern;

/**
 * The last fence before the timeline: refuses what looks like a person's identifier. It is no substitute for care, a name passes; it catches the slip that would put
 * an IIN or a telephone number where nothing can ever be deleted.
 */
final class PersonalDataGuard {

    private static final int LONGEST = 500;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUSPECT = Pattern.compile(
            // an IIN or BIN, a telephone number of Kazakhstan, a mail address, a card number
            "(?<![0-9A-Za-z])[0-9]{12}(?![0-9A-Za-z])"
                    + "|(?<![0-9A-Za-z])(?:\\+7|8)[ (-]*7[0-9]{2}[ )-]*[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9A-Za-z])"
                    + "|[\\p{L}0-9._%+-]+@[\\p{L}0-9-]+\\.[\\p{L}]{2,}"
                    + "|(?<![0-9A-Za-z])(?:[0-9][ -]?){13,19}(?![0-9A-Za-z])");

    private PersonalDataGuard() {}

    /**
     * The text, if it may stand in a timeline.
     *
     * @param name name of the fact, for the message
     */
    static String check(String name, String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("too long for a fact of a timeline: " + name);
        }
        // the groups of a random id may be digits alone, also where it is a part of the name of a step
        if (SUSPECT.matcher(UUID.matcher(text).replaceAll("*")).find()) {
            throw new IllegalArgumentException("looks like personal data, and a timeline holds none: " + name);
        }
        return text;
    }
}
