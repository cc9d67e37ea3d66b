package kz.qupiya.consent;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;

/**
 * A new consent is on record and runs. Published in the transaction that records it; not for one that had ended before it came here.
 *
 * @param purposes what it covers now
 */
public record ConsentGiven(OperatorKey operator, UUID consent, Set<Purpose> purposes, Instant givenAt) {

    public ConsentGiven {
        purposes = Set.copyOf(purposes);
    }
}
