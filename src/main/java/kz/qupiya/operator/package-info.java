/**
 * Operator profiles: who an operator is, what its policy promises, which terms bind it, and where its policy and the law differ.
 *
 * <p>{@link kz.qupiya.operator.Operators} finds profiles, {@link kz.qupiya.operator.DutyTerms} the terms of a duty by law, policy and
 * operator rule, {@link kz.qupiya.operator.Stricter} says which of them rules.
 */
@NullMarked
@ApplicationModule(displayName = "Operators")
package kz.qupiya.operator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
