package kz.qupiya.consent;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import kz.qupiya.casefile.CanonicalJson;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds everything that is wrong with a consent handed in, each missing content of Law art. 8(4) by its own field. */
@Component
class ConsentChecks {

    private static final Pattern TWELVE_DIGITS = Pattern.compile("[0-9]{12}");
    /** Before this nobody in Kazakhstan processed anything by a computer that is still of interest; it catches dates of the year 0001. */
    private static final Instant EARLIEST = Instant.parse("1991-12-16T00:00:00Z");

    private static final int MOST_LINE = 300;
    private static final int MOST_WORDS = 4_000;
    private static final int MOST_TEXT = 100_000;
    private static final int MOST_DATA = 300;
    /** Shorter ones stand in any text by chance. */
    private static final int TELLING = 6;

    private final IdentifierHasher hasher;
    private final Clock clock;

    ConsentChecks(IdentifierHasher hasher, Clock clock) {
        this.hasher = hasher;
        this.clock = clock;
    }

    /**
     * What all who agreed to a text have in common, checked; may be kept and used for the next consent to the same text.
     *
     * @param text null if something is wrong
     * @param searched the contents in lower case
     */
    record TextCheck(
            @Nullable ConsentText text, String digest, String searched, List<Violation> violations, boolean written) {}

    /** Checks the part of a proof that is not personal. */
    TextCheck text(OperatorProfile profile, GivenConsent.@Nullable Proof given) {
        var proof = given == null ? EMPTY : given;
        List<Violation> violations = new ArrayList<>(0);
        Map<String, @Nullable Object> contents = new LinkedHashMap<>();
        contents.put(
                "operatorName", words(proof.operatorName(), "operatorName", "operator-name", MOST_LINE, violations));
        contents.put("operatorBin", bin(profile, proof.operatorBin(), violations));
        contents.put("termText", words(proof.termText(), "termText", "term-text", MOST_WORDS, violations));
        contents.put(
                "thirdPartyTransfer",
                said(proof.thirdPartyTransfer(), "thirdPartyTransfer", "third-party-transfer", violations));
        contents.put(
                "crossBorderTransfer",
                said(proof.crossBorderTransfer(), "crossBorderTransfer", "cross-border-transfer", violations));
        contents.put("publication", said(proof.publication(), "publication", "publication", violations));
        contents.put("data", data(proof.data(), violations));
        contents.put(
                "otherInformation",
                words(proof.otherInformation(), "otherInformation", "other-information", MOST_WORDS, violations));
        var form = form(proof.form(), violations);
        contents.put("form", form == null ? null : form.code());
        contents.put("action", words(proof.action(), "action", "action", MOST_LINE, violations));
        contents.put("textVersion", words(proof.textVersion(), "textVersion", "text-version", MOST_LINE, violations));
        if (proof.text() != null && !proof.text().isBlank()) {
            contents.put("text", words(proof.text(), "text", "text", MOST_TEXT, violations));
        }
        var written = form == GivenConsent.Form.WRITTEN;
        if (!violations.isEmpty()) {
            return new TextCheck(null, "", "", List.copyOf(violations), written);
        }
        var json = CanonicalJson.write(contents);
        var text = new ConsentText(json, Boolean.TRUE.equals(proof.thirdPartyTransfer()));
        return new TextCheck(text, text.digest(), json.toLowerCase(Locale.ROOT), List.of(), written);
    }

    /**
     * Checks a consent.
     *
     * @param text what {@link #text} said of its proof
     * @return null if a violation was added
     */
    @Nullable
    CheckedConsent check(OperatorProfile profile, GivenConsent given, TextCheck text, List<Violation> violations) {
        var before = violations.size();
        var proof = given.proof() == null ? EMPTY : given.proof();
        var subject = withName(given.subject(), proof.fullName());
        var identifiers = Identifiers.normalise(subject, "subject", violations);
        var fullName = subject == null || subject.fullName() == null
                ? ""
                : CardNumbers.mask(subject.fullName().strip());
        if (fullName.isEmpty()) {
            violations.add(new Violation("proof.fullName", "consent.proof.full-name.missing"));
        }
        var purposes = purposes(given.purposes(), violations);
        var givenAt = givenAt(given, violations);
        violations.addAll(text.violations);
        if (text.text != null
                && !text.text.thirdPartyTransfer()
                && (purposes & PurposeBits.bit(Purpose.THIRD_PARTY_TRANSFER)) != 0) {
            violations.add(new Violation("proof.thirdPartyTransfer", "consent.proof.third-party-transfer.not-allowed"));
        }
        var address = address(proof.address(), text, violations);
        if (text.text != null) {
            nothingPersonal(text.searched, identifiers, fullName, violations);
        }
        var asked = given.term() == null || given.term().isBlank()
                ? null
                : given.term().strip();
        if (asked != null && asked.length() > MOST_LINE) {
            violations.add(new Violation("term", "consent.term.invalid"));
            asked = null;
        }
        ConsentTerms.@Nullable Resolved term = null;
        if (givenAt != null) {
            try {
                term = ConsentTerms.resolve(profile, purposes, givenAt, asked);
            } catch (IllegalArgumentException e) {
                violations.add(new Violation("term", String.valueOf(e.getMessage())));
            }
        }
        if (violations.size() > before || givenAt == null || term == null || text.text == null) {
            return null;
        }
        return new CheckedConsent(
                profile.key(),
                List.copyOf(hasher.hashes(profile.key(), identifiers)),
                purposes,
                givenAt,
                asked == null ? "" : asked,
                term.kind(),
                term.until(),
                term.shortened(),
                text.text,
                text.digest,
                fullName,
                address);
    }

    private static @Nullable SubjectInput withName(@Nullable SubjectInput subject, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return subject;
        }
        return subject == null
                ? new SubjectInput(null, null, null, null, null, name)
                : new SubjectInput(
                        subject.iin(), subject.phone(), subject.email(), subject.login(), subject.contract(), name);
    }

    private static int purposes(@Nullable List<@Nullable String> given, List<Violation> violations) {
        if (given == null || given.isEmpty()) {
            violations.add(new Violation("purposes", "consent.purposes.missing"));
            return 0;
        }
        int bits = 0;
        for (int i = 0; i < given.size(); i++) {
            var code = given.get(i);
            var purpose = code == null ? null : Purpose.of(code.strip()).orElse(null);
            if (purpose == null) {
                violations.add(new Violation("purposes[" + i + "]", "consent.purposes.unknown"));
                return 0;
            }
            bits |= PurposeBits.bit(purpose);
        }
        return bits;
    }

    private @Nullable Instant givenAt(GivenConsent given, List<Violation> violations) {
        if (given.givenAt() == null) {
            violations.add(new Violation("givenAt", "consent.given-at.missing"));
            return null;
        }
        var at = given.givenAt().toInstant().truncatedTo(ChronoUnit.MICROS);
        if (at.isAfter(clock.instant())) {
            violations.add(new Violation("givenAt", "consent.given-at.future"));
            return null;
        }
        if (at.isBefore(EARLIEST)) {
            violations.add(new Violation("givenAt", "consent.given-at.too-early"));
            return null;
        }
        return at;
    }

    private static @Nullable String words(
            @Nullable String given, String field, String code, int most, List<Violation> violations) {
        if (given == null || given.isBlank()) {
            violations.add(new Violation("proof." + field, "consent.proof." + code + ".missing"));
            return null;
        }
        var text = given.strip();
        if (text.length() > most) {
            violations.add(new Violation("proof." + field, "problem.field.too-long", most));
            return null;
        }
        return CardNumbers.mask(text);
    }

    private static @Nullable Boolean said(
            @Nullable Boolean given, String field, String code, List<Violation> violations) {
        if (given == null) {
            violations.add(new Violation("proof." + field, "consent.proof." + code + ".missing"));
        }
        return given;
    }

    private static @Nullable String bin(OperatorProfile profile, @Nullable String given, List<Violation> violations) {
        if (given == null || given.isBlank()) {
            violations.add(new Violation("proof.operatorBin", "consent.proof.operator-bin.missing"));
            return null;
        }
        var bin = given.strip();
        if (!TWELVE_DIGITS.matcher(bin).matches()) {
            violations.add(new Violation("proof.operatorBin", "consent.proof.operator-bin.invalid"));
        } else if (profile.bin().isPresent() && !profile.bin().get().equals(bin)) {
            violations.add(new Violation("proof.operatorBin", "consent.proof.operator-bin.other"));
        }
        return bin;
    }

    private static List<String> data(@Nullable List<@Nullable String> given, List<Violation> violations) {
        List<String> data = new ArrayList<>();
        if (given != null) {
            for (String item : given) {
                if (item != null && !item.isBlank()) {
                    data.add(CardNumbers.mask(item.strip()));
                }
            }
        }
        if (data.isEmpty()) {
            violations.add(new Violation("proof.data", "consent.proof.data.missing"));
        } else if (data.size() > MOST_DATA || data.stream().anyMatch(item -> item.length() > MOST_LINE)) {
            violations.add(new Violation("proof.data", "consent.proof.data.too-long", MOST_DATA, MOST_LINE));
        }
        return data;
    }

    private static GivenConsent.@Nullable Form form(@Nullable String given, List<Violation> violations) {
        if (given == null || given.isBlank()) {
            violations.add(new Violation("proof.form", "consent.proof.form.missing"));
            return null;
        }
        var form = GivenConsent.Form.of(given.strip()).orElse(null);
        if (form == null) {
            violations.add(new Violation("proof.form", "consent.proof.form.unknown"));
        }
        return form;
    }

    private static @Nullable String address(@Nullable String given, TextCheck text, List<Violation> violations) {
        if (given == null || given.isBlank()) {
            if (!text.written) {
                violations.add(new Violation("proof.address", "consent.proof.address.missing"));
            }
            return null;
        }
        var address = given.strip();
        if (address.length() > MOST_LINE) {
            violations.add(new Violation("proof.address", "problem.field.too-long", MOST_LINE));
        }
        return CardNumbers.mask(address);
    }

    /** The text is stored in plain and for all: a person's own data have no place in it. */
    private static void nothingPersonal(
            String text, List<Identifier> identifiers, String fullName, List<Violation> violations) {
        var name = fullName.toLowerCase(Locale.ROOT);
        var personal = name.length() >= TELLING && text.contains(name);
        for (Identifier identifier : identifiers) {
            var value = identifier.value().toLowerCase(Locale.ROOT);
            personal |= value.length() >= TELLING && text.contains(value);
        }
        if (personal) {
            violations.add(new Violation("proof", "consent.proof.personal"));
        }
    }

    private static final GivenConsent.Proof EMPTY =
            new GivenConsent.Proof(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
