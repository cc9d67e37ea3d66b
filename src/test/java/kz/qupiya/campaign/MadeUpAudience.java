package kz.qupiya.campaign;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** People that are not there: everything about them follows from their number, so that every process knows the same ones. */
final class MadeUpAudience implements Audience {

    private static final int DOMAINS = 7;
    final Set<Long> destroyed = ConcurrentHashMap.newKeySet();

    /** So many people, all with a mail address. */
    static UUID of(long people) {
        return new UUID(0, people);
    }

    /** So many people, with what the others have. */
    static UUID of(long people, boolean email, boolean phone, boolean address) {
        return new UUID((email ? 0 : 1) | (phone ? 2 : 0) | (address ? 4 : 0), people);
    }

    static String email(long seq) {
        return "p" + seq + "@d" + seq % DOMAINS + ".example";
    }

    static long seq(String email) {
        return Long.parseLong(email.substring(1, email.indexOf('@')));
    }

    @Override
    public List<Member> members(UUID audience, long afterSeq, int limit) {
        return LongStream.rangeClosed(afterSeq + 1, Math.min(audience.getLeastSignificantBits(), afterSeq + limit))
                .mapToObj(seq -> new Member(seq, language(seq), hasEmail(audience), hasPhone(audience)))
                .toList();
    }

    @Override
    public List<Contact> contacts(UUID audience, Collection<Long> seqs) {
        return seqs.stream()
                .filter(seq -> !destroyed.contains(seq))
                .map(seq -> new Contact(
                        seq,
                        seq % 10 == 0 ? null : "Сатыбалдыұлы Ерлан " + seq,
                        hasEmail(audience) ? email(seq) : null,
                        hasPhone(audience) ? "+7701%07d".formatted(seq) : null,
                        (audience.getMostSignificantBits() & 4) != 0 ? "г. Алматы, ул. Абая, " + seq : null))
                .toList();
    }

    private static boolean hasEmail(UUID audience) {
        return (audience.getMostSignificantBits() & 1) == 0;
    }

    private static boolean hasPhone(UUID audience) {
        return (audience.getMostSignificantBits() & 2) != 0;
    }

    private static @Nullable String language(long seq) {
        return seq % 3 == 0 ? null : seq % 3 == 1 ? "ru" : "kk";
    }
}
