package kz.qupiya.casefile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * What a command to open a case comes to once every field is checked: all violations are told at once, and nothing is stored before.
 *
 * @param receivedAt  when the request reached the operator
 * @param identifiers the subject's, normalised
 * @param vault       values for the vault by field
 */
record Intake(Instant receivedAt, List<Identifier> identifiers, Map<String, String> vault) {

    /** Law 94-V came into force; nothing under it was received earlier, so an earlier date is a slip of the pen. */
    static final Instant EARLIEST = Instant.parse("2013-11-24T18:00:00Z");

    static final int DESCRIPTION_LIMIT = 20_000;
    private static final int FIELD_LIMIT = 500;
    private static final Set<String> LANGUAGES = Set.of("ru", "kk", "en");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    static Intake of(OpenCase command, Instant now) {
        var violations = new ArrayList<Violation>();
        var vault = new LinkedHashMap<String, String>();
        var receivedAt = receivedAt(command.receivedAt(), now, violations);
        var identifiers = subject(command, vault, violations);
        requester(command, vault, violations);
        text(Parties.DESCRIPTION, command.description(), DESCRIPTION_LIMIT, vault, violations);
        if (command.language() != null && !LANGUAGES.contains(command.language())) {
            violations.add(new Violation("language", "casefile.language.unknown"));
        }
        if (command.ground() != null && !CODE.matcher(command.ground()).matches()) {
            // a ground stands in the register and in the timeline, where free text has no place
            violations.add(new Violation("ground", "casefile.ground.unknown"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new Intake(receivedAt, identifiers, vault);
    }

    private static Instant receivedAt(@Nullable Instant written, Instant now, List<Violation> violations) {
        if (written == null) {
            return now;
        }
        if (written.isAfter(now)) {
            violations.add(new Violation("receivedAt", "casefile.received-at.future"));
        } else if (written.isBefore(EARLIEST)) {
            violations.add(new Violation("receivedAt", "casefile.received-at.too-early"));
        }
        return written.truncatedTo(ChronoUnit.MICROS);
    }

    private static List<Identifier> subject(OpenCase command, Map<String, String> vault, List<Violation> violations) {
        var subject = command.subject();
        var unread = command.kind() == CaseKind.OTHER_REQUEST && command.channel() == Channel.MAIL;
        if (subject == null && (unread || command.kind() == CaseKind.BREACH)) {
            // A mail without a sender that can be read is a request all the same: staff find out from whom.
            return List.of();
        }
        var identifiers = Identifiers.normalise(subject, "subject", violations);
        identifiers.forEach(one -> vault.put("subject." + one.kind().json(), one.value()));
        text(Parties.SUBJECT_NAME, subject == null ? null : subject.fullName(), FIELD_LIMIT, vault, violations);
        return identifiers;
    }

    private static void requester(OpenCase command, Map<String, String> vault, List<Violation> violations) {
        var requester = command.requester();
        if (requester == null) {
            if (command.kind() != CaseKind.BREACH) {
                violations.add(new Violation("requester", "problem.field.missing"));
            }
            return;
        }
        if (requester.kind() == null) {
            violations.add(new Violation("requester.kind", "problem.field.missing"));
        }
        var named = requester.name();
        var name = named == null || named.isBlank() ? requester.fullName() : named;
        text(Parties.REQUESTER_NAME, name, FIELD_LIMIT, vault, violations);
        text(Parties.AUTHORITY_DOCUMENT, requester.authorityDocument(), FIELD_LIMIT, vault, violations);
        text(Parties.REQUESTER_ADDRESS, requester.address(), FIELD_LIMIT, vault, violations);
        if (!requester.identifiers().namesNobody()) {
            Identifiers.normalise(requester.identifiers(), "requester", violations)
                    .forEach(one -> vault.put("requester." + one.kind().json(), one.value()));
        }
    }

    private static void text(
            String field, @Nullable String written, int limit, Map<String, String> vault, List<Violation> violations) {
        if (written == null || written.isBlank()) {
            return;
        }
        if (written.length() > limit) {
            violations.add(new Violation(field, "problem.field.too-long", limit));
        } else {
            vault.put(field, CardNumbers.mask(written.strip()));
        }
    }

    /** No personal data. */
    @Override
    public String toString() {
        return "Intake[" + receivedAt + "]";
    }
}
