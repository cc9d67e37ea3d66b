package kz.qupiya.breachnotification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The words of a breach: what is known, in versions that all stay. They lie in the vault, since people write names into such texts. */
@Component
class BreachFacts {

    static final int LONGEST = 20_000;
    private static final int LONGEST_CATEGORY = 200;
    private static final int MOST_CATEGORIES = 50;

    private final CaseVault vault;
    private final MessageSource messages;

    BreachFacts(CaseVault vault, MessageSource messages) {
        this.vault = vault;
        this.messages = messages;
    }

    /** A category in words; one that we do not know stands as it was reported. */
    String category(String code, Locale locale) {
        return known(code, locale).orElse(code);
    }

    /** A category in words, where it is one that we know. */
    Optional<String> known(String code, Locale locale) {
        return Optional.ofNullable(messages.getMessage("breachnotification.category." + code, null, null, locale));
    }

    /**
     * What one version added.
     *
     * @param facts      what became known; of the first version the report's own words
     * @param measures   what was done
     * @param categories which data are touched
     */
    record Words(@Nullable String facts, @Nullable String measures, List<String> categories) {

        static final Words NONE = new Words(null, null, List.of());

        boolean isEmpty() {
            return facts == null && measures == null && categories.isEmpty();
        }

        /** Says nothing of what was written. */
        @Override
        public String toString() {
            return "Words";
        }
    }

    /** Checks what was written; every fault is told. */
    static Words read(
            String factsField,
            @Nullable String facts,
            @Nullable String measures,
            @Nullable List<String> categories,
            List<Violation> violations) {
        var named = new LinkedHashSet<String>();
        for (var one : categories == null ? List.<String>of() : categories) {
            if (one == null || one.isBlank()) {
                violations.add(new Violation("dataCategories", "problem.field.missing"));
            } else if (one.length() > LONGEST_CATEGORY) {
                violations.add(new Violation("dataCategories", "problem.field.too-long", LONGEST_CATEGORY));
            } else {
                named.add(CardNumbers.mask(one.strip().replaceAll("\\s+", " ")));
            }
        }
        if (named.size() > MOST_CATEGORIES) {
            violations.add(new Violation("dataCategories", "problem.field.too-long", MOST_CATEGORIES));
        }
        return new Words(
                text(factsField, facts, violations), text("measures", measures, violations), List.copyOf(named));
    }

    static @Nullable String text(String field, @Nullable String written, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return null;
        }
        if (written.length() > LONGEST) {
            violations.add(new Violation(field, "problem.field.too-long", LONGEST));
        }
        return CardNumbers.mask(written.strip());
    }

    void keep(UUID caseId, int version, Words words) {
        Map<String, String> values = new HashMap<>();
        if (words.facts() != null) {
            values.put(field(version, "facts"), words.facts());
        }
        if (words.measures() != null) {
            values.put(field(version, "measures"), words.measures());
        }
        if (!words.categories().isEmpty()) {
            values.put(field(version, "categories"), String.join("\n", words.categories()));
        }
        if (!values.isEmpty()) {
            vault.putAll(caseId, values);
        }
    }

    Words of(UUID caseId, int version) {
        return new Words(
                vault.reveal(caseId, field(version, "facts")).orElse(null),
                vault.reveal(caseId, field(version, "measures")).orElse(null),
                vault.reveal(caseId, field(version, "categories"))
                        .map(all -> List.of(all.split("\n")))
                        .orElse(List.of()));
    }

    /** Everything known after {@code after} versions, in order. */
    Words since(UUID caseId, int after, int last) {
        List<String> facts = new ArrayList<>();
        List<String> measures = new ArrayList<>();
        Set<String> categories = new LinkedHashSet<>();
        for (int version = after + 1; version <= last; version++) {
            var words = of(caseId, version);
            if (words.facts() != null) {
                facts.add(words.facts());
            }
            if (words.measures() != null) {
                measures.add(words.measures());
            }
            categories.addAll(words.categories());
        }
        return new Words(joined(facts), joined(measures), List.copyOf(categories));
    }

    private static @Nullable String joined(List<String> texts) {
        return texts.isEmpty() ? null : String.join("\n\n", texts);
    }

    private static String field(int version, String part) {
        return "breach." + version + "." + part;
    }
}
