package kz.qupiya.datamap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kz.qupiya.operator.OperatorKey;

/**
 * Where an operator keeps personal data, and what may happen to it.
 *
 * @param grounds texts of the grounds on which data are kept
 * @param version SHA-256 of the file, so that an act can say by which map it was done
 * @param file where it was read from
 */
public record DataMap(
        OperatorKey operator,
        List<SystemMap> systems,
        Map<String, Texts> grounds,
        List<RecipientMap> recipients,
        String version,
        String file) {

    public DataMap {
        systems = List.copyOf(systems);
        grounds = Map.copyOf(grounds);
        recipients = List.copyOf(recipients);
    }

    /** The system of a key. */
    public Optional<SystemMap> system(String key) {
        return systems.stream().filter(s -> s.key().equals(key)).findFirst();
    }
}
