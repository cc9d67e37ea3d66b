package kz.qupiya.claimhandling;

import java.util.Optional;
import java.util.UUID;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What staff write in a claim: lies in the vault of the case. */
@Component
class ClaimTexts {

    private static final int LONGEST = 10_000;

    private final CaseVault vault;

    ClaimTexts(CaseVault vault) {
        this.vault = vault;
    }

    /** Vault field of the answer of a round. */
    static String answer(int round) {
        return "answer." + round;
    }

    /** Vault field of an explanation to the consumer body. */
    static String explanation(int n) {
        return "explanation." + n;
    }

    /** Vault field of what somebody found out. */
    static String view(int round, String topic) {
        return "view." + round + "." + topic;
    }

    /** Vault field of the words of a reaction. */
    static String reaction(UUID id) {
        return "reaction." + id;
    }

    /** Vault field of the number of the document of payment. */
    static String payment(int round) {
        return "payment." + round;
    }

    /**
     * Keeps a text.
     *
     * @throws InvalidInputException field {@code text}: empty or longer than 10,000 characters
     */
    void write(UUID caseId, String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new InvalidInputException("text", "problem.field.missing");
        }
        if (text.length() > LONGEST) {
            throw new InvalidInputException("text", "problem.field.too-long", LONGEST);
        }
        vault.put(caseId, field, CardNumbers.mask(text.strip()));
    }

    Optional<String> read(UUID caseId, String field) {
        return vault.reveal(caseId, field);
    }
}
