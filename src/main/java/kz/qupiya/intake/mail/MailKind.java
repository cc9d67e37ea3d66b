package kz.qupiya.intake.mail;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Tells by its headers whether somebody wrote a mail, and whether it plainly withdraws from advertising or is a claim. What is doubtful is a request that a clerk looks at. */
final class MailKind {

    private static final Set<String> BULK = Set.of("bulk", "junk", "list", "auto_reply", "auto-reply");
    private static final Set<String> DAEMONS = Set.of("mailer-daemon", "postmaster", "mail-daemon");
    private static final List<String> AUTOMATIC =
            List.of("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress");
    private static final List<String> LIST = List.of("list-id", "list-post", "list-unsubscribe");

    /** In the form of {@link #bare}. */
    private static final Set<String> UNSUBSCRIBE = Set.of(
            "unsubscribe",
            "unsubscribe me",
            "отписаться",
            "отписка",
            "отпишите меня",
            "отписаться от рассылки",
            "отписаться от рекламы",
            "отказ от рекламы",
            "отказ от рассылки",
            "жарнамадан бас тарту",
            "жарнамадан бас тартамын",
            "жарнама жібермеңіз",
            "жазылымнан бас тарту");

    /** With which the subject of a claim begins, in the form of {@link #bare}. */
    private static final Pattern CLAIM = Pattern.compile(
            "(?:(?:re|fw|fwd|на|отв) )*(?:досудебная претензия|претензия|претензионное письмо|сотқа дейінгі наразылық|наразылық|талап претензия|pre trial claim|pretrial claim)(?: .*)?");

    private static final Pattern SIGNATURE = Pattern.compile(
            "(?iu)(--\\s*|_{5,}|(sent from|отправлено с|отправлено из|жіберілген|get outlook for|this message was automatically generated).*)");

    private MailKind() {}

    /**
     * Why a mail is nobody's request.
     *
     * @param own        whether an address is an operator's own
     * @param returnPath whether an address is the return path of one of our letters
     * @return a code; nothing if a person may have written it
     */
    static Optional<String> setAside(MailHeaders headers, Predicate<String> own, Predicate<String> returnPath) {
        if (headers.token("content-type").equals("multipart/report")) {
            return Optional.of("report");
        }
        if (headers.all("return-path").stream()
                .anyMatch(value -> value.replaceAll("\\s", "").equals("<>"))) {
            return Optional.of("empty-return-path");
        }
        var sender = headers.sender().orElse("");
        if (DAEMONS.contains(local(sender))) {
            return Optional.of("mail-daemon");
        }
        if (own.test(sender)) {
            return Optional.of("own-address");
        }
        if (headers.has("auto-submitted") && !headers.token("auto-submitted").equals("no")) {
            return Optional.of("auto-submitted");
        }
        if (headers.all("precedence").stream().anyMatch(value -> BULK.contains(value.toLowerCase(Locale.ROOT)))) {
            return Optional.of("precedence");
        }
        if (AUTOMATIC.stream().anyMatch(headers::has)) {
            return Optional.of("auto-reply");
        }
        if (LIST.stream().anyMatch(headers::has)) {
            return Optional.of("list");
        }
        if (recipients(headers).anyMatch(returnPath)) {
            return Optional.of("to-return-path");
        }
        return Optional.empty();
    }

    /**
     * Whether a mail withdraws from advertising: by its whole subject, or by the address of a link in advertising ({@code List-Unsubscribe: <mailto:info+unsubscribe@…>}).
     *
     * @param address the operator's mail address
     */
    static boolean unsubscribes(MailHeaders headers, String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        int at = lower.indexOf('@');
        var byLink = Set.of(
                lower.substring(0, at) + "+unsubscribe" + lower.substring(at), "unsubscribe" + lower.substring(at));
        return UNSUBSCRIBE.contains(bare(headers.subject()))
                || recipients(headers).anyMatch(byLink::contains);
    }

    /** Whether a mail calls itself a pre-trial claim at the beginning of its subject; what merely speaks of one is read by a clerk. */
    static boolean claims(MailHeaders headers) {
        return CLAIM.matcher(bare(headers.subject())).matches();
    }

    /** Whether the text of a withdrawal from advertising says anything else that somebody has to read. */
    static boolean saysMore(String text) {
        var own = new StringBuilder();
        for (var line : text.lines().toList()) {
            if (SIGNATURE.matcher(line.strip()).matches()) {
                break;
            }
            if (!line.stripLeading().startsWith(">")) {
                own.append(line).append(' ');
            }
        }
        var said = bare(own.toString());
        return !said.isEmpty() && !UNSUBSCRIBE.contains(said);
    }

    private static java.util.stream.Stream<String> recipients(MailHeaders headers) {
        return java.util.stream.Stream.of("to", "cc", "delivered-to", "x-original-to", "envelope-to")
                .flatMap(name -> headers.mailAddresses(name).stream());
    }

    private static String local(String address) {
        return address.substring(0, Math.max(0, address.lastIndexOf('@')));
    }

    /** Letters alone, in lower case, with one space for whatever stands between words. */
    private static String bare(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }
}
