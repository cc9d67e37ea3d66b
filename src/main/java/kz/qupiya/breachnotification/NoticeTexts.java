package kz.qupiya.breachnotification;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.campaign.NoticeText;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.Operators;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The text of the notice to the people, in Russian and Kazakh: what happened, which data, what was done, what one can do oneself (Zvonobot policy 3.7), whom to ask. Drafted from templates
 * and what is known of the breach; an officer makes it fit.
 */
@Service
public class NoticeTexts {

    /** The parts of a notice in their order. */
    public static final List<String> PARTS = List.of("what", "data", "done", "advice", "ask");

    private static final List<Language> LANGUAGES = List.of(Language.RU, Language.KK);
    private static final int LONGEST = 4_000;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");
    private static final String BUNDLE = "breachnotification.notice.";

    private final CaseFiles cases;
    private final BreachRows rows;
    private final BreachFacts words;
    private final CaseVault vault;
    private final Operators operators;
    private final MessageSource messages;

    NoticeTexts(
            CaseFiles cases,
            BreachRows rows,
            BreachFacts words,
            CaseVault vault,
            Operators operators,
            MessageSource messages) {
        this.cases = cases;
        this.rows = rows;
        this.words = words;
        this.vault = vault;
        this.operators = operators;
        this.messages = messages;
    }

    /** The text by language and part, as it was written, or as drafted where nobody has written yet. */
    @Transactional(readOnly = true)
    public Map<String, Map<String, String>> text(CaseFile caseFile) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (var language : LANGUAGES) {
            Map<String, String> parts = new LinkedHashMap<>();
            for (var part : PARTS) {
                parts.put(
                        part,
                        vault.reveal(caseFile.id(), field(language, part))
                                .orElseGet(() -> draft(caseFile, language, part)));
            }
            all.put(language.code(), parts);
        }
        return all;
    }

    /**
     * Writes the text, in place of what was written before.
     *
     * @param text by language ({@code ru}, {@code kk}) and part
     * @throws InvalidInputException naming every part that is missing or too long
     * @throws ConflictException     if the case is closed
     */
    @Transactional
    public void write(CaseFile caseFile, @Nullable Map<String, Map<String, String>> text, Actor by) {
        rows.lock(caseFile.id());
        if (!cases.get(caseFile.id()).isOpen()) {
            throw new ConflictException("breachnotification.closed");
        }
        List<Violation> violations = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (var language : LANGUAGES) {
            for (var part : PARTS) {
                var written = text == null
                        ? null
                        : text.getOrDefault(language.code(), Map.of()).get(part);
                var name = language.code() + "." + part;
                if (written == null || written.isBlank()) {
                    violations.add(new Violation(name, "problem.field.missing"));
                } else if (written.length() > LONGEST) {
                    violations.add(new Violation(name, "problem.field.too-long", LONGEST));
                } else {
                    values.put(field(language, part), written.strip());
                }
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        vault.putAll(caseFile.id(), values);
        cases.record(caseFile.id(), TimelineEvent.of("notice.written", by));
    }

    /** The text as a campaign takes it. */
    Map<String, NoticeText> notice(CaseFile caseFile) {
        Map<String, NoticeText> notices = new HashMap<>();
        text(caseFile).forEach((tag, parts) -> {
            var language = Language.of(tag).orElseThrow();
            List<String> paragraphs = new ArrayList<>();
            parts.values().forEach(part -> paragraphs.addAll(List.of(part.split("\\R\\s*\\R"))));
            var subject = words(
                    "subject",
                    language,
                    operators.get(caseFile.operator()).name().in(language));
            if (rows.get(caseFile.id()).rehearsal()) {
                subject = words("rehearsal", language) + " " + subject;
            }
            notices.put(tag, new NoticeText(subject, paragraphs));
        });
        return notices;
    }

    private String draft(CaseFile caseFile, Language language, String part) {
        var breach = rows.get(caseFile.id());
        var profile = operators.get(caseFile.operator());
        return switch (part) {
            case "what" ->
                words(
                        "what." + breach.kind().code(),
                        language,
                        profile.legalName().in(language),
                        DAY.format(Almaty.dayOf(breach.discoveredAt())));
            case "data" -> {
                var categories = categories(caseFile.id(), breach.version(), language);
                yield categories.isEmpty()
                        ? words("data-unknown", language)
                        : words("data", language, String.join(", ", categories));
            }
            case "ask" ->
                words(
                        "ask",
                        language,
                        profile.contacts().email().orElse(profile.mailAddress()),
                        caseFile.number().value());
            default -> words(part, language);
        };
    }

    /** The categories that we have words for. What somebody else wrote in a report does not go to thousands of people unless an officer writes it into the text. */
    private List<String> categories(UUID caseId, int version, Language language) {
        return words.since(caseId, 0, version).categories().stream()
                .flatMap(one -> words.known(one, language.locale()).stream())
                .toList();
    }

    private String words(String part, Language language, Object... args) {
        return messages.getMessage(BUNDLE + part, args, language.locale());
    }

    private static String field(Language language, String part) {
        return "notice." + language.code() + "." + part;
    }
}
