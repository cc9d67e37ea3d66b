package kz.qupiya.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.CaseSubjects;
import kz.qupiya.subject.IdentifierHasher;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the person of a case has agreed to, and how it ended. */
@Component
class ConsentsSection implements CasePanelSection {

    private final Consents consents;
    private final CaseSubjects subjects;
    private final IdentifierHasher hasher;
    private final MessageSource messages;
    private final Clock clock;

    ConsentsSection(
            Consents consents, CaseSubjects subjects, IdentifierHasher hasher, MessageSource messages, Clock clock) {
        this.consents = consents;
        this.subjects = subjects;
        this.hasher = hasher;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "consents";
    }

    @Override
    public int order() {
        return 45;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var person = hasher.hashes(caseFile.operator(), subjects.identifiers(caseFile.id()));
        var found = consents.of(caseFile.operator(), person);
        return found.isEmpty()
                ? null
                : found.stream().map(consent -> line(consent, locale)).toList();
    }

    private Line line(Consent consent, Locale locale) {
        List<End> endings = new ArrayList<>();
        consent.endings()
                .forEach(ending -> endings.add(new End(
                        ending.how(),
                        text("consent.how." + ending.how().code(), locale),
                        words(ending.purposes(), locale),
                        ending.at(),
                        ending.caseNumber())));
        var now = clock.instant();
        var until = consent.until();
        if (until != null && !until.isAfter(now)) {
            // The clock knows of an expiry before the sweep has put it on record.
            var ended = consent.endings().stream()
                    .flatMap(ending -> ending.purposes().stream())
                    .collect(Collectors.toSet());
            var left = consent.purposes().stream()
                    .filter(purpose -> !ended.contains(purpose))
                    .toList();
            if (!left.isEmpty()) {
                endings.add(new End(
                        HowEnded.EXPIRED, text("consent.how.expired", locale), words(left, locale), until, null));
            }
        }
        return new Line(
                words(consent.purposes(), locale),
                words(consent.running(), locale),
                consent.givenAt(),
                consent.term(),
                until,
                consent.term() == TermKind.UNTIL_DATE
                        ? null
                        : text("consent.term." + consent.term().code(), locale),
                endings);
    }

    private List<String> words(Collection<Purpose> purposes, Locale locale) {
        return purposes.stream()
                .sorted()
                .map(purpose -> text("consent.purpose." + purpose.code(), locale))
                .toList();
    }

    private String text(String code, Locale locale) {
        return messages.getMessage(code, new Object[0], locale);
    }

    /**
     * A consent as the panel shows it.
     *
     * @param purposes in the reader's words
     * @param running what it still covers, in the reader's words
     * @param termText how long it runs where that is no date
     */
    private record Line(
            List<String> purposes,
            List<String> running,
            Instant givenAt,
            TermKind term,
            @Nullable Instant until,
            @Nullable String termText,
            List<End> endings) {}

    private record End(HowEnded how, String text, List<String> purposes, Instant at, @Nullable String caseNumber) {}
}
