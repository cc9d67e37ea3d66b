package kz.qupiya.letter;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Checks the facts of a letter against their declaration and words them in a language. Errors name the fact, never its value. */
final class FactWords {

    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final LetterTexts texts;

    FactWords(LetterTexts texts) {
        this.texts = texts;
    }

    /** Words the facts; what is not given is absent. */
    Map<String, Object> of(
            LetterTemplate template,
            Map<String, ?> facts,
            LetterLanguage language,
            Function<String, Optional<String>> vault) {
        var declared = template.factsByName();
        for (var name : facts.keySet()) {
            if (!declared.containsKey(name)) {
                throw new IllegalArgumentException("letter " + template.key() + " has no fact " + name);
            }
        }
        var words = new TreeMap<String, Object>();
        for (var fact : declared.values()) {
            var value = facts.get(fact.name());
            if (value == null) {
                if (fact.required() || (fact.with() != null && facts.get(fact.with()) != null)) {
                    throw new IllegalArgumentException("letter " + template.key() + " needs the fact " + fact.name());
                }
                continue;
            }
            words.put(fact.name(), word(template, fact, value, language, vault));
        }
        return words;
    }

    private Object word(
            LetterTemplate template,
            LetterFact fact,
            Object value,
            LetterLanguage language,
            Function<String, Optional<String>> vault) {
        return switch (fact.type()) {
            case MOMENT -> DateWords.of(language, as(Instant.class, template, fact, value));
            case DATE -> DateWords.of(language, as(LocalDate.class, template, fact, value));
            case CODE -> code(template, fact, as(String.class, template, fact, value), language);
            case TEXT -> as(LocalText.class, template, fact, value).in(language);
            case PERSONAL -> personal(template, fact, as(VaultText.class, template, fact, value), vault);
            case LIST ->
                several(template, fact, value).stream()
                        .map(one -> one instanceof LocalText text
                                ? text.in(language)
                                : code(template, fact, as(String.class, template, fact, one), language)
                                        .get("text"))
                        .toList();
            case PERSONAL_LIST -> {
                var revealed = several(template, fact, value).stream()
                        .map(one -> vault.apply(
                                as(VaultText.class, template, fact, one).field()))
                        .flatMap(Optional::stream)
                        .filter(text -> !text.isBlank())
                        .toList();
                if (revealed.isEmpty()) {
                    throw missing(template, fact);
                }
                yield revealed;
            }
            case DEADLINES ->
                several(template, fact, value).stream()
                        .map(one -> deadline(template, fact, as(DueDate.class, template, fact, one), language))
                        .toList();
            case KEPT_ITEMS ->
                several(template, fact, value).stream()
                        .map(one -> kept(as(KeptItem.class, template, fact, one), language))
                        .toList();
            case CORRECTIONS ->
                several(template, fact, value).stream()
                        .map(one ->
                                correction(template, fact, as(Correction.class, template, fact, one), language, vault))
                        .toList();
        };
    }

    /** A code as {@code code} and {@code text}, so that a template can branch on the first and show the second. */
    private Map<String, String> code(LetterTemplate template, LetterFact fact, String code, LetterLanguage language) {
        return Map.of("code", code, "text", message(template, fact, fact.topic(), code, language));
    }

    private Map<String, Object> deadline(
            LetterTemplate template, LetterFact fact, DueDate due, LetterLanguage language) {
        return Map.of(
                "duty", message(template, fact, "duty", due.duty(), language),
                "due",
                        DateWords.of(
                                language,
                                due.dueAt()
                                        .atZone(kz.qupiya.calendar.Almaty.ZONE)
                                        .toLocalDate()),
                "basis", due.basis().in(language));
    }

    private static Map<String, Object> kept(KeptItem item, LetterLanguage language) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("what", item.what().in(language));
        words.put("basis", item.basis().in(language));
        var until = item.until();
        words.put("dated", until != null);
        if (until != null) {
            words.put("until", DateWords.of(language, until));
        }
        return words;
    }

    private static Map<String, Object> correction(
            LetterTemplate template,
            LetterFact fact,
            Correction correction,
            LetterLanguage language,
            Function<String, Optional<String>> vault) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("what", correction.what().in(language));
        var value = correction.newValue();
        words.put("shown", value != null);
        if (value != null) {
            words.put("value", personal(template, fact, value, vault));
        }
        return words;
    }

    private static String personal(
            LetterTemplate template, LetterFact fact, VaultText text, Function<String, Optional<String>> vault) {
        return vault.apply(text.field()).filter(value -> !value.isBlank()).orElseThrow(() -> missing(template, fact));
    }

    private String message(
            LetterTemplate template, LetterFact fact, String topic, String code, LetterLanguage language) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("letter " + template.key() + ": fact " + fact.name() + " is not a code");
        }
        return texts.word(topic + "." + code, language)
                .orElseThrow(() -> new IllegalArgumentException(
                        "letter " + template.key() + ": fact " + fact.name() + " has a code without wording: " + code));
    }

    private static List<?> several(LetterTemplate template, LetterFact fact, Object value) {
        var list = as(List.class, template, fact, value);
        if (list.isEmpty()) {
            throw missing(template, fact);
        }
        List<Object> values = new ArrayList<>();
        for (Object one : list) {
            values.add(Objects.requireNonNull(one));
        }
        return values;
    }

    private static <T> T as(Class<T> type, LetterTemplate template, LetterFact fact, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "letter " + template.key() + ": fact " + fact.name() + " must be a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private static IllegalArgumentException missing(LetterTemplate template, LetterFact fact) {
        return new IllegalArgumentException("letter " + template.key() + ": fact " + fact.name() + " has no value");
    }
}
