/**
 * Pre-trial claims: the evidence is held from the receipt on, every demand has its duty and clock, the facts are found in parallel, a decision table proposes, the lawyer decides, a second person
 * approves, and the claim is followed through settlement, a new round, the consumer body or the court. Policies: Zvonobot 5.1, 5.2, 6.1-6.3; KAO Solutions 9.10, 9.11; digital-rocket and twelve
 * 4.1; Consumer Law art. 42-4, 42-5, 42-7.
 */
@NullMarked
@ApplicationModule(displayName = "Claim handling")
package kz.qupiya.claimhandling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
