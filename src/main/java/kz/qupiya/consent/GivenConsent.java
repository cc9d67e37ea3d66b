package kz.qupiya.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * A consent as a caller hands it in; nothing is checked yet. The fields are those of {@code POST …/consents} and the columns of {@code PUT …/consents}.
 *
 * @param subject who gave it
 * @param purposes what for, by their names in JSON
 * @param givenAt when, with an offset; not in the future
 * @param term a date ({@code 2027-11-20}, the last day on which it runs), an ISO 8601 period from {@code givenAt} on ({@code P13M}), or {@code until-storage-ends}; if
 *     absent the rule of the operator's profile, else until the purpose is reached (Law art. 8(6))
 * @param proof what the text said, and how the consent was given
 */
public record GivenConsent(
        @Nullable SubjectInput subject,
        @Nullable List<@Nullable String> purposes,
        @Nullable OffsetDateTime givenAt,
        @Nullable String term,
        @Nullable Proof proof) {

    /** A person's consent: nothing of it is printed. */
    @Override
    public String toString() {
        return "GivenConsent" + purposes;
    }

    /**
     * The eight contents of Law art. 8(4), and how the consent was given (art. 8(1)).
     *
     * @param operatorName content 1: name of the operator as the text had it
     * @param operatorBin content 1: its BIN, or IIN; twelve digits, those of the profile if that has one
     * @param fullName content 2: name of the person; that of {@code subject} will do
     * @param termText content 3: what the text says of the term, in its words
     * @param thirdPartyTransfer content 4: whether the operator may hand the data to third parties
     * @param crossBorderTransfer content 5: whether the data may go abroad
     * @param publication content 6: whether the data are put into public sources
     * @param data content 7: the list of data
     * @param otherInformation content 8: what else the operator put into the text; "no" where it is nothing
     * @param form in which of the forms of art. 8(1)
     * @param action what the person did, such as «кнопка «Запросить отчёт»»
     * @param textVersion version of the text agreed to
     * @param text the text itself, if the register is to keep it
     * @param address from where: a network address, a page, the office; needed unless the form is {@code written}. It is sealed
     */
    public record Proof(
            @Nullable String operatorName,
            @Nullable String operatorBin,
            @Nullable String fullName,
            @Nullable String termText,
            @Nullable Boolean thirdPartyTransfer,
            @Nullable Boolean crossBorderTransfer,
            @Nullable Boolean publication,
            @Nullable List<@Nullable String> data,
            @Nullable String otherInformation,
            @Nullable String form,
            @Nullable String action,
            @Nullable String textVersion,
            @Nullable String text,
            @Nullable String address) {

        /** It names a person. */
        @Override
        public String toString() {
            return "Proof[" + form + "]";
        }
    }

    /** The forms of a consent, Law art. 8(1). */
    public enum Form {
        /** On paper, or as an electronic document with a signature. */
        WRITTEN,
        /** Through the state's service of access control. */
        STATE_SERVICE,
        /** Through a service of access control that is not the state's. */
        PRIVATE_SERVICE,
        /** In another way that lets the receipt be confirmed: a button, a recorded call. */
        OTHER;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The name in JSON. */
        @JsonValue
        public String code() {
            return code;
        }

        static Optional<Form> of(String code) {
            return Arrays.stream(values())
                    .filter(form -> form.code.equals(code))
                    .findFirst();
        }
    }
}
