package kz.qupiya.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kz.qupiya.campaign.Audience.Contact;
import kz.qupiya.campaign.NoticeLedger.Line;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.letter.PdfPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What goes by post, by hand: the people that no electronic way has reached, with what they are to get. */
class NoticePosts {

    private static final String SHEETS =
            """
            .sheet { page-break-before: always; }
            .sheet:first-child { page-break-before: auto; }
            .answer { border: 0.5pt solid #777777; padding: 6pt 8pt; margin: 10pt 0 10pt 0; }
            .code { font-weight: bold; }
            """;

    private final NoticeLedger ledger;
    private final NoticeForms forms;
    private final NoticeCodes codes;
    private final Supplier<Audience> audience;
    private final NoticeTally tally;
    private final CaseFiles cases;
    private final PdfPrinter printer;
    private final TransactionTemplate transaction;
    private final Clock clock;

    NoticePosts(
            NoticeLedger ledger,
            NoticeForms forms,
            NoticeCodes codes,
            Supplier<Audience> audience,
            NoticeTally tally,
            CaseFiles cases,
            PdfPrinter printer,
            TransactionTemplate transaction,
            Clock clock) {
        this.ledger = ledger;
        this.forms = forms;
        this.codes = codes;
        this.audience = audience;
        this.tally = tally;
        this.cases = cases;
        this.printer = printer;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Contact data of some people as they are now, by their place in the list. */
    Map<Long, Contact> contacts(UUID list, Collection<Line> lines) {
        if (lines.isEmpty()) {
            return Map.of();
        }
        return audience.get().contacts(list, lines.stream().map(Line::seq).toList()).stream()
                .collect(Collectors.toMap(Contact::seq, contact -> contact));
    }

    String code(CampaignView campaign, long seq) {
        return codes.code(campaign.number(), seq);
    }

    /** Puts on the record that somebody looked at a list that names people. */
    void recorded(UUID caseId, CampaignView campaign, String what, Actor by) {
        transaction.executeWithoutResult(
                status -> cases.record(caseId, TimelineEvent.of(what, by).with("campaign", campaign.number())));
    }

    /** The notices of some people, as PDF, each beginning on a page of its own. */
    byte[] sheets(CampaignRow campaign, List<Line> lines) {
        var form = forms.of(campaign);
        var known = contacts(campaign.audience(), lines);
        var pages = new StringBuilder();
        for (var line : lines) {
            var contact = known.get(line.seq());
            if (contact != null) {
                var notice = form.write(line.language(), contact.name(), codes.code(campaign.number(), line.seq()));
                pages.append("<div class=\"sheet\"><div class=\"to\"><div>")
                        .append(escaped(contact.name()))
                        .append("</div><div class=\"lines\">")
                        .append(escaped(contact.address()))
                        .append("</div></div>")
                        .append(inner(notice.html()))
                        .append("</div>");
            }
        }
        return printer.print(
                "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"ru\"><head><title>№ " + campaign.number()
                        + "</title><meta name=\"description\" content=\"№ " + campaign.number()
                        + "\"/><style type=\"text/css\">" + style() + SHEETS + "</style></head><body>" + pages
                        + "</body></html>");
    }

    /** The notices of the print list up to a place were posted. @return how many */
    int posted(CampaignView campaign, long upTo, Actor by) {
        var count = transaction.execute(status -> {
            var posted = ledger.printed(campaign.number(), upTo, clock.instant());
            if (posted > 0) {
                cases.record(
                        campaign.caseId(),
                        TimelineEvent.of("campaign.posted", by)
                                .with("campaign", campaign.number())
                                .with("count", posted));
            }
            return posted;
        });
        int posted = Objects.requireNonNullElse(count, 0);
        tally.count(campaign.operator(), campaign.rehearsal(), Channel.PRINT, NoticeTally.Result.SENT, posted);
        return posted;
    }

    private static String inner(String html) {
        return html.substring(html.indexOf("<body>") + "<body>".length(), html.indexOf("</body>"));
    }

    private static String escaped(@Nullable String text) {
        return text == null
                ? ""
                : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String style() {
        try (var in = Objects.requireNonNull(
                NoticePosts.class.getResourceAsStream("/" + PdfPrinter.STYLE), PdfPrinter.STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
