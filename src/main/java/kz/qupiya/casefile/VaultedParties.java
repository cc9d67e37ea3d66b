package kz.qupiya.casefile;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseSubjects;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Parties whose data lie in the vault, and the entitlement that stands in the register. */
@Service
class VaultedParties implements Parties {

    private final JdbcClient jdbc;
    private final JdbcCaseFiles files;
    private final JdbcTimeline timeline;
    private final CaseVault vault;
    private final CaseSubjects subjects;
    private final ConcernedStaff concerned;
    private final ApplicationEventPublisher events;

    VaultedParties(
            JdbcClient jdbc,
            JdbcCaseFiles files,
            JdbcTimeline timeline,
            CaseVault vault,
            CaseSubjects subjects,
            ConcernedStaff concerned,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.files = files;
        this.timeline = timeline;
        this.vault = vault;
        this.subjects = subjects;
        this.concerned = concerned;
        this.events = events;
    }

    @Override
    public List<Identifier> identifiers(UUID caseId) {
        return subjects.identifiers(caseId);
    }

    @Override
    public Optional<String> value(UUID caseId, String field) {
        return vault.reveal(caseId, field);
    }

    @Override
    public EntitlementView entitlement(UUID caseId) {
        return jdbc.sql(
                        """
                        select entitlement, entitlement_by, entitlement_at, entitlement_document
                        from qupiya.case_file where id = ?""")
                .param(caseId)
                .query((row, n) -> {
                    var by = row.getString("entitlement_by");
                    return new EntitlementView(
                            Entitlement.of(row.getString("entitlement")),
                            by == null ? null : Actor.parse(by),
                            CaseFileRows.instant(row, "entitlement_at"),
                            row.getObject("entitlement_document", UUID.class));
                })
                .optional()
                .orElseThrow(() -> new NotFoundException("casefile.unknown"));
    }

    @Override
    @Transactional
    public void entitle(UUID caseId, Entitlement state, @Nullable UUID documentId, Actor by) {
        var file = files.lock(caseId);
        if (file.entitlement() == state) {
            return;
        }
        if (file.entitlement() == Entitlement.NOT_NEEDED) {
            throw new ConflictException("casefile.entitlement.not-needed");
        }
        if (!file.isOpen()) {
            throw new ConflictException("casefile.closed");
        }
        if (state == Entitlement.NOT_NEEDED) {
            throw new InvalidInputException("state", "casefile.entitlement.unknown");
        }
        requireProof(caseId, documentId);
        var at = timeline.now();
        jdbc.sql(
                        """
                        update qupiya.case_file
                        set entitlement = ?, entitlement_by = ?, entitlement_at = ?, entitlement_document = ?
                        where id = ?""")
                .param(state.json())
                .param(by.toString())
                .param(Timestamp.from(at))
                .param(documentId)
                .param(caseId)
                .update();
        timeline.append(
                caseId,
                TimelineEvent.of("entitlement.set", by)
                        .result(state.json())
                        .with("before", file.entitlement().json())
                        .with("document", documentId));
        events.publishEvent(new EntitlementChanged(caseId, state, at));
    }

    private void requireProof(UUID caseId, @Nullable UUID documentId) {
        if (documentId == null) {
            return;
        }
        var purpose = jdbc.sql("select purpose from qupiya.case_document where id = ? and case_id = ?")
                .params(documentId, caseId)
                .query(String.class)
                .optional()
                .flatMap(DocumentPurpose::find)
                .orElseThrow(() -> new InvalidInputException("documentId", "casefile.document.unknown"));
        if (purpose != DocumentPurpose.AUTHORITY && purpose != DocumentPurpose.IDENTITY) {
            throw new InvalidInputException("documentId", "casefile.entitlement.document-purpose");
        }
    }

    @Override
    public List<RelatedCase> related(UUID caseId) {
        var file = files.get(caseId);
        var identifiers = subjects.identifiers(caseId);
        if (identifiers.isEmpty()) {
            return List.of();
        }
        var hidden = concerned.hiddenFrom(concerned.reader());
        var others = subjects.casesNaming(file.operator(), identifiers).stream()
                .filter(other -> !other.equals(caseId))
                .filter(other -> !hidden.contains(other))
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }
        Map<UUID, CaseFile> found = new HashMap<>();
        jdbc.sql("select " + CaseFileRows.COLUMNS
                        + " from qupiya.case_file c where c.id in (:ids) and c.operator = :operator")
                .param("ids", others)
                .param("operator", file.operator().value())
                .query(CaseFileRows::map)
                .list()
                .forEach(other -> found.put(other.id(), other));
        return found.values().stream()
                .filter(other -> earlier(other, file))
                .sorted(java.util.Comparator.comparing(CaseFile::openedAt).reversed())
                .map(other -> new RelatedCase(
                        other.id(),
                        other.number(),
                        other.kind(),
                        other.status(),
                        other.outcome(),
                        other.entitlement(),
                        other.receivedAt()))
                .toList();
    }

    private static boolean earlier(CaseFile other, CaseFile file) {
        return other.openedAt().isBefore(file.openedAt())
                || (other.openedAt().equals(file.openedAt())
                        && other.number().value().compareTo(file.number().value()) < 0);
    }

    @Override
    public int earlierUnproved(UUID caseId) {
        return (int) related(caseId).stream()
                .filter(other -> other.entitlement() == Entitlement.TO_BE_PROVED
                        || other.entitlement() == Entitlement.NOT_PROVED)
                .count();
    }
}
