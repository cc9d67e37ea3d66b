package kz.qupiya.consentwithdrawal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseViewExtra;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.SystemNames;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TermTexts;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What staff and outside systems see of a withdrawal beyond the case itself. */
@Component
class WithdrawalPanel implements CasePanelSection, CaseViewExtra {

    private final WithdrawalRows rows;
    private final Parties parties;
    private final TermTexts words;
    private final SystemNames systems;
    private final DataMaps maps;
    private final Obligations obligations;
    private final MessageSource messages;

    WithdrawalPanel(
            WithdrawalRows rows,
            Parties parties,
            TermTexts words,
            SystemNames systems,
            DataMaps maps,
            Obligations obligations,
            MessageSource messages) {
        this.rows = rows;
        this.parties = parties;
        this.words = words;
        this.systems = systems;
        this.maps = maps;
        this.obligations = obligations;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "consent-withdrawal";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.CUSTODIAN);
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var withdrawal = withdrawal(caseFile);
        if (withdrawal == null) {
            return null;
        }
        var looked = rows.isLooked(caseFile.id());
        return new Section(
                withdrawal.scope().whole(),
                names(withdrawal.scope().purposes(), locale),
                withdrawal.clause(),
                Almaty.at(withdrawal.effectiveAt()),
                withdrawal.effectiveAt().isAfter(caseFile.receivedAt()),
                withdrawal.repeated(),
                Minors.isAmong(parties.identifiers(caseFile.id()), Almaty.dayOf(caseFile.receivedAt())),
                names(withdrawal.byConsent(), locale),
                names(withdrawal.allowed(), locale),
                rows.obligations(caseFile.id()).stream()
                        .map(one -> new FoundView(
                                one.system(),
                                system(caseFile, one.system(), locale),
                                obligation(caseFile, one, locale),
                                one.count(),
                                names(one.purposes(), locale),
                                one.fulfilledAt() == null ? null : Almaty.at(one.fulfilledAt()),
                                looked && one.byCustodian() != null && one.fulfilledAt() == null))
                        .toList(),
                rows.unanswered(caseFile.id()).stream()
                        .map(system -> asked(caseFile, system, locale))
                        .toList(),
                coded("proposal", withdrawal.proposal(), locale),
                coded("ground", withdrawal.proposalGround(), locale),
                coded("reason", withdrawal.decisionReason(), locale),
                coded("ground", withdrawal.refusalGround(), locale),
                withdrawal.destroy(),
                withdrawal.safeSideAt() == null ? null : Almaty.at(withdrawal.safeSideAt()),
                withdrawal.tookEffectAt() == null ? null : Almaty.at(withdrawal.tookEffectAt()));
    }

    private @Nullable Withdrawal withdrawal(CaseFile caseFile) {
        return caseFile.kind() == CaseKind.CONSENT_WITHDRAWAL
                ? rows.find(caseFile.id()).orElse(null)
                : null;
    }

    private String system(CaseFile caseFile, String system, Locale locale) {
        return systems.name(caseFile.operator(), system, locale).orElse(system);
    }

    /** The system, and what its custodian is asked about where the map says it. */
    private String asked(CaseFile caseFile, String system, Locale locale) {
        var about = obligations.questions(caseFile.operator(), system).stream()
                .map(question -> question.name().in(locale))
                .collect(Collectors.joining(", "));
        var name = system(caseFile, system, locale);
        return about.isEmpty() ? name : name + " (" + about + ")";
    }

    /** The map may have changed since: an obligation that it knows no more keeps its code. */
    private String obligation(CaseFile caseFile, WithdrawalRows.FoundObligation one, Locale locale) {
        if (one.byCustodian() != null) {
            return messages.getMessage("consentwithdrawal.obligation.by-custodian", null, locale);
        }
        return maps.get(caseFile.operator()).system(one.system()).stream()
                .flatMap(system -> system.obligations().stream())
                .filter(rule -> rule.code().equals(one.code()))
                .map(rule -> rule.name().in(locale))
                .findFirst()
                .orElse(one.code());
    }

    private List<String> names(Set<Purpose> purposes, Locale locale) {
        return purposes.stream()
                .sorted()
                .map(purpose -> words.purpose(purpose, locale))
                .toList();
    }

    private @Nullable String coded(String what, @Nullable String code, Locale locale) {
        return code == null ? null : messages.getMessage("consentwithdrawal." + what + "." + code, null, code, locale);
    }

    @Override
    public Map<String, Object> of(CaseFile caseFile) {
        var withdrawal = withdrawal(caseFile);
        if (withdrawal == null) {
            return Map.of();
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put(
                "scope",
                withdrawal.scope().whole()
                        ? List.of(Scope.ALL)
                        : withdrawal.scope().purposes().stream()
                                .map(Purpose::code)
                                .sorted()
                                .toList());
        more.put("effectiveAt", Almaty.at(withdrawal.effectiveAt()));
        if (withdrawal.repeated()) {
            more.put("repeated", true);
        }
        if (withdrawal.tookEffectAt() != null) {
            more.put("tookEffectAt", Almaty.at(withdrawal.tookEffectAt()));
            more.put(
                    "stopped",
                    withdrawal.stopped().stream().map(Purpose::code).sorted().toList());
        }
        if (!withdrawal.allowed().isEmpty()) {
            more.put(
                    "allowed",
                    withdrawal.allowed().stream().map(Purpose::code).sorted().toList());
        }
        if (caseFile.decision() != null) {
            more.put("decision", caseFile.decision());
        }
        return more;
    }

    /**
     * The section.
     *
     * @param later       whether processing goes on until a later day than that of the receipt
     * @param minor       whether the IIN tells that the person is under age
     * @param byConsent   purposes that rest on consent
     * @param allowed     purposes that go on for obligations
     * @param unanswered  systems whose custodian has not answered yet
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Section(
            boolean whole,
            List<String> purposes,
            @Nullable String clause,
            OffsetDateTime effectiveAt,
            boolean later,
            boolean repeated,
            boolean minor,
            List<String> byConsent,
            List<String> allowed,
            List<FoundView> obligations,
            List<String> unanswered,
            @Nullable String proposal,
            @Nullable String proposalGround,
            @Nullable String reason,
            @Nullable String refusalGround,
            boolean destroy,
            @Nullable OffsetDateTime safeSideAt,
            @Nullable OffsetDateTime tookEffectAt) {}

    /**
     * An obligation found.
     *
     * @param key      key of the system
     * @param askStaff whether only staff can say that it is fulfilled
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FoundView(
            String key,
            String system,
            String name,
            long count,
            List<String> purposes,
            @Nullable OffsetDateTime fulfilledAt,
            boolean askStaff) {}
}
