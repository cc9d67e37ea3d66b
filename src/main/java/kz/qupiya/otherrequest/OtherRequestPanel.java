package kz.qupiya.otherrequest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseViewExtra;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a request adds to the case panel and to the case view. */
@Component
class OtherRequestPanel implements CasePanelSection, CaseViewExtra {

    private final OtherRequestRows rows;
    private final CaseWording wording;

    OtherRequestPanel(OtherRequestRows rows, CaseWording wording) {
        this.rows = rows;
        this.wording = wording;
    }

    @Override
    public String name() {
        return "other-request";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER);
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        if (caseFile.kind() != CaseKind.OTHER_REQUEST || !rows.exists(caseFile.id())) {
            return null;
        }
        var request = rows.get(caseFile.id());
        var open = caseFile.isOpen() && caseFile.decision() == null;
        return new Section(
                wording.value(
                        "about", request.claim() ? "claim" : request.about().json(), locale),
                request.about().needsProof(),
                request.answered(),
                request.reason() == null ? null : wording.value("answerReason", request.reason(), locale),
                open);
    }

    @Override
    public Map<String, Object> of(CaseFile caseFile) {
        if (caseFile.kind() != CaseKind.OTHER_REQUEST || !rows.exists(caseFile.id())) {
            return Map.of();
        }
        var request = rows.get(caseFile.id());
        return Map.of("about", request.about().json(), "claim", request.claim());
    }

    /**
     * The section.
     *
     * @param about      what is asked, in the reader's language
     * @param needsProof whether the requester has to show the right to ask before data are given out or changed
     * @param answered   whether the answer's text is written
     * @param reason     ground of a refusal, in the reader's language
     * @param open       whether it may still be answered and re-classified
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Section(String about, boolean needsProof, boolean answered, @Nullable String reason, boolean open) {}
}
