package kz.qupiya.claimhandling;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseViewExtra;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What staff and outside systems see of a claim beyond the case itself. */
@Component
class ClaimPanel implements CasePanelSection, CaseViewExtra {

    private static final String SYSTEM = "system:";

    private final CaseFiles cases;
    private final CaseWording wording;
    private final Restrictions restrictions;
    private final ClaimRows rows;
    private final ClaimTexts texts;
    private final ClaimCauses causes;
    private final DataMaps maps;

    ClaimPanel(
            CaseFiles cases,
            CaseWording wording,
            Restrictions restrictions,
            ClaimRows rows,
            ClaimTexts texts,
            ClaimCauses causes,
            DataMaps maps) {
        this.cases = cases;
        this.wording = wording;
        this.restrictions = restrictions;
        this.rows = rows;
        this.texts = texts;
        this.causes = causes;
        this.maps = maps;
    }

    @Override
    public String name() {
        return "claim";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN);
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public @Nullable Object of(CaseFile caseFile, Locale locale) {
        var claim = claim(caseFile);
        if (claim == null) {
            return null;
        }
        var id = caseFile.id();
        var hold = restrictions.find(claim.holdId()).orElseThrow();
        return new Section(
                claim.consumer(),
                claim.round(),
                claim.stage(),
                rows.demands(id).stream().map(one -> demand(id, one, locale)).toList(),
                texts.read(id, "damages").orElse(null),
                hold.stands() ? wording.value("holdReason", hold.reason(), locale) : null,
                hold.until(),
                rows.views(id).stream()
                        .map(one -> new ViewView(
                                one.round(),
                                one.topic(),
                                one.topic().startsWith(SYSTEM)
                                        ? wording.system(
                                                caseFile.operator(), one.topic().substring(SYSTEM.length()), locale)
                                        : null,
                                Almaty.at(one.at()),
                                texts.read(id, ClaimTexts.view(one.round(), one.topic()))
                                        .orElse(null)))
                        .toList(),
                claim.allegation() == null ? null : wording.value("allegation", claim.allegation(), locale),
                claim.shown(),
                claim.exclusion() == null || "none".equals(claim.exclusion())
                        ? null
                        : wording.value("exclusion", claim.exclusion(), locale),
                claim.documents(),
                claim.way() == null ? null : wording.value("claimWay", claim.way(), locale),
                claim.wayReason() == null ? null : wording.value("wayReason", claim.wayReason(), locale),
                claim.amount(),
                claim.payBy(),
                claim.cause() == null
                        ? null
                        : causes.of(caseFile.operator(), locale).getOrDefault(claim.cause(), claim.cause()),
                caseFile.isOpen() ? causes.of(caseFile.operator(), locale) : Map.of(),
                texts.read(id, ClaimTexts.answer(claim.round())).orElse(null),
                at(claim.answeredAt()),
                claim.late(),
                rows.promises(id).stream()
                        .map(one -> new PromiseView(
                                one.round(),
                                one.amount(),
                                one.payBy(),
                                at(one.orderedAt()),
                                one.paidOn(),
                                at(one.keptAt())))
                        .toList(),
                rows.reactions(id).stream()
                        .map(one -> new ReactionView(
                                wording.value("reaction", one.kind(), locale),
                                Almaty.at(one.receivedAt()),
                                texts.read(id, ClaimTexts.reaction(one.id())).orElse(null)))
                        .toList(),
                "body".equals(claim.stage())
                        ? texts.read(id, ClaimTexts.explanation(claim.explained() + 1))
                                .orElse(null)
                        : null,
                claim.suitOn(),
                claim.hearingOn(),
                claim.inForceOn(),
                claim.ruling() == null ? null : wording.value("ruling", claim.ruling(), locale),
                caseFile.decision() == null && caseFile.isOpen(),
                caseFile.isOpen() && rows.demands(id).stream().anyMatch(one -> one.proposed() != null),
                claim.reopens() == null ? null : number(claim.reopens()),
                rows.reopenedBy(id).map(this::number).orElse(null),
                Assessment.GROUNDS.stream().sorted().toList(),
                systems(caseFile, locale));
    }

    private Map<String, String> systems(CaseFile caseFile, Locale locale) {
        Map<String, String> names = new LinkedHashMap<>();
        if (caseFile.isOpen() && caseFile.decision() == null) {
            maps.get(caseFile.operator())
                    .systems()
                    .forEach(system ->
                            names.put(system.key(), wording.system(caseFile.operator(), system.key(), locale)));
        }
        return names;
    }

    private DemandView demand(UUID caseId, Demand demand, Locale locale) {
        return new DemandView(
                demand.seq(),
                wording.value("demand", demand.kind().json(), locale),
                demand.amount(),
                texts.read(caseId, Claims.words(demand.seq())).orElse(null),
                demand.linkedId() == null ? null : number(demand.linkedId()),
                demand.proposed() == null ? null : wording.value("demandResult", demand.proposed(), locale),
                demand.ground() == null ? null : wording.value("demandGround", demand.ground(), locale),
                demand.result() == null ? null : wording.value("demandResult", demand.result(), locale),
                demand.reason() == null ? null : wording.value("demandGround", demand.reason(), locale));
    }

    @Override
    public Map<String, Object> of(CaseFile caseFile) {
        var claim = claim(caseFile);
        if (claim == null) {
            return Map.of();
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("consumerClaim", claim.consumer());
        more.put("round", claim.round());
        more.put("stage", claim.stage());
        more.put("demands", rows.demands(caseFile.id()).stream().map(this::view).toList());
        if (claim.answeredAt() != null) {
            more.put("answeredAt", Almaty.at(claim.answeredAt()));
            more.put("answeredLate", claim.late());
        }
        if (claim.reopens() != null) {
            more.put("reopens", number(claim.reopens()));
        }
        return more;
    }

    private Map<String, Object> view(Demand demand) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("action", demand.kind().json());
        if (demand.amount() != null) {
            view.put("amount", demand.amount());
        }
        if (demand.linkedId() != null) {
            view.put("case", number(demand.linkedId()));
        }
        if (demand.decided() != null) {
            view.put("result", demand.decided());
        }
        return view;
    }

    private @Nullable Claim claim(CaseFile caseFile) {
        return caseFile.kind() == CaseKind.CLAIM ? rows.find(caseFile.id()).orElse(null) : null;
    }

    private String number(UUID caseId) {
        return cases.get(caseId).number().value();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant at) {
        return at == null ? null : Almaty.at(at);
    }

    /**
     * The section.
     *
     * @param held       why the evidence is held; null once it is released
     * @param heldUntil  last day of a hold by limitation
     * @param causeList  causes to choose from, by code; none once the case is closed
     * @param answer     text of the answer of the running round
     * @param undecided  whether demands, views, decision and text may still change
     * @param proposed   whether the table was asked
     * @param reopens    number of the case that this one goes on with
     * @param reopenedBy number of the case that goes on with this one
     * @param grounds    codes of grounds by which a demand may be decided otherwise
     * @param systems    names of the operator's systems by their keys; none once the case is decided
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Section(
            boolean consumer,
            int round,
            String stage,
            List<DemandView> demands,
            @Nullable String damages,
            @Nullable String held,
            @Nullable LocalDate heldUntil,
            List<ViewView> views,
            @Nullable String allegation,
            @Nullable Boolean shown,
            @Nullable String exclusion,
            @Nullable Boolean documents,
            @Nullable String way,
            @Nullable String wayReason,
            @Nullable BigDecimal amount,
            @Nullable LocalDate payBy,
            @Nullable String cause,
            Map<String, String> causeList,
            @Nullable String answer,
            @Nullable OffsetDateTime answeredAt,
            boolean late,
            List<PromiseView> promises,
            List<ReactionView> reactions,
            @Nullable String explanation,
            @Nullable LocalDate suitOn,
            @Nullable LocalDate hearingOn,
            @Nullable LocalDate inForceOn,
            @Nullable String ruling,
            boolean undecided,
            boolean proposed,
            @Nullable String reopens,
            @Nullable String reopenedBy,
            List<String> grounds,
            Map<String, String> systems) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DemandView(
            int seq,
            String kind,
            @Nullable BigDecimal amount,
            @Nullable String words,
            @Nullable String linked,
            @Nullable String proposed,
            @Nullable String ground,
            @Nullable String result,
            @Nullable String reason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ViewView(int round, String topic, @Nullable String system, OffsetDateTime at, @Nullable String text) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PromiseView(
            int round,
            @Nullable BigDecimal amount,
            @Nullable LocalDate payBy,
            @Nullable OffsetDateTime orderedAt,
            @Nullable LocalDate paidOn,
            @Nullable OffsetDateTime keptAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReactionView(String kind, OffsetDateTime receivedAt, @Nullable String text) {}
}
