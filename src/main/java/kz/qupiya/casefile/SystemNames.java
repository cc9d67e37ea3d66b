package kz.qupiya.casefile;

import java.util.Locale;
import java.util.Optional;
import kz.qupiya.operator.OperatorKey;

/** What the systems of an operator, and those to whom it gives data, are called; implemented over its data map. */
public interface SystemNames {

    /** The name of a system for a reader; nothing for one that the map does not know (any more). */
    Optional<String> name(OperatorKey operator, String system, Locale locale);

    /** The name of a recipient of data for a reader; nothing for one that the map does not know (any more). */
    default Optional<String> recipient(OperatorKey operator, String recipient, Locale locale) {
        return Optional.empty();
    }
}
