package kz.qupiya.letter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** To whom a letter goes. Addresses are named by vault fields, or given once and put into the vault of the case at once; never a row in plain. */
public sealed interface Recipient {

    /** What the text calls the reader. */
    Addressee addressee();

    /**
     * Somebody whose data lie in the vault of the case. Of each list the first field with a value counts.
     *
     * @param names     fields of the name; without a value the letter is addressed to nobody by name
     * @param emails    fields of the mail address; without a value the letter goes on the print list
     * @param addresses fields of the postal address
     */
    record InVault(Addressee addressee, List<String> names, List<String> emails, List<String> addresses)
            implements Recipient {

        public InVault {
            names = List.copyOf(names);
            emails = List.copyOf(emails);
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * An organisation of the data map, or anybody else who stands in no vault yet.
     *
     * @param key     tells recipients of one case apart, for example the recipient's key on the data map; not personal data
     * @param name    name as it stands in the address
     * @param email   mail address, if there is one
     * @param address postal address, if there is one
     */
    record Given(Addressee addressee, String key, String name, @Nullable String email, @Nullable String address)
            implements Recipient {

        /** Says nothing about the person. */
        @Override
        public String toString() {
            return "Given[" + addressee + ", " + key + "]";
        }
    }

    /** The requester of the case, as the case file knows the requester. */
    record Requester(Addressee addressee) implements Recipient {}
}
