package kz.qupiya.intake.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.intake.mail.MailDesk.Kept;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The mails of a case in the case panel: what they say, what came with them, and what was left out. */
@Component
class MailPanel implements CasePanelSection {

    /** Somebody may write ten thousand. */
    private static final int SHOWN = 50;

    private final MailLedger ledger;
    private final CaseVault vault;
    private final CaseWording wording;
    private final ObjectMapper json;

    MailPanel(MailLedger ledger, CaseVault vault, CaseWording wording, ObjectMapper json) {
        this.ledger = ledger;
        this.vault = vault;
        this.wording = wording;
        this.json = json;
    }

    @Override
    public String name() {
        return "mails";
    }

    @Override
    public int order() {
        return 45;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var mails = ledger.ofCase(caseFile.id());
        if (mails.isEmpty()) {
            return null;
        }
        var lines = new ArrayList<Line>();
        for (var mail : mails.subList(Math.max(0, mails.size() - SHOWN), mails.size())) {
            var kept = vault.reveal(caseFile.id(), MailDesk.field(mail.id()))
                    .map(this::read)
                    .orElse(null);
            lines.add(new Line(
                    Almaty.at(mail.receivedAt()),
                    mail.joined(),
                    mail.namedNumber(),
                    kept == null ? null : kept.subject(),
                    kept == null || kept.from() == null ? null : masked(kept.from()),
                    kept == null ? null : kept.text(),
                    kept != null && kept.cut(),
                    kept == null ? List.of() : kept.files(),
                    kept == null
                            ? List.of()
                            : kept.leftOut().stream()
                                    .map(one -> new Missing(one.name(), wording.value("leftOut", one.reason(), locale)))
                                    .toList(),
                    kept == null ? 0 : kept.leftOutMore()));
        }
        return new Section(lines, mails.size() - lines.size());
    }

    private Kept read(String stored) {
        try {
            return json.readValue(stored, Kept.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mail in the vault is no JSON");
        }
    }

    private static String masked(String address) {
        int at = address.indexOf('@');
        return address.substring(0, Math.min(1, Math.max(0, at))) + "***" + address.substring(Math.max(0, at));
    }

    /**
     * The section.
     *
     * @param older how many older mails are not shown
     */
    record Section(List<Line> mails, int older) {}

    /**
     * A mail.
     *
     * @param joined  whether it came to a case that was there
     * @param named   a case that it names though its sender is not known there
     * @param from    the sender's address, masked
     * @param text    what it says, unless the case itself tells
     * @param cut     whether it says more than was read
     * @param files   names of its files among the documents
     * @param missing what was left out
     * @param more    how much more was left out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            OffsetDateTime at,
            boolean joined,
            @Nullable String named,
            @Nullable String subject,
            @Nullable String from,
            @Nullable String text,
            boolean cut,
            List<String> files,
            List<Missing> missing,
            int more) {}

    /** A file that was left out, and why in the reader's language. */
    record Missing(String name, String reason) {}
}
