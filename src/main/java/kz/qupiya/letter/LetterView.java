package kz.qupiya.letter;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger, without personal data.
 *
 * @param number         number of the letter: the case number and the letter's place in the case
 * @param template       key of the template
 * @param onPrintList    whether it waits to be printed
 * @param printReason    why it goes on paper: {@code no-email}, {@code bounced}, {@code failed}, {@code by-hand} or {@code asked-for}; null for mail that went
 *     out
 * @param nextAttemptAt  when the sender tries next; null when it does not
 * @param failure        code of the last failure, for example an SMTP or delivery status; null when there was none
 * @param messageId      Message-ID of the mail; null on paper
 * @param contentSha256  salted SHA-256 of the letter as written, hexadecimal; the salt is sealed with the letter
 * @param registeredMail number of the registered letter, if it was posted as one
 */
public record LetterView(
        UUID id,
        UUID caseId,
        String number,
        String template,
        List<LetterLanguage> languages,
        String addressee,
        LetterChannel channel,
        LetterState state,
        boolean onPrintList,
        @Nullable String printReason,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String failure,
        @Nullable String messageId,
        String contentSha256,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant bouncedAt,
        @Nullable Instant printedAt,
        @Nullable String registeredMail) {}
