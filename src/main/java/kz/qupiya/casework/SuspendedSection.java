package kz.qupiya.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseWording;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What of a destruction is still to come, in the case panel. */
@Component
class SuspendedSection implements CasePanelSection {

    private final SuspendedStore store;
    private final CaseWording wording;

    SuspendedSection(SuspendedStore store, CaseWording wording) {
        this.store = store;
        this.wording = wording;
    }

    /**
     * A destruction that waits.
     *
     * @param waits    what for, in words
     * @param dueOn    first day on which something may go, Asia/Almaty
     * @param system   the system that failed
     * @param error    why, in words
     * @param raisedAt when the staff were told
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
            @Nullable Instant raisedAt) {}

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
                .map(one -> view(caseFile, one, locale))
                .toList();
        return list.isEmpty() ? null : Map.of("suspended", list);
    }

    private SuspendedView view(CaseFile caseFile, SuspendedStore.Suspended one, Locale locale) {
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
                one.raisedAt());
    }
}
