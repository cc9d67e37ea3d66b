package kz.qupiya.campaign;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import kz.qupiya.campaign.NoticeForm.Written;
import kz.qupiya.letter.LetterLanguage;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * A notice as a mail to one person: text and HTML as alternatives, nothing attached. Its Message-ID depends on campaign and person alone, so that a second copy after a
 * crash can be recognised; its return path is the person's own. Written directly as it goes over the line: a million of them must not cost a tree of parts each.
 */
final class NoticeMessage extends SMTPMessage {

    private static final String EOL = "\r\n";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, EOL.getBytes(StandardCharsets.US_ASCII));
    private static final int LONGEST_ADDRESS = 254;

    /** As RFC 5322 wants it; Jakarta Mail's own format is built anew for each mail. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final byte[] content;

    /**
     * @param boundary parts the bodies; letters and digits that do not occur in base 64 lines of their own
     * @throws MessagingException if the address is none
     */
    NoticeMessage(Session session, String to, String returnPath, String messageId, Written notice, Instant now)
            throws MessagingException {
        super(session);
        var recipient = address(to);
        setEnvelopeFrom(returnPath);
        setNotifyOptions(NOTIFY_FAILURE);
        setReturnOption(RETURN_HDRS);
        setRecipient(Message.RecipientType.TO, recipient);
        this.content = written(recipient, messageId, notice, now);
        this.saved = true;
    }

    /**
     * An address as a mail server takes it.
     *
     * @throws MessagingException if it is none
     */
    static InternetAddress address(String written) throws MessagingException {
        var plain = written.strip();
        int at = plain.lastIndexOf('@');
        if (at < 1 || plain.length() > LONGEST_ADDRESS) {
            throw new MessagingException("not an address");
        }
        try {
            var ascii = plain.substring(0, at + 1) + IDN.toASCII(plain.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            if (!ascii.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                throw new MessagingException("not an address of ASCII");
            }
            return new InternetAddress(ascii, true);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("not a domain");
        }
    }

    private static byte[] written(InternetAddress to, String messageId, Written notice, Instant now) {
        var boundary = "=_" + messageId.substring(1, 25);
        var mail = new StringBuilder(16 * 1024);
        header(mail, "Date", DATE.format(now));
        header(mail, "From", notice.from());
        header(mail, "Reply-To", notice.from());
        header(mail, "To", to.getAddress());
        header(mail, "Message-ID", messageId);
        header(mail, "Subject", notice.subjectHeader());
        header(mail, "MIME-Version", "1.0");
        header(mail, "Auto-Submitted", "auto-generated");
        header(mail, "X-Auto-Response-Suppress", "All");
        header(
                mail,
                "Content-Language",
                notice.languages().stream().map(LetterLanguage::tag).collect(Collectors.joining(", ")));
        header(mail, "Content-Type", "multipart/alternative;" + EOL + "\tboundary=\"" + boundary + "\"");
        mail.append(EOL);
        part(mail, boundary, "text/plain", notice.text());
        part(mail, boundary, "text/html", notice.html());
        mail.append("--").append(boundary).append("--").append(EOL);
        return mail.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void header(StringBuilder mail, String name, String value) {
        mail.append(name).append(": ").append(value).append(EOL);
    }

    private static void part(StringBuilder mail, String boundary, String type, String body) {
        mail.append("--").append(boundary).append(EOL);
        header(mail, "Content-Type", type + "; charset=UTF-8");
        header(mail, "Content-Transfer-Encoding", "base64");
        mail.append(EOL)
                .append(new String(BASE64.encode(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1))
                .append(EOL);
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoreList) throws IOException {
        out.write(content);
    }
}
