package kz.qupiya.intake.mail;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;
import org.jspecify.annotations.Nullable;

/** The headers of a mail or of a part of it, of which any may be missing, double, endless or nonsense. Reading them never throws. */
final class MailHeaders {

    private static final int MOST = 500;
    private static final int LONGEST = 16 * 1024;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\",;:()]{1,64}@[^\\s<>\",;:()]{1,255}");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,500}>");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\u2028\\u2029]+");

    private final Map<String, List<String>> values;

    private MailHeaders(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The headers that stand between two places. */
    static MailHeaders of(byte[] raw, int from, int to) {
        Map<String, List<String>> values = new HashMap<>();
        var text = decode(Arrays.copyOfRange(raw, from, to));
        String name = null;
        var value = new StringBuilder();
        int count = 0;
        for (var line : text.split("\r\n|\n|\r", -1)) {
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && name != null) {
                if (value.length() + line.length() <= LONGEST) {
                    value.append(' ').append(line.strip());
                }
                continue;
            }
            put(values, name, value);
            name = null;
            value.setLength(0);
            int colon = line.indexOf(':');
            if (colon > 0 && ++count <= MOST) {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                value.append(line, colon + 1, Math.min(line.length(), colon + 1 + LONGEST));
            }
        }
        put(values, name, value);
        return new MailHeaders(values);
    }

    private static void put(Map<String, List<String>> values, @Nullable String name, StringBuilder value) {
        if (name != null) {
            values.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(value.toString().strip());
        }
    }

    /** Headers should be ASCII; what is not is UTF-8, or else the code page that is common here. */
    private static String decode(byte[] bytes) {
        var utf8 = new String(bytes, StandardCharsets.UTF_8);
        return utf8.indexOf('\uFFFD') < 0 ? utf8 : new String(bytes, Charset.forName("windows-1251"));
    }

    /** The first value; nothing if there is none. */
    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A value without its parameters and comments, in lower case. */
    String token(String name) {
        var value = first(name).orElse("");
        int end = value.indexOf(';');
        var bare = end < 0 ? value : value.substring(0, end);
        return bare.replaceAll("\\([^)]{0,500}\\)", "").strip().toLowerCase(Locale.ROOT);
    }

    /** A parameter of a value such as {@code boundary} or {@code filename}, also in pieces and encoded (RFC 2231, RFC 2047). */
    Optional<String> parameter(String name, String parameter) {
        var value = first(name).orElse("");
        int at = value.indexOf(';');
        if (at < 0) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new ParameterList(value.substring(at)).get(parameter))
                    .map(MailHeaders::words);
        } catch (ParseException | RuntimeException e) {
            var found = Pattern.compile("(?i)[;\\s]" + Pattern.quote(parameter)
                            + "\\s*=\\s*(?:\"([^\"]{0,500})\"|([^\\s;\"]{1,500}))")
                    .matcher(value);
            return found.find()
                    ? Optional.of(words(found.group(1) == null ? found.group(2) : found.group(1)))
                    : Optional.empty();
        }
    }

    /** The subject as a person reads it, on one line, of up to 300 characters. */
    String subject() {
        return line(words(first("subject").orElse("")), 300);
    }

    /** The name that the sender goes by. */
    Optional<String> senderName() {
        return addresses("from").stream()
                .findFirst()
                .map(InternetAddress::getPersonal)
                .map(name -> line(name, 200))
                .filter(name -> !name.isBlank() && name.indexOf('@') < 0);
    }

    /** The sender's address in the form in which addresses are compared: {@code From}, else what else may tell. */
    Optional<String> sender() {
        for (var name : new String[] {"from", "sender", "reply-to", "return-path"}) {
            var found = mailAddresses(name).stream().findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** All addresses of a header that are ones, in the form in which addresses are compared. */
    List<String> mailAddresses(String name) {
        List<String> found = new ArrayList<>();
        addresses(name).forEach(address -> mail(address.getAddress()).ifPresent(found::add));
        if (found.isEmpty()) {
            all(name)
                    .forEach(value -> ADDRESS.matcher(value).results().limit(50).forEach(match -> mail(match.group())
                            .ifPresent(found::add)));
        }
        return found;
    }

    private static Optional<String> mail(@Nullable String written) {
        return Identifiers.find(IdentifierKind.EMAIL, written).map(identifier -> identifier.value());
    }

    private List<InternetAddress> addresses(String name) {
        List<InternetAddress> found = new ArrayList<>();
        for (var value : all(name)) {
            try {
                for (var address : InternetAddress.parseHeader(value, false)) {
                    if (found.size() < 50) {
                        found.add(address);
                    }
                }
            } catch (jakarta.mail.internet.AddressException | RuntimeException e) {
                // Not an address after all; the caller looks for one in the text.
                continue;
            }
        }
        return found;
    }

    /** Message-IDs that the mail answers, the nearest first. */
    List<String> references() {
        List<String> found = new ArrayList<>();
        for (var name : new String[] {"in-reply-to", "references"}) {
            var ids = new ArrayList<String>();
            all(name).forEach(value -> MESSAGE_ID.matcher(value).results().forEach(match -> ids.add(match.group())));
            java.util.Collections.reverse(ids);
            found.addAll(ids);
        }
        return found.stream().distinct().limit(50).toList();
    }

    Optional<String> messageId() {
        return first("message-id").filter(id -> !id.isBlank());
    }

    private static String words(String encoded) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(encoded));
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return encoded;
        }
    }

    /** Of text that comes from outside, one line without what does not print. */
    static String line(String text, int limit) {
        var clean = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        return clean.length() <= limit ? clean : clean.substring(0, limit).strip() + "…";
    }

    /** Headers hold addresses. */
    @Override
    public String toString() {
        return "MailHeaders[" + values.size() + "]";
    }
}
