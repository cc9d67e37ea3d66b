package kz.qupiya.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote into the form; nothing of it is checked yet.
 *
 * @param kind      {@code withdrawal}, {@code block}, {@code claim} or {@code other}
 * @param who       {@code subject} or {@code representative}
 * @param scope     of a withdrawal: {@code all}, {@code advertising} or {@code purposes}
 * @param effective of a withdrawal: the day named, ISO 8601
 * @param demands   of a claim: codes of what is demanded
 * @param amount    of a claim: tenge
 * @param consumer  of a claim: {@code yes} or {@code no}
 */
record FormRequest(
        String kind,
        String language,
        @Nullable String who,
        @Nullable String requesterName,
        @Nullable String authorityDocument,
        @Nullable String fullName,
        @Nullable String iin,
        @Nullable String phone,
        @Nullable String login,
        @Nullable String contract,
        @Nullable String email,
        @Nullable String scope,
        List<String> purposes,
        @Nullable String effective,
        @Nullable String ground,
        @Nullable String about,
        List<String> demands,
        @Nullable String amount,
        @Nullable String consumer,
        @Nullable String text) {

    FormRequest {
        purposes = List.copyOf(purposes);
        demands = List.copyOf(demands);
    }

    /** A form that nobody has filled in. */
    static FormRequest empty(String kind, String language) {
        return new FormRequest(
                kind, language, "subject", null, null, null, null, null, null, null, null, null, List.of(), null, null,
                null, List.of(), null, null, null);
    }

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "FormRequest[" + language + "]";
    }
}
