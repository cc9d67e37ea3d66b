package kz.qupiya.letter;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * A letter as a mail: text and HTML as alternatives, the PDF attached. Its Message-ID depends on the letter alone, so that a second copy after a crash can be
 * recognised; its return path is the letter's own.
 */
final class LetterMessage extends SMTPMessage {

    private final String messageId;

    LetterMessage(
            Session session,
            LetterRow row,
            Letterhead head,
            String from,
            String to,
            String returnPath,
            RenderedLetter letter,
            byte[] pdf,
            List<LetterAnnexes.Annex> annexes,
            Instant now)
            throws MessagingException {
        super(session);
        this.messageId = row.messageId();
        var sender = address(from, head.name().in(row.languages().get(0)));
        setFrom(sender);
        setReplyTo(new InternetAddress[] {sender});
        setRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        setEnvelopeFrom(returnPath);
        setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        setSentDate(Date.from(now));
        setHeader("Auto-Submitted", "auto-generated");
        setHeader("X-Auto-Response-Suppress", "All");
        setHeader(
                "Content-Language",
                row.languages().stream().map(LetterLanguage::tag).collect(Collectors.joining(", ")));

        var alternatives = new MimeMultipart("alternative");
        var text = new MimeBodyPart();
        text.setText(letter.text(), StandardCharsets.UTF_8.name());
        alternatives.addBodyPart(text);
        var html = new MimeBodyPart();
        html.setText(letter.html(), StandardCharsets.UTF_8.name(), "html");
        alternatives.addBodyPart(html);
        var body = new MimeBodyPart();
        body.setContent(alternatives);
        var all = new MimeMultipart("mixed");
        all.addBodyPart(body);
        all.addBodyPart(attachment(row.number().replace('/', '-') + ".pdf", "application/pdf", pdf));
        for (var annex : annexes) {
            all.addBodyPart(attachment(annex.fileName(), annex.mediaType(), annex.content()));
        }
        setContent(all);
        saveChanges();
    }

    private static MimeBodyPart attachment(String name, String mediaType, byte[] content) throws MessagingException {
        try {
            var part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, mediaType)));
            part.setFileName(MimeUtility.encodeText(name, StandardCharsets.UTF_8.name(), "B"));
            part.setDisposition("attachment");
            return part;
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JDK has UTF-8", e);
        }
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static InternetAddress address(String email, String name) throws MessagingException {
        try {
            return new InternetAddress(email, name, StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("no UTF-8", e);
        }
    }
}
