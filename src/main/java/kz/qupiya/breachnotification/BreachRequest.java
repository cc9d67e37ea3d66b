package kz.qupiya.breachnotification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * The report of a breach as a caller hands it in. Nothing is checked yet.
 *
 * @param discoveredAt        when it was discovered; may lie in the past, never in the future
 * @param occurredFrom        since when it has been going on, where that is known
 * @param kind                code of {@link BreachKind}
 * @param description         what is known
 * @param dataCategories      which data are touched
 * @param compromisedAccounts accounts that a third party or malware may be using (kz pay bot 7)
 * @param channel             how the report came, where staff write it down
 * @param rehearsal           whether it is a rehearsal on made-up people
 */
public record BreachRequest(
        @Nullable Instant discoveredAt,
        @Nullable Instant occurredFrom,
        @Nullable String kind,
        @Nullable String description,
        @Nullable List<String> dataCategories,
        @Nullable List<Account> compromisedAccounts,
        @Nullable String channel,
        @Nullable Boolean rehearsal) {

    /** Says nothing of what was written. */
    @Override
    public String toString() {
        return "BreachRequest[" + kind + "]";
    }

    /** An account: a login as plain text, or identifiers as for any subject. */
    public record Account(SubjectInput subject) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Account of(JsonNode node) {
            return new Account(
                    node.isObject()
                            ? new SubjectInput(
                                    text(node, "iin"),
                                    text(node, "phone"),
                                    text(node, "email"),
                                    text(node, "login"),
                                    text(node, "contract"),
                                    null)
                            : new SubjectInput(null, null, null, node.asText(), null, null));
        }

        private static @Nullable String text(JsonNode node, String field) {
            return node.hasNonNull(field) ? node.get(field).asText() : null;
        }
    }
}
