package kz.qupiya.intake.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.intake.LinkedCases;
import kz.qupiya.intake.mail.MailDesk.Kept;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The mails of a case in the case panel: what they say, what came with them, and what was left out. */
@Component
class MailPanel implements CasePanelSection {

    /** Somebody may write ten thousand. */
    private static final int SHOWN = 50;

    /** Of a mail that could not be read, or whose words were destroyed with the case file. */
    private static final Kept NOTHING = new Kept("", null, null, false, List.of(), List.of(), 0);

    private final MailLedger ledger;
    private final LinkedCases linked;
    private final CaseVault vault;
    private final CaseWording wording;
    private final ObjectMapper json;

    MailPanel(MailLedger ledger, LinkedCases linked, CaseVault vault, CaseWording wording, ObjectMapper json) {
        this.ledger = ledger;
        this.linked = linked;
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
        record Mail(UUID caseId, MailLedger.Attached attached) {}
        var mails = linked.withEarlier(caseFile).stream()
                .flatMap(each -> ledger.ofCase(each.id()).stream().map(mail -> new Mail(each.id(), mail)))
                .toList();
        if (mails.isEmpty()) {
            return null;
        }
        var shown = mails.subList(Math.max(0, mails.size() - SHOWN), mails.size());
        return new Section(
                shown.stream()
                        .map(mail -> line(mail.caseId(), mail.attached(), locale))
                        .toList(),
                mails.size() - shown.size());
    }

    private Line line(UUID caseId, MailLedger.Attached mail, Locale locale) {
        var kept =
                vault.reveal(caseId, MailDesk.field(mail.id())).map(this::read).orElse(NOTHING);
        var from = kept.from();
        return new Line(
                Almaty.at(mail.receivedAt()),
                mail.joined(),
                mail.namedNumber(),
                kept.subject(),
                from == null ? null : masked(from),
                kept.text(),
                kept.cut(),
                kept.files(),
                kept.leftOut().stream()
                        .map(one -> new Missing(one.name(), wording.value("leftOut", one.reason(), locale)))
                        .toList(),
                kept.leftOutMore());
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
        return address.substring(0, Math.min(1, Math.max(0, at))) + "•••" + address.substring(Math.max(0, at));
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
            String subject,
            @Nullable String from,
            @Nullable String text,
            boolean cut,
            List<String> files,
            List<Missing> missing,
            int more) {}

    /** A file that was left out, and why in the reader's language. */
    record Missing(String name, String reason) {}
}
