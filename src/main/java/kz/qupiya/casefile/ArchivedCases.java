package kz.qupiya.casefile;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Archives out of the database, read in one snapshot and written as they are read. */
@Service
class ArchivedCases implements CaseExport {

    private static final Logger log = LoggerFactory.getLogger(ArchivedCases.class);

    static final String TIMELINE = "timeline.json";
    static final String CASE = "case.json";
    static final String DOCUMENTS = "documents/index.json";
    static final String NOTES = "notes.json";
    private static final ClassPathResource README = new ClassPathResource("casefile/archive-readme.txt");

    private final JdbcTimeline timeline;
    private final JdbcCaseFiles files;
    private final CaseViews views;
    private final Deadlines deadlines;
    private final VaultedDocuments documents;
    private final Notes notes;
    private final Parties parties;
    private final CaseLinks links;
    private final ObjectProvider<Part> parts;
    private final TransactionTemplate transaction;
    private final TransactionTemplate snapshot;
    private final ObjectWriter json = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerWithDefaultPrettyPrinter();

    ArchivedCases(
            JdbcTimeline timeline,
            JdbcCaseFiles files,
            CaseViews views,
            Deadlines deadlines,
            VaultedDocuments documents,
            Notes notes,
            Parties parties,
            CaseLinks links,
            ObjectProvider<Part> parts,
            PlatformTransactionManager transactions) {
        this.timeline = timeline;
        this.files = files;
        this.views = views;
        this.deadlines = deadlines;
        this.documents = documents;
        this.notes = notes;
        this.parties = parties;
        this.links = links;
        this.parts = parts;
        this.transaction = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
    }

    @Override
    public Begun begin(CaseFile caseFile, Actor by, Role role, boolean personal) {
        var begun = new Begun(UUID.randomUUID(), caseFile, by, role, personal);
        if (personal && caseFile.destroyedAt() == null) {
            parts.forEach(part -> part.prepare(caseFile));
        }
        transaction.executeWithoutResult(status -> timeline.append(
                caseFile.id(),
                TimelineEvent.of("case.exported", by)
                        .with("export", begun.id())
                        .with("role", code(role))
                        .with("personal", personal)));
        return begun;
    }

    @Override
    public String write(Begun export, OutputStream out) throws IOException {
        var writer = new ArchiveWriter(out, json, timeline.now(), export.personal());
        String manifest;
        try {
            manifest = Objects.requireNonNull(snapshot.execute(status -> {
                // nothing is written; what cannot be opened would make the end of the transaction a failure
                status.setRollbackOnly();
                try {
                    return archive(export, writer);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } catch (UncheckedIOException e) {
            record(export, TimelineEvent.of("case.export-broken-off", export.by()));
            throw e.getCause();
        } catch (RuntimeException e) {
            record(export, TimelineEvent.of("case.export-broken-off", export.by()));
            throw e;
        }
        record(
                export,
                TimelineEvent.of("case.export-finished", export.by())
                        .with("manifestSha256", manifest)
                        .with("entries", writer.entries())
                        .with("size", writer.size()));
        return manifest;
    }

    private void record(Begun export, TimelineEvent event) {
        transaction.executeWithoutResult(
                status -> timeline.append(export.caseFile().id(), event.with("export", export.id())));
    }

    private String archive(Begun export, ArchiveWriter to) throws IOException {
        var file = files.get(export.caseFile().id());
        to.bytes("README.txt", README.getContentAsByteArray());
        var state = timeline.state(file.id());
        writeTimeline(file, to);
        to.json(CASE, whole(file, to.personal()));
        to.json("links.json", links(file));
        writeDocuments(file, to);
        if (to.personal()) {
            to.json(
                    NOTES,
                    notes.of(file.id()).stream()
                            .map(note -> Map.of(
                                    "id", note.id(),
                                    "text", note.text(),
                                    "by", note.by().toString(),
                                    "at", Almaty.at(note.at())))
                            .toList());
        }
        for (var part : parts.stream().sorted(Comparator.comparing(Part::name)).toList()) {
            part.write(file, to);
        }
        var facts = new TreeMap<String, @Nullable Object>();
        facts.put("format", FORMAT);
        facts.put("export", export.id().toString());
        facts.put("operator", file.operator().value());
        facts.put("number", file.number().value());
        facts.put("case", file.id().toString());
        facts.put("madeAt", timeline.now().toString());
        facts.put("role", code(export.role()));
        facts.put("personal", export.personal());
        facts.put(
                "destroyedAt",
                file.destroyedAt() == null ? null : file.destroyedAt().toString());
        facts.put(
                "timeline",
                Map.of(
                        "count",
                        state.count(),
                        "head",
                        String.valueOf(state.head()),
                        "anchors",
                        timeline.anchors(file.id()).stream()
                                .map(anchor -> Map.of("count", anchor.count(), "head", anchor.head()))
                                .toList()));
        return to.end(facts);
    }

    /** One row a line, each as it is hashed, so that it can be counted again with nothing but a text editor and SHA-256. */
    private void writeTimeline(CaseFile file, ArchiveWriter to) throws IOException {
        try (var out = to.open(TIMELINE)) {
            var text = new StringBuilder(2048)
                    .append("{\"case\":\"")
                    .append(file.id())
                    .append("\",\"number\":\"")
                    .append(file.number())
                    .append("\",\"rows\":[");
            var first = new boolean[] {true};
            timeline.each(file.id(), row -> {
                text.append(first[0] ? "\n" : ",\n").append("{\"hash\":");
                first[0] = false;
                CanonicalJson.appendText(text, row.hash());
                text.append(",\"previousHash\":");
                CanonicalJson.appendText(text, row.previousHash());
                text.append(",\"row\":");
                HashChain.append(text, file.id(), row);
                text.append('}');
                if (text.length() > 16_384) {
                    flush(text, out);
                }
            });
            text.append("\n]}\n");
            flush(text, out);
        }
    }

    private static void flush(StringBuilder text, OutputStream out) {
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.setLength(0);
    }

    private Map<String, @Nullable Object> whole(CaseFile file, boolean personal) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("case", views.of(file));
        out.put("ground", file.ground());
        out.put("language", file.language());
        out.put("decision", file.decision());
        out.put("destroyedAt", file.destroyedAt() == null ? null : Almaty.at(file.destroyedAt()));
        out.put("deadlines", ArchivedDeadlines.of(deadlines.of(file.id())));
        var entitlement = parties.entitlement(file.id());
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put(
                "requester",
                file.requesterKind() == null ? null : file.requesterKind().json());
        shown.put("state", entitlement.state().json());
        shown.put("by", entitlement.by() == null ? null : entitlement.by().toString());
        shown.put("at", entitlement.at() == null ? null : Almaty.at(entitlement.at()));
        shown.put("document", entitlement.documentId());
        out.put("entitlement", shown);
        if (personal) {
            out.put("requester", values(file, Parties.REQUESTER_FIELDS));
            var subject = values(file, List.of(Parties.SUBJECT_NAME));
            subject.put(
                    "identifiers",
                    parties.identifiers(file.id()).stream()
                            .map(one -> Map.of("kind", one.kind().json(), "value", one.value()))
                            .toList());
            out.put("subject", subject);
            out.put("description", parties.value(file.id(), Parties.DESCRIPTION).orElse(null));
        }
        return out;
    }

    private Map<String, @Nullable Object> values(CaseFile file, List<String> fields) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach(field -> parties.value(file.id(), field).ifPresent(value -> values.put(field, value)));
        return values;
    }

    private List<Map<String, Object>> links(CaseFile file) {
        return links.of(file.id(), file.operator()).stream()
                // what the reader may not find has no place in what the reader is given
                .filter(link ->
                        files.find(file.operator(), link.number().value()).isPresent())
                .map(link -> Map.<String, Object>of(
                        "number", link.number().value(),
                        "kind", link.kind().json(),
                        "event", link.code(),
                        "at", Almaty.at(link.at())))
                .toList();
    }

    private void writeDocuments(CaseFile file, ArchiveWriter to) throws IOException {
        var index = new ArrayList<Map<String, @Nullable Object>>();
        for (var document : documents.of(file.id())) {
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("id", document.id());
            line.put("purpose", document.purpose().json());
            line.put("mediaType", document.mediaType());
            line.put("size", document.size());
            line.put("saltedSha256", document.sha256());
            line.put("by", document.by().toString());
            line.put("at", Almaty.at(document.at()));
            if (to.personal()) {
                line.put("fileName", document.fileName());
                var content = content(file, document);
                if (content.isPresent()) {
                    var name = "documents/" + (index.size() + 1) + "-" + document.id() + "."
                            + FileTypes.ending(document.mediaType());
                    to.attested(name, content.get().bytes(), content.get().salt(), document.sha256());
                    line.put("entry", name);
                }
            }
            index.add(line);
        }
        to.json(DOCUMENTS, index);
    }

    /** A document that somebody has tampered with must not keep the rest of the case from being shown: without it the archive does not verify. */
    private Optional<VaultedDocuments.Content> content(CaseFile file, Documents.Document document) {
        try {
            return documents.content(file.id(), document);
        } catch (IllegalStateException e) {
            log.error("document {} of case {} cannot be opened", document.id(), file.number());
            return Optional.empty();
        }
    }

    private static String code(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
