package kz.qupiya.operator;

/**
 * An operator that was not started because of a fault in its settings.
 *
 * @param key its key, or the name of its folder if that is no key
 * @param file the faulty file
 * @param line line of the fault, from 1; 0 if it concerns the file as a whole
 * @param cause what is wrong, in English, for the administrator
 */
public record RejectedOperator(String key, String file, int line, String cause) {

    @Override
    public String toString() {
        return "operator %s not started: %s%s: %s".formatted(key, file, line > 0 ? ":" + line : "", cause);
    }
}
