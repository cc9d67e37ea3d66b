package kz.qupiya.consent;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;

/**
 * A consent ended, wholly or for these purposes. Published in the transaction that puts the end on record; permits know of an expiry before that.
 *
 * @param purposes what it no longer covers
 * @param at from when on
 */
public record ConsentEnded(OperatorKey operator, UUID consent, Set<Purpose> purposes, Instant at, HowEnded how) {

    public ConsentEnded {
        purposes = Set.copyOf(purposes);
    }
}
