package kz.qupiya.breachnotification;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.affected.AffectedPerson;
import kz.qupiya.breachnotification.FilingRows.Filing;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.letter.Addressee;
import kz.qupiya.letter.LetterChannel;
import kz.qupiya.letter.LetterDrafts;
import kz.qupiya.letter.LetterRequest;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.LocalText;
import kz.qupiya.letter.Recipient;
import kz.qupiya.letter.VaultText;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The letters to the authorised body: contacts, measures, counts, hash of the list, and the list itself where it is short (Order 481/НҚ). */
@Component
class FilingLetters implements LetterDrafts {

    /** What is kept in the vault for a letter, since people may be named in it. */
    private static final List<String> PARTS = List.of("facts", "measures", "annex");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");

    private final CaseFiles cases;
    private final BreachRows breaches;
    private final BreachFacts words;
    private final FilingRows rows;
    private final Containment containment;
    private final AffectedLists lists;
    private final CaseVault vault;
    private final Operators operators;
    private final BreachSettings settings;

    FilingLetters(
            CaseFiles cases,
            BreachRows breaches,
            BreachFacts words,
            FilingRows rows,
            Containment containment,
            AffectedLists lists,
            CaseVault vault,
            Operators operators,
            BreachSettings settings) {
        this.cases = cases;
        this.breaches = breaches;
        this.words = words;
        this.rows = rows;
        this.containment = containment;
        this.lists = lists;
        this.vault = vault;
        this.operators = operators;
        this.settings = settings;
    }

    /** Puts the words of a notification into the vault: facts, measures, categories since the last one, and the annex. */
    void compose(Filing filing) {
        var caseId = filing.caseId();
        var before = before(filing);
        var told = words.since(caseId, before == null ? 0 : before.factsVersion(), filing.factsVersion());
        Map<String, String> values = new HashMap<>();
        put(values, filing, "facts", told.facts());
        put(values, filing, "measures", measures(filing, before, told));
        put(values, filing, "annex", annex(filing));
        for (var part : PARTS) {
            if (!values.containsKey(field(filing, part))) {
                vault.remove(caseId, field(filing, part)); // of an earlier preparation
            }
        }
        vault.putAll(caseId, values);
    }

    private @Nullable String measures(Filing filing, @Nullable Filing before, BreachFacts.Words told) {
        var set = breaches.measures(filing.caseId());
        var texts = containment.texts(filing.caseId(), set);
        int known = before == null ? 0 : before.measures();
        var lines = new ArrayList<String>();
        if (told.measures() != null) {
            lines.add(told.measures());
        }
        set.stream().skip(known).limit((long) filing.measures() - known).forEach(one -> {
            LocalDate day = Almaty.dayOf(one.takenAt() == null ? one.dueAt() : one.takenAt());
            lines.add("– " + texts.getOrDefault(one.id(), "") + " (" + DAY.format(day) + ")");
        });
        return lines.isEmpty() ? null : String.join("\n", lines);
    }

    private @Nullable String annex(Filing filing) {
        if (filing.people() == 0 || filing.people() >= AuthorityFilings.ANNEX_LIMIT) {
            return null;
        }
        var people = lists.first(filing.caseId(), filing.fromList(), filing.toList(), AuthorityFilings.ANNEX_LIMIT);
        var lines = new ArrayList<String>();
        for (int at = 0; at < people.size(); at++) {
            lines.add((at + 1) + ". " + line(people.get(at)));
        }
        return String.join("\n", lines);
    }

    private static String line(AffectedPerson person) {
        return Stream.of(person.name(), person.iin(), person.phone())
                .map(value -> value == null || value.isBlank() ? "–" : value)
                .collect(Collectors.joining("; "));
    }

    private @Nullable Filing before(Filing filing) {
        return rows.of(filing.caseId()).stream()
                .filter(one -> one.sentAt() != null && one.round() < filing.round())
                .reduce((one, other) -> other)
                .orElse(null);
    }

    /** The letter of a notification whose words are composed. */
    LetterRequest request(Filing filing) {
        var caseFile = cases.get(filing.caseId());
        var breach = breaches.get(filing.caseId());
        var before = before(filing);
        Map<String, Object> facts = new HashMap<>();
        facts.put("discoveredAt", breach.discoveredAt());
        facts.put("breachKind", breach.kind().code());
        facts.put("responsible", responsible(caseFile.operator()));
        if (breach.occurredFrom() != null) {
            facts.put("occurredFrom", breach.occurredFrom());
        }
        var categories = words.since(filing.caseId(), before == null ? 0 : before.factsVersion(), filing.factsVersion())
                .categories();
        if (!categories.isEmpty()) {
            facts.put(
                    "categories",
                    categories.stream()
                            .map(one -> new LocalText(
                                    words.category(one, Language.RU.locale()),
                                    words.category(one, Language.KK.locale())))
                            .toList());
        }
        var known = vault.fields(filing.caseId());
        for (var part : PARTS) {
            if (known.contains(field(filing, part))) {
                facts.put(part, new VaultText(field(filing, part)));
            }
        }
        if (filing.people() > 0) {
            facts.put("people", LocalText.same(String.valueOf(filing.people())));
            facts.put("listHash", LocalText.same(filing.listHash().replace(",", ", ")));
        }
        if (breach.rehearsal()) {
            facts.put("rehearsal", "rehearsal");
        }
        if (before != null) {
            facts.put("supplements", LocalText.same(supplements(before)));
        }
        var authority = settings.authority();
        var request = LetterRequest.of(
                        caseFile.id(),
                        caseFile.operator(),
                        caseFile.number().value(),
                        before == null ? LetterTemplate.BREACH_NOTIFICATION : LetterTemplate.BREACH_SUPPLEMENT,
                        new Recipient.Given(
                                Addressee.AUTHORITY,
                                "authorised-body",
                                authority.name(),
                                "mail".equals(filing.way()) ? authority.email() : null,
                                authority.address()),
                        facts)
                .once("breach-notification/" + filing.round());
        return "mail".equals(filing.way()) && !breach.rehearsal()
                ? request
                : new LetterRequest(
                        request.caseId(),
                        request.operator(),
                        request.caseNumber(),
                        request.template(),
                        request.recipient(),
                        request.languages(),
                        LetterChannel.HAND,
                        request.facts(),
                        request.once());
    }

    private static String supplements(Filing before) {
        var on = before.handedInAt() == null ? before.sentAt() : before.handedInAt();
        var number = before.registrationNumber() == null ? "–" : before.registrationNumber();
        return "№ " + number + (on == null ? "" : " (" + DAY.format(Almaty.dayOf(on)) + ")");
    }

    /** Who is responsible for the processing, by name where the operator has said so, else by the contacts of the operator. */
    private LocalText responsible(OperatorKey operator) {
        var person = settings.responsible().get(operator.value());
        var contacts = operators.get(operator).contacts();
        var parts = person == null
                ? Stream.concat(contacts.phones().stream(), contacts.email().stream())
                : Stream.of(person.name(), person.phone(), person.email());
        var text = parts.filter(part -> part != null && !part.isBlank()).collect(Collectors.joining(", "));
        return LocalText.same(text.isBlank() ? operators.get(operator).mailAddress() : text);
    }

    @Override
    @Transactional(readOnly = true)
    public List<LetterRequest> of(UUID caseId) {
        return rows.unsent(caseId)
                .filter(filing -> isComposed(cases.get(caseId), filing))
                .map(filing -> List.of(request(filing)))
                .orElse(List.of());
    }

    private boolean isComposed(CaseFile caseFile, Filing filing) {
        return caseFile.isOpen()
                && vault.fields(caseFile.id()).stream().anyMatch(field -> field.startsWith(prefix(filing)));
    }

    private static void put(Map<String, String> values, Filing filing, String part, @Nullable String value) {
        if (value != null) {
            values.put(field(filing, part), value);
        }
    }

    private static String field(Filing filing, String part) {
        return prefix(filing) + part;
    }

    private static String prefix(Filing filing) {
        return "filing." + filing.round() + ".";
    }
}
