package kz.qupiya.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people who got a notice told of misuse, in the case panel, the newest first. */
@Component
class NoticeReportsSection implements CasePanelSection {

    private static final int SHOWN = 100;
    private final NoticeAnswers answers;

    NoticeReportsSection(NoticeAnswers answers) {
        this.answers = answers;
    }

    @Override
    public String name() {
        return "notice-reports";
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var reports = answers.reports(caseFile.id(), SHOWN);
        return reports.isEmpty()
                ? null
                : Map.of(
                        "reports",
                        reports.stream()
                                .map(report -> new Report(
                                        report.id(),
                                        report.campaign(),
                                        report.seq(),
                                        Almaty.at(report.at()),
                                        report.text()))
                                .toList());
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.OFFICER, Role.LAWYER, Role.SECURITY);
    }

    @Override
    public int order() {
        return 73;
    }

    /**
     * A report.
     *
     * @param text the person's words; absent once the case file was destroyed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Report(UUID id, int campaign, long seq, OffsetDateTime at, @Nullable String text) {

        /** The words may name a person. */
        @Override
        public String toString() {
            return "Report[" + seq + "]";
        }
    }
}
