package kz.qupiya.letter;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseVault;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes letters into the ledger and keeps the print list. */
@Service
class LetterOffice implements Letters {

    private static final String TOKEN_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int TOKEN_LENGTH = 26;
    private static final Actor WRITER = Actor.system("letters");

    private final LetterLedger ledger;
    private final LetterContent content;
    private final LetterRenderer renderer = new LetterRenderer();
    private final Letterheads heads;
    private final CaseVault vault;
    private final CaseFiles cases;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    LetterOffice(
            LetterLedger ledger,
            LetterContent content,
            Letterheads heads,
            CaseVault vault,
            CaseFiles cases,
            ApplicationEventPublisher events,
            Clock clock) {
        this.ledger = ledger;
        this.content = content;
        this.heads = heads;
        this.vault = vault;
        this.cases = cases;
        this.events = events;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID send(LetterRequest request) {
        ledger.lockCase(request.caseId());
        var earlier = ledger.findOnce(request.caseId(), request.once());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var id = UUID.randomUUID();
        var head = heads.of(request.operator());
        var languages = languages(request, head);
        var to = resolve(request, id);
        var sequence = ledger.nextSequence(request.caseId());
        var number = request.caseNumber() + "/" + sequence;
        var letter = renderer.render(draft(request, head, languages, to, number, now))
                .withEach(inEach(request, head, to, number, now));

        var channel = channel(request.channel(), to);
        var row = new LetterRow(
                id,
                request.caseId(),
                request.operator().value(),
                number,
                request.template().key(),
                languages,
                request.recipient().addressee().json(),
                to.nameField(),
                to.emailField(),
                to.addressField(),
                channel,
                printReason(request.channel(), channel),
                LetterState.QUEUED,
                0,
                channel == LetterChannel.MAIL ? now : null,
                null,
                null,
                "<" + RenderedLetter.sha256(id.toString()).substring(0, 40) + "@" + domain(head) + ">",
                token(),
                letter.sha256(),
                now,
                null,
                null,
                null,
                null);
        ledger.insert(
                row,
                request.caseNumber(),
                sequence,
                request.once(),
                renderer.templateHash(head.operator(), request.template(), languages),
                content.seal(request.caseId(), id, letter));
        cases.record(
                row.caseId(),
                event("letter.written", row, WRITER)
                        .with("contentSha256", row.contentSha256())
                        .with("printReason", row.printReason()));
        return id;
    }

    @Override
    @Transactional(readOnly = true)
    public Map<LetterLanguage, String> preview(LetterRequest request) {
        var head = heads.of(request.operator());
        var to = look(request.recipient(), request.caseId());
        Map<LetterLanguage, String> html = new EnumMap<>(LetterLanguage.class);
        for (var language : LetterLanguage.values()) {
            var draft = draft(request, head, List.of(language), to, request.caseNumber() + "/…", clock.instant());
            html.put(language, renderer.render(draft).html());
        }
        return html;
    }

    @Override
    @Transactional(readOnly = true)
    public byte[] previewPdf(LetterRequest request) {
        var head = heads.of(request.operator());
        var to = look(request.recipient(), request.caseId());
        var draft = draft(request, head, languages(request, head), to, request.caseNumber() + "/…", clock.instant());
        return content.print(renderer.render(draft));
    }

    @Override
    @Transactional(readOnly = true)
    public List<LetterView> ofCase(UUID caseId) {
        return ledger.ofCase(caseId).stream().map(LetterRow::view).toList();
    }

    @Override
    @Transactional(readOnly = true)
    public LetterView get(UUID letterId) {
        return row(letterId).view();
    }

    @Override
    @Transactional
    public byte[] pdf(UUID letterId) {
        return content.pdf(row(letterId)).orElseThrow(() -> new NotFoundException("letter.text-destroyed"));
    }

    @Override
    @Transactional(readOnly = true)
    public String html(UUID letterId) {
        return content.read(row(letterId))
                .map(RenderedLetter::html)
                .orElseThrow(() -> new NotFoundException("letter.text-destroyed"));
    }

    @Override
    @Transactional(readOnly = true)
    public String html(UUID letterId, LetterLanguage language) {
        var row = row(letterId);
        var letter = content.read(row).orElseThrow(() -> new NotFoundException("letter.text-destroyed"));
        var each = letter.inEach();
        if (each != null && each.containsKey(language.tag())) {
            return each.get(language.tag());
        }
        if (row.languages().equals(List.of(language))) {
            return letter.html();
        }
        throw new NotFoundException("letter.not-in-language");
    }

    /**
     * The letters of an operator that wait to be printed, oldest first.
     *
     * @param hidden cases that do not exist for whoever prints
     */
    @Transactional(readOnly = true)
    public List<LetterView> printList(String operator, Set<UUID> hidden, int limit) {
        return ledger.toPrint(operator, hidden, limit).stream()
                .map(LetterRow::view)
                .toList();
    }

    /**
     * Letters of the print list as one PDF, each starting on a page of its own; those whose text was destroyed are left out.
     *
     * @param hidden cases that do not exist for whoever prints
     * @throws NotFoundException if none is left
     */
    @Transactional
    public byte[] printAll(String operator, Set<UUID> hidden, int limit, String by) {
        var merger = new PDFMergerUtility();
        var all = new ByteArrayOutputStream();
        merger.setDestinationStream(all);
        int count = 0;
        for (var row : ledger.toPrint(operator, hidden, limit)) {
            var pdf = content.pdf(row);
            if (pdf.isPresent()) {
                merger.addSource(new RandomAccessReadBuffer(pdf.get()));
                cases.record(row.caseId(), event("letter.viewed", row, Actor.user(by)));
                count++;
            }
        }
        if (count == 0) {
            throw new NotFoundException("letter.none-to-print");
        }
        try {
            merger.mergeDocuments(IOUtils.createMemoryOnlyStreamCache());
        } catch (IOException e) {
            throw new UncheckedIOException("the print list of " + operator + " cannot be put together", e);
        }
        return all.toByteArray();
    }

    /** Puts a look at the text of a letter on the record. */
    @Transactional
    public void viewed(UUID letterId, String by) {
        var row = row(letterId);
        cases.record(row.caseId(), event("letter.viewed", row, Actor.user(by)));
    }

    /**
     * Marks a letter of the print list as printed and posted, or handed over.
     *
     * @param registeredMail number of the registered letter, if it is one
     */
    @Transactional
    public LetterView printed(String operator, UUID letterId, String by, @Nullable String registeredMail) {
        var row = ledger.lock(letterId)
                .filter(r -> r.operator().equals(operator))
                .orElseThrow(() -> new NotFoundException("letter.unknown"));
        if (!row.onPrintList()) {
            throw new ConflictException("letter.not-printable");
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ledger.printed(letterId, now, by, registeredMail);
        cases.record(row.caseId(), event("letter.printed", row, Actor.user(by)).with("registeredMail", registeredMail));
        events.publishEvent(new LetterSent(letterId, row.caseId()));
        return row(letterId).view();
    }

    static TimelineEvent event(String code, LetterRow row, Actor by) {
        return TimelineEvent.of(code, by)
                .with("letter", row.number())
                .with("letterId", row.id())
                .with("template", row.template())
                .with("addressee", row.addressee())
                .with("letterChannel", row.channel().json());
    }

    private Map<String, String> inEach(LetterRequest request, Letterhead head, Address to, String number, Instant now) {
        Map<String, String> each = new HashMap<>();
        for (var language : LetterLanguage.values()) {
            each.put(
                    language.tag(),
                    renderer.render(draft(request, head, List.of(language), to, number, now))
                            .html());
        }
        return each;
    }

    private LetterRow row(UUID id) {
        return ledger.find(id).orElseThrow(() -> new NotFoundException("letter.unknown"));
    }

    private Draft draft(
            LetterRequest request,
            Letterhead head,
            List<LetterLanguage> languages,
            Address to,
            String number,
            Instant now) {
        return new Draft(
                head,
                request.template(),
                languages,
                request.recipient().addressee(),
                to.name(),
                to.address(),
                request.caseNumber(),
                number,
                LocalDate.ofInstant(now, Almaty.ZONE),
                request.facts(),
                field -> vault.reveal(request.caseId(), field));
    }

    private static List<LetterLanguage> languages(LetterRequest request, Letterhead head) {
        var languages = request.languages();
        if (languages == null || languages.isEmpty()) {
            return head.languages();
        }
        return languages.stream().distinct().sorted().toList();
    }

    private static LetterChannel channel(@Nullable LetterChannel asked, Address to) {
        if (asked != null && asked != LetterChannel.MAIL) {
            return asked;
        }
        return to.emailField() == null ? LetterChannel.PRINT : LetterChannel.MAIL;
    }

    private static @Nullable String printReason(@Nullable LetterChannel asked, LetterChannel channel) {
        return switch (channel) {
            case MAIL -> null;
            case HAND -> "by-hand";
            case PRINT -> asked == LetterChannel.PRINT ? "asked-for" : "no-email";
        };
    }

    /** Finds the reader's address, and puts one that was given into the vault. */
    private Address resolve(LetterRequest request, UUID letterId) {
        if (!(request.recipient() instanceof Recipient.Given given)) {
            return look(request.recipient(), request.caseId());
        }
        var prefix = "letter." + letterId + ".";
        Map<String, String> values = new HashMap<>();
        values.put(prefix + "name", given.name());
        if (given.email() != null && isMailAddress(given.email())) {
            values.put(prefix + "email", given.email().strip());
        }
        if (given.address() != null && !given.address().isBlank()) {
            values.put(prefix + "address", given.address());
        }
        vault.putAll(request.caseId(), values);
        return new Address(
                prefix + "name",
                values.containsKey(prefix + "email") ? prefix + "email" : null,
                values.containsKey(prefix + "address") ? prefix + "address" : null,
                given.name(),
                values.get(prefix + "address"));
    }

    private Address look(Recipient recipient, UUID caseId) {
        if (recipient instanceof Recipient.Given given) {
            return new Address(null, null, null, given.name(), given.address());
        }
        if (recipient instanceof Recipient.Requester requester) {
            return look(requester(requester.addressee()), caseId);
        }
        return look((Recipient.InVault) recipient, caseId);
    }

    private Address look(Recipient.InVault fields, UUID caseId) {
        var values = vault.revealAll(caseId);
        var name = first(fields.names(), values);
        var address = first(fields.addresses(), values);
        var email = fields.emails().stream()
                .filter(field -> isMailAddress(values.getOrDefault(field, "")))
                .findFirst()
                .orElse(null);
        return new Address(
                name,
                email,
                address,
                name == null ? null : values.get(name),
                address == null ? null : values.get(address));
    }

    /** The subject may have been named without being named again as the requester; nobody else's letter ever goes to the subject's address. */
    private static Recipient.InVault requester(Addressee addressee) {
        var names = new ArrayList<>(List.of(Parties.REQUESTER_NAME));
        var emails = new ArrayList<>(List.of(Parties.REQUESTER_EMAIL));
        if (addressee == Addressee.SUBJECT) {
            names.add(Parties.SUBJECT_NAME);
            emails.add(Parties.SUBJECT_EMAIL);
        }
        return new Recipient.InVault(addressee, names, emails, List.of(Parties.REQUESTER_ADDRESS));
    }

    private static @Nullable String first(List<String> fields, Map<String, String> values) {
        return fields.stream()
                .filter(field -> !values.getOrDefault(field, "").isBlank())
                .findFirst()
                .orElse(null);
    }

    static boolean isMailAddress(String text) {
        try {
            var address = new InternetAddress(text.strip(), true);
            return address.getAddress() != null
                    && address.getAddress().indexOf('@') > 0
                    && address.getPersonal() == null
                    && text.chars().noneMatch(c -> c < ' ');
        } catch (AddressException e) {
            return false;
        }
    }

    private String token() {
        var token = new StringBuilder(TOKEN_LENGTH);
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token.append(TOKEN_LETTERS.charAt(random.nextInt(TOKEN_LETTERS.length())));
        }
        return token.toString();
    }

    private static String domain(Letterhead head) {
        var email = head.email();
        return email == null ? "qupiya.invalid" : email.substring(email.indexOf('@') + 1);
    }

    private record Address(
            @Nullable String nameField,
            @Nullable String emailField,
            @Nullable String addressField,
            @Nullable String name,
            @Nullable String address) {

        /** Holds personal data. */
        @Override
        public String toString() {
            return "Address[" + nameField + ", " + emailField + ", " + addressField + "]";
        }
    }
}
