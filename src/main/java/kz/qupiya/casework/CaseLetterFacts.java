package kz.qupiya.casework;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Deadline;
import kz.qupiya.casefile.DeadlineState;
import kz.qupiya.casefile.Deadlines;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.RecipientMap;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.letter.Addressee;
import kz.qupiya.letter.DueDate;
import kz.qupiya.letter.KeptItem;
import kz.qupiya.letter.LetterRequest;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.LocalText;
import kz.qupiya.letter.Recipient;
import kz.qupiya.letter.VaultText;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the letters of every process say of a case: to whom, by when, what is missing, what stays. */
@Component
public class CaseLetterFacts {

    /** The first of the two languages of letters. */
    public static final Locale RU = Locale.forLanguageTag("ru");

    /** The second of the two languages of letters. */
    public static final Locale KK = Locale.forLanguageTag("kk");

    private final CaseFiles cases;
    private final Parties parties;
    private final Deadlines deadlines;
    private final DataMaps maps;
    private final KeptGrounds grounds;
    private final Operators operators;
    private final TermTexts terms;

    CaseLetterFacts(
            CaseFiles cases,
            Parties parties,
            Deadlines deadlines,
            DataMaps maps,
            KeptGrounds grounds,
            Operators operators,
            TermTexts terms) {
        this.cases = cases;
        this.parties = parties;
        this.deadlines = deadlines;
        this.maps = maps;
        this.grounds = grounds;
        this.operators = operators;
        this.terms = terms;
    }

    /** A letter to whoever asked, in the operator's languages, once per template. */
    public LetterRequest toRequester(CaseFile caseFile, LetterTemplate template, Map<String, ?> facts) {
        return LetterRequest.of(
                caseFile.id(),
                caseFile.operator(),
                caseFile.number().value(),
                template,
                new Recipient.Requester(addressee(caseFile)),
                facts);
    }

    /** A letter to a third party that was given the data, once per notice, and once more when it is told again. */
    public LetterRequest toRecipient(
            CaseFile caseFile,
            Recipients.Notice notice,
            LetterTemplate template,
            RecipientMap recipient,
            @Nullable String address,
            Map<String, ?> facts) {
        return LetterRequest.of(
                        caseFile.id(),
                        caseFile.operator(),
                        caseFile.number().value(),
                        template,
                        new Recipient.Given(
                                Addressee.THIRD_PARTY,
                                recipient.key(),
                                recipient.name().ru(),
                                address,
                                null),
                        facts)
                .once(template.key() + "/" + recipient.key() + purposes(notice)
                        + (notice.toldAgainAt() == null ? "" : "/again"));
    }

    private static String purposes(Recipients.Notice notice) {
        return notice.purposes().stream()
                .map(purpose -> "/" + purpose.code())
                .sorted()
                .collect(Collectors.joining());
    }

    /** The least by which a recipient finds the person; the name only where the request held nothing of that. */
    public List<VaultText> subjectFor(UUID caseId, RecipientMap recipient) {
        var given = parties.identifiers(caseId).stream().map(Identifier::kind).toList();
        var least = Stream.of(IdentifierKind.values())
                .filter(recipient.identifiers()::contains)
                .filter(given::contains)
                .map(kind -> new VaultText("subject." + kind.json()))
                .toList();
        return least.isEmpty()
                ? given.stream()
                        .map(kind -> new VaultText("subject." + kind.json()))
                        .toList()
                : least;
    }

    /** As whom the requester is addressed. */
    public static Addressee addressee(CaseFile caseFile) {
        var kind = caseFile.requesterKind() == null ? RequesterKind.SUBJECT : caseFile.requesterKind();
        return switch (kind) {
            case SUBJECT -> Addressee.SUBJECT;
            case REPRESENTATIVE -> Addressee.REPRESENTATIVE;
            case AUTHORITY -> Addressee.AUTHORITY;
        };
    }

    /** What the requester has not shown: {@code identity} or {@code authority}. */
    public static String missingProof(CaseFile caseFile) {
        return caseFile.requesterKind() == RequesterKind.REPRESENTATIVE ? "authority" : "identity";
    }

    /** The deadline of the proof while it runs. */
    public @Nullable Deadline runningProof(UUID caseId) {
        return deadlines
                .of(caseId, Duty.PROOF_OF_ENTITLEMENT)
                .filter(deadline -> deadline.state() == DeadlineState.RUNNING)
                .orElse(null);
    }

    /** Says in a receipt which document is missing until when, if one is. */
    public void addMissingProof(CaseFile caseFile, Map<String, Object> facts) {
        var proof = runningProof(caseFile.id());
        if (proof != null) {
            facts.put("missingProof", missingProof(caseFile));
            facts.put("proofDueOn", Almaty.dayOf(proof.dueAt()));
        }
    }

    /**
     * The letter that asks for the missing document, once for each occasion and last day; nothing if none is missing any more.
     *
     * @param occasion why it goes out: asked for by staff, or a step of the term's warnings
     * @param more     facts of the template beside the document and its last day, from the running term
     */
    public Optional<LetterRequest> proofLetter(
            CaseFile caseFile, LetterTemplate template, String occasion, Function<Deadline, Map<String, ?>> more) {
        var proof = runningProof(caseFile.id());
        if (proof == null || parties.entitlement(caseFile.id()).state() == Entitlement.PROVED) {
            return Optional.empty();
        }
        var dueOn = Almaty.dayOf(proof.dueAt());
        var facts = new HashMap<String, Object>(more.apply(proof));
        facts.put("missingProof", missingProof(caseFile));
        facts.put("proofDueOn", dueOn);
        return Optional.of(toRequester(caseFile, template, facts).once(template.key() + "/" + dueOn + "/" + occasion));
    }

    /** What the reader may expect by when; the proof that is owed stands in its own paragraph. */
    public List<DueDate> deadlineLines(UUID caseId) {
        var profile = operators.get(cases.get(caseId).operator());
        List<DueDate> lines = new ArrayList<>();
        for (var deadline : deadlines.of(caseId)) {
            if (deadline.duty() != Duty.PROOF_OF_ENTITLEMENT) {
                var rule = deadline.ruling().rule();
                lines.add(new DueDate(
                        deadline.duty().code(),
                        deadline.dueAt(),
                        new LocalText(terms.basis(profile, rule, RU), terms.basis(profile, rule, KK))));
            }
        }
        return lines;
    }

    /** One line for each table and ground, not one for each column: the reader wants to know which data stay, why, until when. */
    public List<KeptItem> kept(CaseFile caseFile, List<ActItem> kept) {
        var map = maps.get(caseFile.operator());
        return kept.stream()
                .map(item -> {
                    var title = map.system(item.system())
                            .flatMap(system -> system.table(item.table()))
                            .orElseThrow()
                            .title();
                    return new KeptItem(
                            new LocalText(title.ru(), title.kk()),
                            new LocalText(
                                    grounds.text(caseFile.operator(), item, RU),
                                    grounds.text(caseFile.operator(), item, KK)),
                            item.until());
                })
                .distinct()
                .toList();
    }
}
