package kz.qupiya.letter;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
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
        var attachment = new MimeBodyPart();
        attachment.setDataHandler(new DataHandler(new ByteArrayDataSource(pdf, "application/pdf")));
        attachment.setFileName(row.number().replace('/', '-') + ".pdf");
        attachment.setDisposition("attachment");
        var all = new MimeMultipart("mixed");
        all.addBodyPart(body);
        all.addBodyPart(attachment);
        setContent(all);
        saveChanges();
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
