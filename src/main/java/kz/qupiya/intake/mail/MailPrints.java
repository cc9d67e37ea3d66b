package kz.qupiya.intake.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.KeyedDigests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keyed hashes by which mails and their senders are recognised without being named. */
@Component
class MailPrints {

    private static final String[] WITHOUT_ID = {"from", "to", "date", "subject"};
    private final KeyedDigests digests;

    MailPrints(KeyedDigests digests) {
        this.digests = digests;
    }

    /**
     * What a mail delivered twice has in common with itself: Message-ID and content, not the headers that mail servers add on the way. A Message-ID alone would lose the second letter of a
     * program that writes the same one into all; without a Message-ID, what the sender wrote into the headers counts.
     */
    byte[] mail(OperatorKey operator, MailHeaders headers, byte[] raw) {
        var text = new StringBuilder(operator.value()).append('\n');
        headers.messageId().ifPresentOrElse(text::append, () -> {
            for (var name : WITHOUT_ID) {
                text.append(headers.all(name)).append('\n');
            }
        });
        int from = MailParser.content(raw);
        var digest = sha256();
        digest.update(raw, from, raw.length - from);
        return hash("mail", text.append('\n').append(HexFormat.of().formatHex(digest.digest())));
    }

    /** A mail of which nothing is known but its place in the mailbox. */
    byte[] place(OperatorKey operator, long uidValidity, long uid) {
        return hash("mail-place", new StringBuilder(operator.value() + "\n" + uidValidity + "\n" + uid));
    }

    /** A sender. */
    byte @Nullable [] sender(OperatorKey operator, MailHeaders headers) {
        return headers.sender()
                .map(address -> hash("mail-sender", new StringBuilder(operator.value() + "\n" + address)))
                .orElse(null);
    }

    private byte[] hash(String purpose, StringBuilder text) {
        return digests.of(purpose, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
