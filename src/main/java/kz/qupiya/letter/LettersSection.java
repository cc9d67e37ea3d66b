package kz.qupiya.letter;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The letters of a case in the case panel: what went to whom in what state, and which of them wait for paper. */
@Component
class LettersSection implements CasePanelSection {

    private final LetterLedger ledger;
    private final ObjectProvider<LetterDrafts> drafts;
    private final MessageSource messages;

    LettersSection(LetterLedger ledger, ObjectProvider<LetterDrafts> drafts, MessageSource messages) {
        this.ledger = ledger;
        this.drafts = drafts;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "letters";
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var rows = ledger.ofCase(caseFile.id());
        var ahead = drafts.stream()
                .flatMap(each -> each.of(caseFile.id()).stream())
                .map(draft -> new DraftLine(
                        draft.template().key(),
                        word("letter.template." + draft.template().key(), locale),
                        word("letter.addressee." + draft.recipient().addressee().json(), locale)))
                .toList();
        return rows.isEmpty() && ahead.isEmpty()
                ? null
                : Map.of(
                        "letters",
                        rows.stream().map(row -> line(row.view(), locale)).toList(),
                        "drafts",
                        ahead);
    }

    @Override
    public int order() {
        return 70;
    }

    private Line line(LetterView letter, Locale locale) {
        var reason = letter.printReason();
        return new Line(
                letter,
                word("letter.template." + letter.template(), locale),
                word("letter.addressee." + letter.addressee(), locale),
                word("letter.state." + letter.state().json(), locale),
                reason == null ? null : word("letter.print-reason." + reason, locale));
    }

    private String word(String code, Locale locale) {
        return messages.getMessage(code, new Object[0], locale);
    }

    /** A letter that the case is about to write. */
    record DraftLine(String template, String title, String to) {}

    /**
     * A letter with its words in the reader's language.
     *
     * @param letter the row of the ledger
     */
    record Line(
            @JsonUnwrapped LetterView letter, String title, String to, String stateText, @Nullable String printText) {}
}
