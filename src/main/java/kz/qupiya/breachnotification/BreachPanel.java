package kz.qupiya.breachnotification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.affected.AffectedList;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.casefile.CaseViewExtra;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What staff and outside systems see of a breach beyond the case itself. */
@Component
class BreachPanel implements CasePanelSection, CaseViewExtra {

    private static final int MOST_OTHERS = 20;

    private final CaseFiles cases;
    private final CaseConcerns concerns;
    private final BreachRows rows;
    private final BreachFacts words;
    private final Containment containment;
    private final FilingRows filings;
    private final PeopleNotices notices;
    private final BreachClosing closing;
    private final NoticeClaims claims;
    private final AffectedLists lists;
    private final Operators operators;
    private final BreachSettings settings;
    private final JdbcClient jdbc;
    private final MessageSource messages;

    BreachPanel(
            CaseFiles cases,
            CaseConcerns concerns,
            BreachRows rows,
            BreachFacts words,
            Containment containment,
            FilingRows filings,
            PeopleNotices notices,
            BreachClosing closing,
            NoticeClaims claims,
            AffectedLists lists,
            Operators operators,
            BreachSettings settings,
            JdbcClient jdbc,
            MessageSource messages) {
        this.cases = cases;
        this.concerns = concerns;
        this.rows = rows;
        this.words = words;
        this.containment = containment;
        this.filings = filings;
        this.notices = notices;
        this.closing = closing;
        this.claims = claims;
        this.lists = lists;
        this.operators = operators;
        this.settings = settings;
        this.jdbc = jdbc;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "breach";
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
        var breach = breach(caseFile);
        if (breach == null) {
            return null;
        }
        var id = caseFile.id();
        var measures = rows.measures(id);
        var texts = containment.texts(id, measures);
        return new Section(
                Almaty.at(breach.discoveredAt()),
                at(breach.occurredFrom()),
                breach.rehearsal(),
                rows.versions(id).stream()
                        .map(version -> version(id, version, locale))
                        .toList(),
                coded("verdict", breach.verdict(), locale),
                coded("reason", breach.verdictReason(), locale),
                breach.joinedTo() == null ? null : number(breach.joinedTo()),
                rows.joined(id).stream().map(this::number).toList(),
                breach.verdict() == null ? others(caseFile, breach) : List.of(),
                "confirmed".equals(breach.verdict()) && breach.cause() == null && caseFile.isOpen(),
                measures.stream()
                        .map(one -> new MeasureView(
                                one.id(),
                                texts.get(one.id()),
                                one.owner(),
                                Almaty.at(one.dueAt()),
                                at(one.takenAt()),
                                one.taskId()))
                        .toList(),
                rows.accounts(id).stream()
                        .map(one -> new AccountView(one.seq(), at(one.resetAt()), one.act()))
                        .toList(),
                lists.ofCase(id),
                filings.of(id).stream().map(BreachPanel::view).toList(),
                settings.authority().name(),
                settings.authority().email() != null,
                coded("tell", breach.tell(), locale),
                breach.tell(),
                coded("tellReason", breach.tellReason(), locale),
                operators
                        .get(caseFile.operator())
                        .peopleNotice()
                        .map(OperatorProfile.PeopleNotice::clause)
                        .orElse(null),
                notices.notices(id).stream()
                        .map(one -> new NoticeView(
                                one.version(),
                                one.campaign(),
                                one.listHash(),
                                one.textHash(),
                                one.approvedBy() != null,
                                one.rejected(),
                                at(one.drainedAt()),
                                coded("unreached", one.unreached(), locale)))
                        .toList(),
                claims.claims(id).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, claim -> number(claim.getValue()))),
                closing.conclusion(id),
                coded("cause", breach.cause(), locale));
    }

    private VersionView version(UUID id, BreachRows.Version version, Locale locale) {
        var said = words.of(id, version.version());
        return new VersionView(
                version.version(),
                Almaty.at(version.at()),
                version.by(),
                said.facts(),
                said.measures(),
                said.categories().stream()
                        .map(one -> words.category(one, locale))
                        .toList());
    }

    private static FilingView view(FilingRows.Filing filing) {
        return new FilingView(
                filing.round(),
                filing.way(),
                filing.people(),
                filing.fromList(),
                filing.toList(),
                filing.listHash(),
                filing.factsVersion(),
                Almaty.at(filing.preparedAt()),
                filing.approvedBy() != null,
                at(filing.sentAt()),
                filing.registrationNumber(),
                at(filing.handedInAt()));
    }

    /** Other breaches of the operator that this may be another report of. */
    private List<OtherView> others(CaseFile caseFile, Breach breach) {
        return jdbc.sql(
                        """
                        select c.number, b.kind, b.discovered_at from qupiya.breach b join qupiya.case_file c on c.id = b.case_id
                        where c.operator = ? and c.id <> ? and c.closed_at is null and b.rehearsal = ? and b.verdict is distinct from 'joined'
                            and c.id <> all(?::uuid[])
                        order by b.discovered_at desc limit ?""")
                .params(
                        caseFile.operator().value(),
                        caseFile.id(),
                        breach.rehearsal(),
                        concerns.hiddenFromReader().stream().map(UUID::toString).toArray(String[]::new),
                        MOST_OTHERS)
                .query((row, n) -> new OtherView(
                        row.getString("number"),
                        row.getString("kind"),
                        Almaty.at(BreachRows.instant(row, "discovered_at"))))
                .list();
    }

    private String number(UUID caseId) {
        return cases.get(caseId).number().value();
    }

    private @Nullable Breach breach(CaseFile caseFile) {
        return caseFile.kind() == CaseKind.BREACH ? rows.find(caseFile.id()).orElse(null) : null;
    }

    private @Nullable String coded(String what, @Nullable String code, Locale locale) {
        return code == null ? null : messages.getMessage("breachnotification." + what + "." + code, null, code, locale);
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant at) {
        return at == null ? null : Almaty.at(at);
    }

    @Override
    public Map<String, Object> of(CaseFile caseFile) {
        var breach = breach(caseFile);
        if (breach == null) {
            return Map.of();
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("discoveredAt", Almaty.at(breach.discoveredAt()));
        if (breach.occurredFrom() != null) {
            more.put("occurredFrom", Almaty.at(breach.occurredFrom()));
        }
        more.put("breachKind", breach.kind().code());
        more.put("version", breach.version());
        if (breach.rehearsal()) {
            more.put("rehearsal", true);
        }
        if (breach.verdict() != null) {
            more.put("verdict", breach.verdict());
        }
        if (breach.joinedTo() != null && "joined".equals(breach.verdict())) {
            more.put("joinedTo", number(breach.joinedTo()));
        }
        more.put(
                "affected",
                lists.ofCase(caseFile.id()).stream()
                        .filter(AffectedList::frozen)
                        .mapToLong(AffectedList::people)
                        .sum());
        return more;
    }

    /**
     * The section.
     *
     * @param others   other breaches that this may be another report of; only until it is assessed
     * @param running  whether measures and parts may be added
     * @param canMail  whether the authority has a mail address
     * @param tellCode {@code duty}, {@code tell} or {@code not-tell}
     * @param claims   numbers of the claims by the report that each came from
     * @param clause   clause of the policy that may bind the operator to tell the people
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Section(
            OffsetDateTime discoveredAt,
            @Nullable OffsetDateTime occurredFrom,
            boolean rehearsal,
            List<VersionView> versions,
            @Nullable String verdict,
            @Nullable String reason,
            @Nullable String joinedTo,
            List<String> joined,
            List<OtherView> others,
            boolean running,
            List<MeasureView> measures,
            List<AccountView> accounts,
            List<AffectedList> lists,
            List<FilingView> filings,
            String authority,
            boolean canMail,
            @Nullable String tell,
            @Nullable String tellCode,
            @Nullable String tellReason,
            @Nullable String clause,
            List<NoticeView> notices,
            Map<UUID, String> claims,
            Map<String, String> conclusion,
            @Nullable String cause) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionView(
            int version,
            OffsetDateTime at,
            String by,
            @Nullable String facts,
            @Nullable String measures,
            List<String> categories) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MeasureView(
            UUID id,
            @Nullable String text,
            String owner,
            OffsetDateTime dueAt,
            @Nullable OffsetDateTime takenAt,
            @Nullable String task) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountView(int seq, @Nullable OffsetDateTime resetAt, @Nullable UUID act) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FilingView(
            int round,
            String way,
            long people,
            int fromList,
            int toList,
            String listHash,
            int factsVersion,
            OffsetDateTime preparedAt,
            boolean approved,
            @Nullable OffsetDateTime sentAt,
            @Nullable String registrationNumber,
            @Nullable OffsetDateTime handedInAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NoticeView(
            int version,
            UUID campaign,
            String listHash,
            String textHash,
            boolean approved,
            boolean rejected,
            @Nullable OffsetDateTime drainedAt,
            @Nullable String unreached) {}

    record OtherView(String number, String kind, OffsetDateTime discoveredAt) {}
}
