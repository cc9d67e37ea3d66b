package kz.qupiya.letter;

import java.net.IDN;
import java.util.Arrays;
import java.util.List;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What letters say of an operator, from its profile. */
@Component
public class Letterheads {

    private final Operators operators;

    Letterheads(Operators operators) {
        this.operators = operators;
    }

    /**
     * The letterhead of an operator.
     *
     * @throws kz.qupiya.problem.NotFoundException if there is no such operator
     */
    public Letterhead of(OperatorKey key) {
        return of(operators.get(key));
    }

    static Letterhead of(OperatorProfile profile) {
        var contacts = profile.contacts();
        return new Letterhead(
                profile.key().value(),
                new LocalText(profile.legalName().ru(), profile.legalName().kk()),
                profile.bin().orElse(null),
                contacts.postalAddress().map(LocalText::same).orElse(null),
                contacts.phones(),
                profile.mailAddress(),
                site(contacts.site()),
                languages(profile.languages()),
                letterLanguage(profile.prevailing()));
    }

    /** Kazakh first, whatever the order of the profile. */
    private static List<LetterLanguage> languages(List<Language> languages) {
        return Arrays.stream(LetterLanguage.values())
                .filter(language -> languages.stream().anyMatch(l -> l.code().equals(language.tag())))
                .toList();
    }

    private static @Nullable LetterLanguage letterLanguage(Language language) {
        return language == Language.EN ? null : LetterLanguage.of(language.code());
    }

    private static String site(java.net.URI site) {
        var host = site.getHost();
        if (host == null) {
            return site.toString();
        }
        var path = site.getPath() == null || site.getPath().equals("/") ? "" : site.getPath();
        return IDN.toUnicode(host) + path;
    }
}
