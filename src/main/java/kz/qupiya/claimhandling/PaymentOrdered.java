package kz.qupiya.claimhandling;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Accounting is to pay what a claim was promised. Published inside the transaction.
 *
 * @param amount in tenge
 * @param payBy  last day
 */
public record PaymentOrdered(UUID caseId, BigDecimal amount, LocalDate payBy) {}
