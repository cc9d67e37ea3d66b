package kz.qupiya.operator;

import kz.qupiya.calendar.DeadlineReceipt;

/**
 * A rule with the due date it leads to.
 *
 * @param rule the rule
 * @param receipt how its date was counted
 */
public record DatedRule(TermRule rule, DeadlineReceipt receipt) {}
