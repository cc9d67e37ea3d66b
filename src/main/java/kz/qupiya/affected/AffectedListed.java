package kz.qupiya.affected;

import java.util.UUID;

/**
 * A file or a query has been taken into a list of a case wholly. Published inside the transaction that ends the load.
 *
 * @param listId the list that collects now
 * @param version of that list; above 1 the authority may have to be told of a difference
 * @param accepted lines that named somebody new
 */
public record AffectedListed(UUID caseId, UUID listId, int version, UUID loadId, long accepted) {}
