package kz.qupiya.intake;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseStatus;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.consentwithdrawal.WithdrawalRequest;
import kz.qupiya.consentwithdrawal.Withdrawals;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.otherrequest.ClaimDesk;
import kz.qupiya.otherrequest.NewClaim;
import kz.qupiya.otherrequest.NewOtherRequest;
import kz.qupiya.otherrequest.OtherRequests;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in what the public form hands in. Case, documents and code are born together. Nothing is looked up about the person meanwhile, so that neither page nor time tell
 * whether somebody is a client.
 */
@Service
public class IntakeDesk {

    static final List<String> KINDS = List.of("withdrawal", "block", "claim", "other");

    /** What a claim may demand by the form, each a demand of its own with its own duty. */
    static final List<String> DEMANDS =
            List.of("real-damage", "moral-damage", "correction", "destruction", "stop-use", "apology", "other");

    private static final Pattern AMOUNT = Pattern.compile(
            "(\\d{1,12}(?:[.,]\\d{1,2})?)(?:₸|тг\\.?|тенге|теңге|kzt)?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final String ACCESS = "intake-access";

    private static final byte[] NONE = new byte[32];

    private final DataBlocks blocks;
    private final Withdrawals withdrawals;
    private final OtherRequests requests;
    private final ClaimDesk claims;
    private final CaseFiles cases;
    private final LinkedCases linked;
    private final Deadlines deadlines;
    private final Documents documents;
    private final Codes codes;
    private final JdbcClient jdbc;
    private final Clock clock;

    IntakeDesk(
            DataBlocks blocks,
            Withdrawals withdrawals,
            OtherRequests requests,
            ClaimDesk claims,
            CaseFiles cases,
            LinkedCases linked,
            Deadlines deadlines,
            Documents documents,
            Codes codes,
            JdbcClient jdbc,
            Clock clock) {
        this.blocks = blocks;
        this.withdrawals = withdrawals;
        this.requests = requests;
        this.claims = claims;
        this.cases = cases;
        this.linked = linked;
        this.deadlines = deadlines;
        this.documents = documents;
        this.codes = codes;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A document as it was handed in. */
    record Attachment(String name, byte[] content) {}

    /** What the person gets: the code is shown once and stored nowhere. */
    record Receipt(String number, String code) {}

    /** What the status page tells. */
    record Status(CaseStatus status, @Nullable Deadline due) {}

    /**
     * Opens a case.
     *
     * @param token what the form is used once by
     * @throws InvalidInputException naming every bad field; nothing is stored then
     * @throws ConflictException     if the form was sent before
     */
    @Transactional
    Receipt submit(OperatorKey operator, UUID token, FormRequest form, List<Attachment> attachments) {
        int fresh = jdbc.sql("insert into qupiya.form_used (token, used_at) values (?, ?) on conflict do nothing")
                .params(token, Timestamp.from(clock.instant()))
                .update();
        if (fresh == 0) {
            throw new ConflictException("intake.sent-before");
        }
        var by = Actor.outside(Channel.FORM.json());
        var caseFile = opened(operator, form, by);
        for (var attachment : attachments) {
            documents.add(caseFile.id(), DocumentPurpose.OTHER, attachment.name(), attachment.content(), by);
        }
        var code = codes.access();
        jdbc.sql("insert into qupiya.form_access (case_id, code_hash) values (?, ?)")
                .params(caseFile.id(), hash(operator, caseFile.number().value(), code))
                .update();
        return new Receipt(caseFile.number().value(), code);
    }

    private CaseFile opened(OperatorKey operator, FormRequest form, Actor by) {
        List<Violation> violations = new ArrayList<>();
        if (isRepresentative(form)
                && (form.requesterName() == null || form.requesterName().isBlank())) {
            // Staff learn a representative's name from the letter; here nobody else could tell it.
            violations.add(new Violation("requester.name", "problem.field.missing"));
        }
        CaseFile caseFile;
        try {
            caseFile = open(operator, form, by, violations);
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            throw new InvalidInputException(violations);
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations); // rolls the case back: all fields are named at once
        }
        return caseFile;
    }

    private CaseFile open(OperatorKey operator, FormRequest form, Actor by, List<Violation> violations) {
        var requester = requester(form);
        var subject = new SubjectInput(
                form.iin(),
                form.phone(),
                isRepresentative(form) ? null : form.email(),
                form.login(),
                form.contract(),
                form.fullName());
        var language = "en".equals(form.language()) ? null : form.language();
        return switch (form.kind()) {
            case "withdrawal" ->
                withdrawals.open(
                        operator,
                        new WithdrawalRequest(
                                subject,
                                requester,
                                "purposes".equals(form.scope())
                                        ? form.purposes()
                                        : form.scope() == null ? null : List.of(form.scope()),
                                day(form.effective()),
                                null,
                                form.text(),
                                null,
                                null,
                                language),
                        by,
                        Channel.FORM);
            case "block" ->
                blocks.open(
                        operator,
                        new DataBlockRequest(subject, requester, form.ground(), form.text(), null, null, language),
                        by,
                        Channel.FORM);
            case "claim" ->
                claims.open(
                        operator,
                        new NewClaim(
                                subject,
                                requester,
                                form.text(),
                                null,
                                demands(form, violations),
                                amount(form.amount(), violations),
                                consumer(form.consumer()),
                                null,
                                null,
                                language),
                        by,
                        Channel.FORM);
            case "other" ->
                requests.open(
                        operator,
                        new NewOtherRequest(subject, requester, form.about(), false, form.text(), null, null, language),
                        by,
                        Channel.FORM);
            default -> throw new InvalidInputException("kind", "intake.kind.unknown");
        };
    }

    /** What the form offers; whoever ticks nothing has written it, and staff sort it. */
    private static List<String> demands(FormRequest form, List<Violation> violations) {
        if (!DEMANDS.containsAll(form.demands())) {
            violations.add(new Violation("demands", "intake.demands.unknown"));
        }
        return form.demands().stream().filter(DEMANDS::contains).toList();
    }

    /** As people write money: with spaces and a comma, and the sign of the tenge behind it. */
    private static @Nullable BigDecimal amount(@Nullable String written, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return null;
        }
        var plain = AMOUNT.matcher(written.replaceAll("[\\s\u00a0\u202f]", ""));
        var amount = plain.matches() ? new BigDecimal(plain.group(1).replace(',', '.')) : BigDecimal.ZERO;
        if (amount.signum() == 0) {
            violations.add(new Violation("damages", "intake.amount.invalid"));
            return null;
        }
        return amount;
    }

    private static @Nullable Boolean consumer(@Nullable String chosen) {
        return switch (chosen == null ? "" : chosen) {
            case "yes" -> Boolean.TRUE;
            case "no" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static boolean isRepresentative(FormRequest form) {
        return "representative".equals(form.who());
    }

    private static Requester requester(FormRequest form) {
        return isRepresentative(form)
                ? new Requester(
                        RequesterKind.REPRESENTATIVE,
                        form.requesterName(),
                        form.authorityDocument(),
                        null,
                        null,
                        form.email(),
                        null,
                        null,
                        null,
                        null)
                : new Requester(
                        RequesterKind.SUBJECT, form.fullName(), null, null, null, form.email(), null, null, null, null);
    }

    private static @Nullable LocalDate day(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(written.strip());
        } catch (DateTimeParseException e) {
            throw new InvalidInputException("effectiveOn", "intake.day.invalid");
        }
    }

    /** State and due date for number and code together; a wrong code and an unknown number make the same way and the same answer. */
    @Transactional(readOnly = true)
    Optional<Status> status(OperatorKey operator, @Nullable String number, @Nullable String code) {
        return find(operator, number, code).map(caseFile -> new Status(caseFile.status(), due(caseFile)));
    }

    /** The case of number and code together; the person keeps both when staff re-classify the request. */
    Optional<CaseFile> find(OperatorKey operator, @Nullable String number, @Nullable String code) {
        var written = number == null ? "" : number.strip().toUpperCase(java.util.Locale.ROOT);
        var given = code == null ? "" : code.replaceAll("[\\s-]", "").toUpperCase(java.util.Locale.ROOT);
        var stored = jdbc.sql(
                        """
                        select a.code_hash from qupiya.form_access a
                        join qupiya.case_file c on c.id = a.case_id
                        where c.operator = ? and c.number = ?""")
                .params(operator.value(), written)
                .query(byte[].class)
                .optional();
        var same = java.security.MessageDigest.isEqual(stored.orElse(NONE), hash(operator, written, given));
        return stored.isPresent() && same ? cases.find(operator, written).map(linked::latest) : Optional.empty();
    }

    private @Nullable Deadline due(CaseFile caseFile) {
        if (!caseFile.isOpen()) {
            return null;
        }
        return deadlines.of(caseFile.id()).stream()
                .filter(deadline -> deadline.duty() != Duty.PROOF_OF_ENTITLEMENT && deadline.duty() != Duty.BLOCK)
                .filter(deadline ->
                        deadline.state() == DeadlineState.RUNNING || deadline.state() == DeadlineState.MISSED)
                .min(Comparator.comparing(Deadline::dueAt))
                .orElse(null);
    }

    private byte[] hash(OperatorKey operator, String number, String code) {
        return codes.hash(ACCESS, operator.value() + "|" + number + "|" + code);
    }
}
