/**
 * The register of cases: number, receipt, requester and subject, deadlines with the reason of each date, documents, notes, and the timeline
 * whose hash chain proves what was done when.
 *
 * <p>A case is opened by {@link kz.qupiya.casefile.CaseFiles#open}, in the transaction that also starts its process. Higher modules add to a case through
 * {@link kz.qupiya.casefile.CasePanelSection}, {@link kz.qupiya.casefile.CaseViewExtra}, {@link kz.qupiya.casefile.OpenTasks} and
 * {@link kz.qupiya.casefile.ProcessFacts}, and are told of changes by application events that carry ids only.
 */
@NullMarked
@ApplicationModule(displayName = "Case file")
package kz.qupiya.casefile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
