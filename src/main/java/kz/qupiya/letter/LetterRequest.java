package kz.qupiya.letter;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/**
 * A letter to be written.
 *
 * @param caseId     the case it belongs to
 * @param operator   whose letter it is
 * @param caseNumber number of the case
 * @param template   what it says
 * @param recipient  to whom it goes
 * @param languages  languages of the text; null for those of the operator's profile
 * @param channel    how it goes; null for mail where the recipient has an address, else print
 * @param facts      values by name as {@link LetterTemplate} declares them; no personal data but by {@link VaultText}
 * @param once       key of the letter within the case: a second request with the same key writes no second letter. For example the template's key, or with
 *     the recipient's key where several get it
 */
public record LetterRequest(
        UUID caseId,
        OperatorKey operator,
        String caseNumber,
        LetterTemplate template,
        Recipient recipient,
        @Nullable List<LetterLanguage> languages,
        @Nullable LetterChannel channel,
        Map<String, ?> facts,
        String once) {

    public LetterRequest {
        facts = Map.copyOf(facts);
        languages = languages == null ? null : List.copyOf(languages);
        if (once.isBlank() || once.length() > 200) {
            throw new IllegalArgumentException("a letter needs a key within its case, of up to 200 characters");
        }
    }

    /** A letter in the operator's languages, by mail if possible, once per template in this case. */
    public static LetterRequest of(
            UUID caseId,
            OperatorKey operator,
            String caseNumber,
            LetterTemplate template,
            Recipient recipient,
            Map<String, ?> facts) {
        return new LetterRequest(caseId, operator, caseNumber, template, recipient, null, null, facts, template.key());
    }

    /** The same letter under another key within the case. */
    public LetterRequest once(String key) {
        return new LetterRequest(caseId, operator, caseNumber, template, recipient, languages, channel, facts, key);
    }
}
