package kz.qupiya.affected;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list of the people a breach touched, without personal data.
 *
 * @param id what the list is known by; the audience of a campaign
 * @param version from 1; each later one holds only who is new since the one before
 * @param people how many people; while it collects, as far as known
 * @param hash SHA-256 over the keyed digests of the people, hexadecimal: two runs over the same data give the same; empty while it collects
 * @param sourceHash SHA-256 over the queries and the hashes of the files, hexadecimal; empty while it collects
 * @param frozenAt when it was frozen; null while it collects
 * @param accepted lines that named somebody new when they were read
 * @param duplicate lines that named somebody known
 * @param rejected lines that named nobody
 */
public record AffectedList(
        UUID id,
        UUID caseId,
        int version,
        State state,
        long people,
        long withIin,
        long withEmail,
        long withPhone,
        long withName,
        String hash,
        String sourceHash,
        @Nullable Instant frozenAt,
        long accepted,
        long duplicate,
        long rejected) {

    /** Where a list stands. */
    public enum State {
        @JsonProperty("collecting")
        COLLECTING,
        @JsonProperty("frozen")
        FROZEN
    }

    /** Whether it changes no more. */
    public boolean frozen() {
        return state == State.FROZEN;
    }
}
