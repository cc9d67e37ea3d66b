package kz.qupiya.subject;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where the personal data of a case lie: encrypted under a key of that case, which itself is stored wrapped by the master key. Destroying
 * the key of a case destroys all of it at once, in every backup too.
 *
 * <p>Joins the caller's transaction. Whoever reveals a value to a human puts the look on the record; the vault does not know who asks.
 */
public interface CaseVault {

    /**
     * Keeps a value, in place of an older one of the same field.
     *
     * @param field name of the field, a short code such as {@code requester.name}; not personal data
     * @throws IllegalStateException if the key of the case has been destroyed
     */
    void put(UUID caseId, String field, String value);

    /** Keeps several values at once; cheaper than one by one. */
    void putAll(UUID caseId, Map<String, String> values);

    /** The value of a field; nothing if there never was one, if it was removed, or if the key of the case has been destroyed. */
    Optional<String> reveal(UUID caseId, String field);

    /** All values of a case by field. */
    Map<String, String> revealAll(UUID caseId);

    /** The values of the fields whose names begin like one of these, by field. */
    default SortedMap<String, String> revealAll(UUID caseId, Collection<String> beginnings) {
        var values = new TreeMap<>(revealAll(caseId));
        values.keySet().removeIf(field -> beginnings.stream().noneMatch(field::startsWith));
        return values;
    }

    /** The names of the fields that have a value. */
    Set<String> fields(UUID caseId);

    /** Removes one value; does nothing if there is none. */
    void remove(UUID caseId, String field);

    /**
     * Encrypts something that is stored elsewhere, such as a document, under the key of the case.
     *
     * @param label what it is, for example the document's id; the same label is needed to open it, so that nobody can swap two of them
     * @throws IllegalStateException if the key of the case has been destroyed
     */
    byte[] seal(UUID caseId, String label, byte[] plain);

    /**
     * Decrypts what {@link #seal} made; nothing if the key of the case has been destroyed.
     *
     * @throws IllegalStateException if it was not sealed for this case and label, or was changed since
     */
    Optional<byte[]> open(UUID caseId, String label, byte[] sealed);

    /** Destroys the key of a case and every value kept here; what was sealed can never be opened again. Safe to repeat. */
    void destroyKey(UUID caseId);
}
