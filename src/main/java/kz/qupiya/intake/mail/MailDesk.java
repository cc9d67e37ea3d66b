package kz.qupiya.intake.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.consentwithdrawal.WithdrawalRequest;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.intake.LinkedCases;
import kz.qupiya.intake.mail.MailLedger.Item;
import kz.qupiya.intake.mail.ParsedMail.LeftOut;
import kz.qupiya.letter.SentMail;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.otherrequest.ClaimDesk;
import kz.qupiya.otherrequest.NewClaim;
import kz.qupiya.otherrequest.NewOtherRequest;
import kz.qupiya.otherrequest.OtherRequests;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes a case of a mail, or lets it join one. Who writes from which address proves nothing: an answer that joins a case adds words and documents to it and changes nothing else, and no
 * answer to a mail tells anything about a case that it names.
 */
@Service
public class MailDesk {

    private static final Actor BY = Actor.outside(Channel.MAIL.json());
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Z0-9-])[A-Z]{2,8}-[0-9]{4}-[0-9]{6,9}(?![0-9])");
    private static final Pattern KAZAKH = Pattern.compile("[әғқңөұүһӘҒҚҢӨҰҮҺ]");

    /** A description of a case is no longer than that; the whole text goes with it as a document then. */
    private static final int LONGEST_DESCRIPTION = 20_000;

    /** How much of a notification is read: it says at its beginning which letter has come back. */
    private static final int LONGEST_REPORT = 64 * 1024;

    private final MailLedger ledger;
    private final MailSettings settings;
    private final OtherRequests requests;
    private final ClaimDesk claims;
    private final Withdrawals withdrawals;
    private final CaseFiles cases;
    private final Parties parties;
    private final Documents documents;
    private final CaseVault vault;
    private final SentMail sent;
    private final LinkedCases linked;
    private final Operators operators;
    private final MessageSource messages;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final Clock clock;

    MailDesk(
            MailLedger ledger,
            MailSettings settings,
            OtherRequests requests,
            ClaimDesk claims,
            Withdrawals withdrawals,
            CaseFiles cases,
            Parties parties,
            Documents documents,
            CaseVault vault,
            SentMail sent,
            LinkedCases linked,
            Operators operators,
            MessageSource messages,
            ObjectMapper json,
            MeterRegistry meters,
            Clock clock) {
        this.ledger = ledger;
        this.settings = settings;
        this.requests = requests;
        this.claims = claims;
        this.withdrawals = withdrawals;
        this.cases = cases;
        this.parties = parties;
        this.documents = documents;
        this.vault = vault;
        this.sent = sent;
        this.linked = linked;
        this.operators = operators;
        this.messages = messages;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
    }

    /** What the vault keeps of a mail beside its case's own fields. */
    record Kept(
            String subject,
            @Nullable String from,
            @Nullable String text,
            boolean cut,
            List<String> files,
            List<LeftOut> leftOut,
            int leftOutMore) {

        /** What a mail says may name a person. */
        @Override
        public String toString() {
            return "Kept[]";
        }
    }

    /** Where in the vault of its case a mail lies. */
    static String field(UUID id) {
        return "mail." + id;
    }

    /**
     * Works off a mail in the caller's transaction.
     *
     * @return whether it is done; false if it has to wait since its sender writes too much
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean workOff(Item item) {
        var profile = operators.get(item.operator());
        if (item.kept() == 0 || item.attempts() > settings.retries().size()) {
            unread(item, profile);
            return true;
        }
        var raw = ledger.content(item);
        var headers = MailParser.headers(raw);
        var aside = MailKind.setAside(headers, this::isOwn, sent::isReturnPath);
        if (aside.isPresent()) {
            if (aside.get().equals("report")) {
                sent.bounced(Arrays.copyOf(raw, Math.min(raw.length, LONGEST_REPORT)));
            }
            finish(item, "set-aside", aside.get(), null);
            return true;
        }
        var sender = item.sender();
        if (sender != null) {
            ledger.lockSender(item.operator(), sender);
            if (mustWait(item, sender)) {
                return false;
            }
        }
        request(item, profile, MailParser.parse(raw, raw.length < item.size()));
        return true;
    }

    private boolean mustWait(Item item, byte[] sender) {
        var now = clock.instant();
        var lately =
                ledger.workedOff(item.operator(), sender, now.minus(settings.senderWindow()), settings.perSender());
        if (lately.size() < settings.perSender()) {
            return false;
        }
        ledger.postpone(item.operator(), sender, lately.get(lately.size() - 1).plus(settings.senderWindow()));
        return true;
    }

    private boolean isOwn(String address) {
        return operators.all().stream()
                .map(operator -> withoutDetail(operator.mailAddress()))
                .anyMatch(own -> own.equals(withoutDetail(address)));
    }

    private static String withoutDetail(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        int plus = lower.indexOf('+');
        int at = lower.lastIndexOf('@');
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }

    // --- where a mail belongs

    private void request(Item item, OperatorProfile profile, ParsedMail mail) {
        var address = mail.headers().sender().orElse(null);
        var named = named(item, mail.headers());
        var known = named.stream()
                .filter(CaseFile::isOpen)
                .filter(caseFile -> isKnown(caseFile, address))
                .findFirst();
        if (known.isPresent()) {
            join(item, known.get(), mail, address);
            return;
        }
        var other = named.isEmpty() ? null : named.get(0);
        if (address != null && MailKind.unsubscribes(mail.headers(), profile.mailAddress())) {
            var withdrawal = withdraw(item, mail, address, other);
            if (MailKind.saysMore(mail.text()) || !mail.attachments().isEmpty()) {
                // The advertising stops at once; somebody reads the rest.
                var request = open(item, profile, mail, address, other);
                link(withdrawal, request);
            }
            finish(item, "opened", null, withdrawal);
            return;
        }
        var crowded = item.sender() == null
                ? Optional.<UUID>empty()
                : Optional.of(item.sender())
                        .filter(sender -> ledger.opened(
                                        item.operator(), sender, clock.instant().minus(Duration.ofDays(1)))
                                >= settings.perSenderDaily())
                        .flatMap(sender -> ledger.newestOpen(item.operator(), sender));
        if (crowded.isPresent()) {
            join(item, cases.get(crowded.get()), mail, address);
            return;
        }
        finish(item, "opened", null, open(item, profile, mail, address, other));
    }

    /** The cases of the operator that a mail names: by their numbers in its subject, or by the letters of ours that it answers. */
    private List<CaseFile> named(Item item, MailHeaders headers) {
        var byNumber = NUMBER.matcher(headers.subject().toUpperCase(Locale.ROOT))
                .results()
                .limit(5)
                .flatMap(match -> cases.find(item.operator(), match.group()).stream());
        var byLetter = sent.caseOf(item.operator(), headers.references()).map(cases::get).stream();
        return Stream.concat(byNumber, byLetter)
                .map(linked::latest)
                .filter(caseFile -> caseFile.destroyedAt() == null)
                .distinct()
                .toList();
    }

    /** Whether an address is the requester's or the subject's of a case. */
    private boolean isKnown(CaseFile caseFile, @Nullable String address) {
        if (address == null) {
            return false;
        }
        var contacts = Stream.of(Parties.REQUESTER_EMAIL, Parties.SUBJECT_EMAIL)
                .flatMap(field -> parties.value(caseFile.id(), field).stream())
                .flatMap(value -> Identifiers.find(IdentifierKind.EMAIL, value).stream());
        return Stream.concat(contacts, parties.identifiers(caseFile.id()).stream())
                .anyMatch(
                        one -> one.kind() == IdentifierKind.EMAIL && one.value().equals(address));
    }

    // --- what becomes of it

    private void join(Item item, CaseFile caseFile, ParsedMail mail, @Nullable String address) {
        var id = UUID.randomUUID();
        ledger.attach(id, caseFile.id(), item, true, null);
        cases.record(
                caseFile.id(),
                TimelineEvent.of("mail.joined", BY).with("mail", id).with("receivedAt", item.receivedAt()));
        keep(id, caseFile, mail, address, mail.text());
        finish(item, "joined", null, caseFile);
    }

    private CaseFile withdraw(Item item, ParsedMail mail, String address, @Nullable CaseFile named) {
        var caseFile = withdrawals.open(
                item.operator(),
                new WithdrawalRequest(
                        subject(address),
                        requester(mail, address),
                        List.of("advertising"),
                        null,
                        null,
                        description(mail),
                        receivedAt(item),
                        null,
                        language(mail)),
                BY,
                Channel.MAIL);
        received(item, caseFile, mail, address, named);
        return caseFile;
    }

    private CaseFile open(
            Item item, OperatorProfile profile, ParsedMail mail, @Nullable String address, @Nullable CaseFile named) {
        var said = description(mail);
        var text = said.isBlank() ? words(profile, "intake.mail.no-text") : said;
        var caseFile = MailKind.claims(mail.headers())
                ? claims.open(
                        item.operator(),
                        NewClaim.inWords(
                                subject(address),
                                requester(mail, address),
                                text,
                                receivedAt(item),
                                null,
                                language(mail)),
                        BY,
                        Channel.MAIL)
                : requests.open(
                        item.operator(),
                        new NewOtherRequest(
                                subject(address),
                                requester(mail, address),
                                "other",
                                null,
                                text,
                                receivedAt(item),
                                null,
                                language(mail)),
                        BY,
                        Channel.MAIL);
        received(item, caseFile, mail, address, named);
        return caseFile;
    }

    private void received(
            Item item, CaseFile caseFile, ParsedMail mail, @Nullable String address, @Nullable CaseFile named) {
        var id = UUID.randomUUID();
        var number = named == null ? null : named.number().value();
        ledger.attach(id, caseFile.id(), item, false, number);
        if (named != null) {
            cases.record(caseFile.id(), TimelineEvent.of("mail.names-case", BY).with("number", number));
            cases.record(
                    named.id(),
                    TimelineEvent.of("mail.registered-apart", BY)
                            .with("number", caseFile.number().value()));
        }
        keep(id, caseFile, mail, address, null);
        if (text(mail).length() > LONGEST_DESCRIPTION) {
            attach(caseFile, "letter.txt", CardNumbers.mask(text(mail)).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The moment of receipt; not after now, though the clock of the node that fetched it be ahead. */
    private Instant receivedAt(Item item) {
        var now = clock.instant();
        return item.receivedAt().isAfter(now) ? now : item.receivedAt();
    }

    private void link(CaseFile one, CaseFile other) {
        cases.record(
                one.id(),
                TimelineEvent.of("mail.also-opened", BY)
                        .with("number", other.number().value()));
        cases.record(
                other.id(),
                TimelineEvent.of("mail.also-opened", BY)
                        .with("number", one.number().value()));
    }

    /** A mail that could not be read whatever was tried: a clerk looks for it in the mailbox. */
    private void unread(Item item, OperatorProfile profile) {
        var caseFile = requests.open(
                item.operator(),
                new NewOtherRequest(
                        null,
                        new Requester(RequesterKind.SUBJECT, null, null),
                        "other",
                        null,
                        words(profile, "intake.mail.unread"),
                        receivedAt(item),
                        null,
                        null),
                BY,
                Channel.MAIL);
        ledger.attach(UUID.randomUUID(), caseFile.id(), item, false, null);
        cases.record(caseFile.id(), TimelineEvent.of("mail.unread", BY).with("receivedAt", item.receivedAt()));
        finish(item, "opened", "unread", caseFile);
    }

    private void finish(Item item, String state, @Nullable String reason, @Nullable CaseFile caseFile) {
        ledger.done(
                item.id(),
                state,
                reason,
                caseFile == null ? null : caseFile.id(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        meters.counter(
                        "qupiya.mail.worked-off",
                        "operator",
                        item.operator().value(),
                        "result",
                        state,
                        "reason",
                        reason == null ? "none" : reason)
                .increment();
    }

    // --- what it says

    /** Files what came with a mail, and says what was left out. */
    private void keep(UUID id, CaseFile caseFile, ParsedMail mail, @Nullable String address, @Nullable String text) {
        var files = new ArrayList<String>();
        var leftOut = new ArrayList<LeftOut>(mail.leftOut());
        for (var attachment : mail.attachments()) {
            var fault = attach(caseFile, attachment.name(), attachment.content());
            if (fault == null) {
                files.add(attachment.name());
            } else {
                leftOut.add(new LeftOut(attachment.name(), fault));
            }
        }
        int more = mail.leftOutMore();
        if (!leftOut.isEmpty()) {
            cases.record(
                    caseFile.id(),
                    TimelineEvent.of("mail.left-out", BY)
                            .with("mail", id)
                            .with("count", leftOut.size() + more)
                            .with(
                                    "leftOut",
                                    leftOut.stream()
                                            .map(LeftOut::reason)
                                            .distinct()
                                            .sorted()
                                            .toList()));
        }
        if (mail.textCut()) {
            cases.record(caseFile.id(), TimelineEvent.of("mail.cut", BY).with("mail", id));
        }
        var kept = new Kept(
                CardNumbers.mask(mail.headers().subject()),
                address,
                text == null ? null : CardNumbers.mask(text),
                mail.textCut(),
                files,
                leftOut,
                more);
        try {
            vault.put(caseFile.id(), field(id), json.writeValueAsString(kept));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mail cannot be written as JSON");
        }
    }

    /** Why a file cannot be filed; null if it was. */
    private @Nullable String attach(CaseFile caseFile, String name, byte[] content) {
        var fault = documents.fault(name, content);
        if (fault.isPresent()) {
            var code = fault.get().code();
            return code.substring(code.lastIndexOf('.') + 1);
        }
        documents.add(caseFile.id(), DocumentPurpose.OTHER, name, content, BY);
        return null;
    }

    private static String text(ParsedMail mail) {
        var subject = mail.headers().subject();
        return subject.isBlank() ? mail.text() : (subject + "\n\n" + mail.text()).strip();
    }

    private static String description(ParsedMail mail) {
        var text = text(mail);
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }

    private static @Nullable SubjectInput subject(@Nullable String address) {
        return address == null ? null : new SubjectInput(null, null, address, null, null, null);
    }

    private static Requester requester(ParsedMail mail, @Nullable String address) {
        return new Requester(
                RequesterKind.SUBJECT,
                mail.headers().senderName().orElse(null),
                null,
                null,
                null,
                address,
                null,
                null,
                null,
                null);
    }

    private static @Nullable String language(ParsedMail mail) {
        return KAZAKH.matcher(mail.text()).find() ? "kk" : null;
    }

    private String words(OperatorProfile profile, String key) {
        return messages.getMessage(key, null, profile.languages().get(0).locale());
    }
}
