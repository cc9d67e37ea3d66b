package kz.qupiya.demo;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A made-up person as every operator would know them; each operator's data set takes what its service would ask for.
 *
 * @param number position in {@link DemoPeople}, the base of account numbers and the like
 * @param patronymic none for a part of the people, as in life
 * @param language {@code kk} or {@code ru}, what the person would choose in a form
 * @param phones at least one, E.164, the first is the main one; may be shared with another person of the same household
 * @param emails may be empty
 */
record DemoPerson(
        int number,
        String iin,
        LocalDate birthDate,
        boolean female,
        String surname,
        String givenName,
        @Nullable String patronymic,
        String language,
        List<String> phones,
        List<String> emails,
        String login,
        String city,
        String street) {

    DemoPerson {
        phones = List.copyOf(phones);
        emails = List.copyOf(emails);
    }

    String fullName() {
        return patronymic == null ? surname + " " + givenName : surname + " " + givenName + " " + patronymic;
    }

    String phone() {
        return phones.get(0);
    }

    @Nullable
    String email() {
        return emails.isEmpty() ? null : emails.get(0);
    }

    /** Account number of the Telegram user; made from the number, far above those that Telegram has given out. */
    long telegramId() {
        return 990_000_000_000L + number;
    }

    String address() {
        return "г. " + city + ", " + street;
    }
}
