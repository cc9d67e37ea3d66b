package kz.qupiya.consent;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/** Makes consents of the records of one file. What most records share, the text agreed to, is checked once and kept for the next record. */
final class CsvConsents {

    private static final int TEXTS_KEPT = 100;
    private static final char UNREADABLE = '\uFFFD';

    private final OperatorProfile profile;
    private final ConsentChecks checks;
    private final Map<String, Integer> columns = new HashMap<>();
    private final int width;
    private final Map<List<String>, ConsentChecks.TextCheck> texts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, ConsentChecks.TextCheck> eldest) {
            return size() > TEXTS_KEPT;
        }
    };

    CsvConsents(OperatorProfile profile, ConsentChecks checks, List<String> header) {
        this.profile = profile;
        this.checks = checks;
        this.width = header.size();
        for (int i = 0; i < width; i++) {
            columns.put(header.get(i), i);
        }
    }

    /**
     * The consent of a record.
     *
     * @param violations gets what is wrong, by column
     * @return null if a violation was added
     */
    @Nullable
    CheckedConsent read(CsvRecord record, List<Violation> violations) {
        if (record.getFieldCount() != width) {
            violations.add(new Violation("", "consent.load.columns"));
            return null;
        }
        for (int i = 0; i < width; i++) {
            if (record.getField(i).indexOf(UNREADABLE) >= 0) {
                violations.add(new Violation("", "consent.load.encoding"));
                return null;
            }
        }
        List<Violation> found = new ArrayList<>(0);
        var proof = proof(record);
        var consent = checks.check(
                profile,
                new GivenConsent(
                        new SubjectInput(
                                field(record, "iin"),
                                field(record, "phone"),
                                field(record, "email"),
                                field(record, "login"),
                                field(record, "contract"),
                                field(record, "fullName")),
                        list(field(record, "purposes")),
                        givenAt(field(record, "givenAt"), found),
                        field(record, "term"),
                        proof),
                text(record, proof),
                found);
        if (found.isEmpty()) {
            return consent;
        }
        // Of a date that cannot be read it is not also told that it is missing.
        var unreadable = found.stream().anyMatch(violation -> violation.code().equals("consent.given-at.invalid"));
        found.stream()
                .filter(violation -> !unreadable || !violation.code().equals("consent.given-at.missing"))
                .map(violation -> new Violation(column(violation.field()), violation.code(), violation.args()))
                .forEach(violations::add);
        return null;
    }

    private GivenConsent.Proof proof(CsvRecord record) {
        return new GivenConsent.Proof(
                field(record, "operatorName"),
                field(record, "operatorBin"),
                field(record, "fullName"),
                field(record, "termText"),
                flag(field(record, "thirdPartyTransfer")),
                flag(field(record, "crossBorderTransfer")),
                flag(field(record, "publication")),
                list(field(record, "data")),
                field(record, "otherInformation"),
                field(record, "form"),
                field(record, "action"),
                field(record, "textVersion"),
                field(record, "text"),
                field(record, "address"));
    }

    private ConsentChecks.TextCheck text(CsvRecord record, GivenConsent.Proof proof) {
        var key = ConsentCsv.TEXT.stream()
                .map(column -> {
                    var value = field(record, column);
                    return value == null ? "" : value;
                })
                .toList();
        return texts.computeIfAbsent(key, k -> checks.text(profile, proof));
    }

    private @Nullable String field(CsvRecord record, String column) {
        var at = columns.get(column);
        if (at == null) {
            return null;
        }
        var value = record.getField(at);
        return value.isBlank() ? null : value;
    }

    private static @Nullable OffsetDateTime givenAt(@Nullable String written, List<Violation> violations) {
        if (written == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(written.strip());
        } catch (DateTimeException e) {
            violations.add(new Violation("givenAt", "consent.given-at.invalid"));
            return null;
        }
    }

    /** What is neither is as good as missing: the violation names the column. */
    private static @Nullable Boolean flag(@Nullable String written) {
        if (written == null) {
            return null;
        }
        return switch (written.strip()) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable List<@Nullable String> list(@Nullable String written) {
        if (written == null) {
            return null;
        }
        List<@Nullable String> items = new ArrayList<>();
        Arrays.stream(written.split(";"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(items::add);
        return items;
    }

    /** {@code subject.iin} stands in the column {@code iin}, {@code purposes[1]} in {@code purposes}. */
    private static String column(String field) {
        var leaf = field.substring(field.lastIndexOf('.') + 1);
        var bracket = leaf.indexOf('[');
        return bracket < 0 ? leaf : leaf.substring(0, bracket);
    }
}
