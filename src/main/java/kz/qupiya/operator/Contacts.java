package kz.qupiya.operator;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How people reach an operator, as published in its policy.
 *
 * @param site the service's site
 * @param email where requests are received, nothing if the policy names none
 * @param feedbackForm page of the operator's own feedback form, nothing if there is none
 * @param phones in international form
 * @param postalAddress for letters, nothing if the policy names none
 * @param clause clause of the policy that names the channel for requests
 */
public record Contacts(
        URI site,
        Optional<String> email,
        Optional<URI> feedbackForm,
        List<String> phones,
        Optional<String> postalAddress,
        String clause) {

    public Contacts {
        phones = List.copyOf(phones);
    }

    static Contacts of(
            URI site,
            @Nullable String email,
            @Nullable URI feedbackForm,
            List<String> phones,
            @Nullable String postalAddress,
            String clause) {
        return new Contacts(
                site,
                Optional.ofNullable(email),
                Optional.ofNullable(feedbackForm),
                phones,
                Optional.ofNullable(postalAddress),
                clause);
    }
}
