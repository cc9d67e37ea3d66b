package kz.qupiya.letter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a letter says of its sender, and how the sender writes.
 *
 * @param operator   key of the operator
 * @param name       full name
 * @param bin        business identification number, if there is one
 * @param address    postal address, if known
 * @param phones     telephones
 * @param email      mail address for requests; sender of the mails
 * @param site       name of the site
 * @param languages  languages of the letters, in the order of the texts
 * @param prevailing the language whose text prevails, where there are several
 */
public record Letterhead(
        String operator,
        LocalText name,
        @Nullable String bin,
        @Nullable LocalText address,
        List<String> phones,
        @Nullable String email,
        @Nullable String site,
        List<LetterLanguage> languages,
        @Nullable LetterLanguage prevailing) {}
