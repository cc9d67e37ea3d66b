package kz.qupiya.campaign;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom a campaign writes to: lists that are frozen before. Addresses are read when a notice is sent and never copied. */
public interface Audience {

    /**
     * People behind a place in the list, ascending, for enrolment.
     *
     * @param afterSeq the last one that is known; 0 for the beginning
     * @return none when the list is at its end
     */
    List<Member> members(UUID audience, long afterSeq, int limit);

    /** Contact data of some people as they are now, in any order; who was destroyed since is missing. */
    List<Contact> contacts(UUID audience, Collection<Long> seqs);

    /**
     * Somebody on the list, without any personal data.
     *
     * @param seq      place in the list, from 1, below 33 million
     * @param language tag of the language in which the person wants letters; null if it is not known
     * @param email    whether there is a mail address
     * @param phone    whether there is a telephone number
     */
    record Member(long seq, @Nullable String language, boolean email, boolean phone) {}

    /** How to reach somebody on the list. */
    record Contact(
            long seq, @Nullable String name, @Nullable String email, @Nullable String phone, @Nullable String address) {

        /** Names nobody, so that no log does. */
        @Override
        public String toString() {
            return "Contact[" + seq + "]";
        }
    }
}
