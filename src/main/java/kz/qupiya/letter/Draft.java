package kz.qupiya.letter;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to write one letter.
 *
 * @param addresseeName    how the reader is called in the address, if known
 * @param addresseeAddress the reader's postal address, if known
 * @param number           number of the letter
 * @param date             date of the letter
 * @param vault            reveals a vault field of the case
 */
record Draft(
        Letterhead head,
        LetterTemplate template,
        List<LetterLanguage> languages,
        Addressee addressee,
        @Nullable String addresseeName,
        @Nullable String addresseeAddress,
        String caseNumber,
        String number,
        LocalDate date,
        Map<String, ?> facts,
        Function<String, Optional<String>> vault) {

    /** Holds personal data. */
    @Override
    public String toString() {
        return "Draft[" + number + ", " + template.key() + "]";
    }
}
