package kz.qupiya.subject;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Checks identifiers and brings them into the one form in which they are compared, hashed and stored.
 *
 * <ul>
 *   <li>IIN: 12 digits, spaces and hyphens between them allowed; check digit in two passes. A BIN is told apart and refused. A birth date
 *       that no calendar has and a missing century are let pass and marked {@linkplain Identifier#legacy() legacy}, because such numbers
 *       are in use.
 *   <li>Telephone: as written in Kazakhstan ({@code 8 701 …}, {@code 7701…}, {@code +7 (701) …}, {@code 701…}) or with {@code +} and any
 *       country's code, since a data subject may live abroad; to E.164.
 *   <li>E-mail: lower case, domain in its ASCII form.
 *   <li>Login and contract: trimmed, composed Unicode, one space for many, up to 128 characters, none of them a control character. The
 *       letters stay as they are, since systems are searched by them; the hash folds their case.
 * </ul>
 */
public final class Identifiers {

    private static final String HOME = "KZ";
    private static final int MAX_FREE = 128;
    private static final int MAX_NAME = 300;
    private static final int MAX_EMAIL = 254;
    private static final int MAX_LOCAL = 64;
    private static final int MAX_WRITTEN = 512;
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    /** Whether telephone numbers of Kazakhstan that begin with these six digits are valid; at most a hundred thousand entries. */
    private static final Map<Integer, Boolean> HOME_RANGES = new ConcurrentHashMap<>();

    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s\\u00A0\\u2007\\u202F\\-\\u2010-\\u2015]");
    private static final Pattern TWELVE_DIGITS = Pattern.compile("[0-9]{12}");
    private static final Pattern PHONE_LOOK =
            Pattern.compile("(?:\\+|00)?[0-9()\\s\\u00A0\\u2007\\u202F.\\-\\u2010-\\u2015/]{5,30}");
    private static final Pattern LOCAL_PART =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\u2028\\u2029]");

    private Identifiers() {}

    /**
     * The identifiers of a subject as a caller named it in the field {@code subject}.
     *
     * @return at least one, in the order of {@link IdentifierKind}
     * @throws InvalidInputException naming every bad field ({@code subject.iin}, …), or {@code subject} if there is no identifier
     */
    public static List<Identifier> normalise(@Nullable SubjectInput subject) {
        return normalise(subject, "subject");
    }

    /**
     * The identifiers of a subject as a caller named it.
     *
     * @param path where the subject stands in the caller's input, for example {@code subjects[3]}; empty if its fields stand alone, and
     *     then a missing identifier is told of {@code subject}
     * @return at least one, in the order of {@link IdentifierKind}
     * @throws InvalidInputException naming every bad field, or {@code path} if there is no identifier
     */
    public static List<Identifier> normalise(@Nullable SubjectInput subject, String path) {
        List<Violation> violations = new ArrayList<>();
        var identifiers = normalise(subject, path, violations);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return identifiers;
    }

    /**
     * As {@link #normalise(SubjectInput, String)}, but adds what is wrong to a list, for callers that check more than this.
     *
     * @return the good identifiers; of no use when a violation was added
     */
    public static List<Identifier> normalise(@Nullable SubjectInput subject, String path, List<Violation> violations) {
        if (subject == null || subject.namesNobody()) {
            violations.add(new Violation(path.isEmpty() ? "subject" : path, "subject.identifier.missing"));
            return List.of();
        }
        List<Identifier> identifiers = new ArrayList<>(2);
        for (IdentifierKind kind : IdentifierKind.values()) {
            var written = subject.written(kind);
            if (written != null && !written.isBlank()) {
                var field = path.isEmpty() ? kind.json() : path + "." + kind.json();
                var read = read(kind, written);
                if (read.identifier != null) {
                    identifiers.add(read.identifier);
                } else {
                    violations.add(new Violation(field, read.code));
                }
            }
        }
        var name = subject.fullName();
        if (name != null && (name.length() > MAX_NAME || hasUnprintable(name.strip()))) {
            violations.add(
                    new Violation(path.isEmpty() ? "fullName" : path + ".fullName", "subject.name.invalid", MAX_NAME));
        }
        return identifiers;
    }

    /**
     * One identifier.
     *
     * @param field the caller's name of the field
     * @throws InvalidInputException naming the field
     */
    public static Identifier normalise(IdentifierKind kind, String written, String field) {
        var read = read(kind, written);
        if (read.identifier == null) {
            throw new InvalidInputException(field, read.code);
        }
        return read.identifier;
    }

    /** One identifier from a system whose data may be in any state; nothing if it is none. */
    public static Optional<Identifier> find(IdentifierKind kind, @Nullable String written) {
        return written == null ? Optional.empty() : Optional.ofNullable(read(kind, written).identifier);
    }

    /** The text that is hashed: identifiers that some system holds for the same must not differ here. */
    static String hashed(Identifier identifier) {
        return switch (identifier.kind()) {
            case IIN, PHONE -> identifier.value();
            case EMAIL, LOGIN, CONTRACT ->
                identifier.value().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        };
    }

    private static Read read(IdentifierKind kind, String written) {
        if (written.length() > MAX_WRITTEN) {
            return Read.bad("subject." + kind.json() + ".invalid");
        }
        return switch (kind) {
            case IIN -> iin(written);
            case PHONE -> phone(written);
            case EMAIL -> email(written);
            case LOGIN -> free(IdentifierKind.LOGIN, written);
            case CONTRACT -> free(IdentifierKind.CONTRACT, written);
        };
    }

    private static Read iin(String written) {
        var digits = BETWEEN_DIGITS
                .matcher(Normalizer.normalize(written.strip(), Normalizer.Form.NFKC))
                .replaceAll("");
        if (!TWELVE_DIGITS.matcher(digits).matches()) {
            return Read.bad("subject.iin.invalid");
        }
        if (Iin.isBin(digits)) {
            return Read.bad("subject.iin.bin");
        }
        if (!Iin.checkDigitHolds(digits) || Iin.isPlaceholder(digits)) {
            return Read.bad("subject.iin.check-digit");
        }
        return Iin.centuryExists(digits) ? Read.good(IdentifierKind.IIN, digits) : Read.bad("subject.iin.century");
    }

    private static Read phone(String written) {
        if (isHomeE164(written)) {
            // Already as it is to be. Whether there are such numbers depends on their first digits only, and
            // libphonenumber takes its time to say so.
            var range = Integer.valueOf(written.substring(2, 8));
            return HOME_RANGES.computeIfAbsent(range, r -> isValid(written))
                    ? Read.good(IdentifierKind.PHONE, written)
                    : Read.bad("subject.phone.invalid");
        }
        var text = Normalizer.normalize(written.strip(), Normalizer.Form.NFKC);
        if (!PHONE_LOOK.matcher(text).matches()) {
            return Read.bad("subject.phone.invalid");
        }
        try {
            var number = PHONES.parse(text.startsWith("00") ? "+" + text.substring(2) : text, HOME);
            return PHONES.isValidNumber(number)
                    ? Read.good(IdentifierKind.PHONE, PHONES.format(number, PhoneNumberFormat.E164))
                    : Read.bad("subject.phone.invalid");
        } catch (NumberParseException e) {
            return Read.bad("subject.phone.invalid");
        }
    }

    private static boolean isHomeE164(String written) {
        if (written.length() != 12 || !written.startsWith("+77")) {
            return false;
        }
        for (int i = 1; i < 12; i++) {
            if (written.charAt(i) < '0' || written.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isValid(String e164) {
        try {
            return PHONES.isValidNumber(PHONES.parse(e164, HOME));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static Read email(String written) {
        var text = Normalizer.normalize(written.strip(), Normalizer.Form.NFC);
        var at = text.lastIndexOf('@');
        if (at < 1 || at > MAX_LOCAL || text.length() > MAX_EMAIL) {
            return Read.bad("subject.email.invalid");
        }
        var local = text.substring(0, at);
        var domain = asciiDomain(text.substring(at + 1));
        if (!LOCAL_PART.matcher(local).matches() || domain == null) {
            return Read.bad("subject.email.invalid");
        }
        return Read.good(IdentifierKind.EMAIL, local.toLowerCase(Locale.ROOT) + "@" + domain);
    }

    private static @Nullable String asciiDomain(String written) {
        if (isAscii(written)) {
            // Nothing to be written in ASCII; the form is checked by the pattern, many times quicker.
            var domain = written.toLowerCase(Locale.ROOT);
            if (domain.endsWith(".")) {
                domain = domain.substring(0, domain.length() - 1);
            }
            return DOMAIN.matcher(domain).matches() ? domain : null;
        }
        try {
            var ascii = IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            var domain = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return DOMAIN.matcher(domain).matches() ? domain : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static Read free(IdentifierKind kind, String written) {
        var text = SPACES.matcher(
                        Normalizer.normalize(written, Normalizer.Form.NFC).strip())
                .replaceAll(" ")
                .strip();
        return text.isEmpty() || text.length() > MAX_FREE || hasUnprintable(text)
                ? Read.bad("subject." + kind.json() + ".invalid")
                : Read.good(kind, text);
    }

    private static boolean hasUnprintable(String text) {
        return UNPRINTABLE.matcher(text).find();
    }

    private record Read(@Nullable Identifier identifier, String code) {

        static Read good(IdentifierKind kind, String value) {
            return new Read(new Identifier(kind, value), "");
        }

        static Read bad(String code) {
            return new Read(null, code);
        }

        @Override
        public String toString() {
            return code;
        }
    }
}
