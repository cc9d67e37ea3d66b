package kz.qupiya.letter;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the ledger with what the sender needs, without text and PDF. */
record LetterRow(
        UUID id,
        UUID caseId,
        String operator,
        String number,
        String template,
        List<LetterLanguage> languages,
        String addressee,
        @Nullable String nameField,
        @Nullable String emailField,
        @Nullable String addressField,
        LetterChannel channel,
        @Nullable String printReason,
        LetterState state,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable UUID leaseOwner,
        @Nullable String failure,
        String messageId,
        String bounceToken,
        String contentSha256,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant bouncedAt,
        @Nullable Instant printedAt,
        @Nullable String registeredMail) {

    boolean onPrintList() {
        return printReason != null && printedAt == null;
    }

    LetterView view() {
        return new LetterView(
                id,
                caseId,
                number,
                template,
                languages,
                addressee,
                channel,
                state,
                onPrintList(),
                printReason,
                attempts,
                nextAttemptAt,
                failure,
                channel == LetterChannel.MAIL ? messageId : null,
                contentSha256,
                createdAt,
                sentAt,
                bouncedAt,
                printedAt,
                registeredMail);
    }
}
