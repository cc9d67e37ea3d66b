package kz.qupiya.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.casefile.Parties;
import kz.qupiya.restriction.HoldWords;
import kz.qupiya.restriction.Holds;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What of a destruction is still to come, in the case panel. */
@Component
class SuspendedSection implements CasePanelSection {

    private final SuspendedStore store;
    private final CaseWording wording;
    private final Holds holds;
    private final Parties parties;
    private final HoldWords words;
    private final CaseConcerns concerns;

    SuspendedSection(
            SuspendedStore store,
            CaseWording wording,
            Holds holds,
            Parties parties,
            HoldWords words,
            CaseConcerns concerns) {
        this.store = store;
        this.wording = wording;
        this.holds = holds;
        this.parties = parties;
        this.words = words;
        this.concerns = concerns;
    }

    /**
     * A hold that stands on the person.
     *
     * @param text  why, and by which case, in words
     * @param since since when
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HoldView(String caseNumber, String reason, String text, Instant since, @Nullable LocalDate until) {}

    /**
     * A destruction that waits.
     *
     * @param waits    what for, in words
     * @param dueOn    first day on which something may go, Asia/Almaty
     * @param system   the system that failed
     * @param error    why, in words
     * @param raisedAt when the staff were told
     * @param holds    what holds the data, as it stands now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SuspendedView(
            UUID act,
            String waitsFor,
            String waits,
            @Nullable LocalDate dueOn,
            Instant nextLookAt,
            @Nullable String system,
            @Nullable String error,
            @Nullable Instant raisedAt,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HoldView> holds) {}

    @Override
    public String name() {
        return "suspended";
    }

    @Override
    public int order() {
        return 55;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        List<SuspendedView> list = store.ofCase(caseFile.id()).stream()
                .map(one -> view(caseFile, one, holds(caseFile, one, locale), locale))
                .toList();
        return list.isEmpty() ? null : Map.of("suspended", list);
    }

    private List<HoldView> holds(CaseFile caseFile, SuspendedStore.Suspended one, Locale locale) {
        if (!SuspendedStore.HOLD.equals(one.waitsFor())) {
            return List.of();
        }
        var hidden = concerns.hiddenFromReader();
        return holds.on(caseFile.operator(), parties.identifiers(caseFile.id())).standing().stream()
                .filter(hold -> !hidden.contains(hold.caseId()))
                .map(hold -> new HoldView(
                        hold.caseNumber(),
                        hold.reason(),
                        words.text(hold.reason(), hold.caseNumber(), hold.until(), locale),
                        hold.since(),
                        hold.until()))
                .toList();
    }

    private SuspendedView view(CaseFile caseFile, SuspendedStore.Suspended one, List<HoldView> holding, Locale locale) {
        var system = one.system();
        var error = one.error();
        return new SuspendedView(
                one.actId(),
                one.waitsFor(),
                wording.text("casework.suspended." + one.waitsFor(), locale),
                one.dueOn(),
                one.nextLookAt(),
                system == null ? null : wording.system(caseFile.operator(), system, locale),
                error == null ? null : wording.value("error", error, locale),
                one.raisedAt(),
                holding);
    }
}
