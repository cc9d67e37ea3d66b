package kz.qupiya.operator;

/**
 * A statement of a policy that is no term but meets a rule of law.
 *
 * @param kind what is stated, one of the kinds that {@code operators/law-positions.yaml} knows
 * @param clause clause of the policy
 */
public record PolicyClaim(String kind, String clause) {}
