package kz.qupiya.casefile;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.SaltedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Documents in pieces, each sealed under the key of the case and bound to its document and place, so that none can be swapped, moved or dropped unnoticed. */
@Service
class VaultedDocuments implements Documents {

    static final int LIMIT = 10 * 1024 * 1024;

    /** Keeps a piece's plain text and cipher text small beside the whole. */
    private static final int CHUNK = 256 * 1024;

    private static final int NAME_LIMIT = 200;
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\u2028\\u2029\"*:<>?|]");

    private final JdbcClient jdbc;
    private final JdbcCaseFiles files;
    private final JdbcTimeline timeline;
    private final CaseVault vault;
    private final ApplicationEventPublisher events;
    private final DocumentPictures pictures;
    private final TransactionTemplate transaction;

    VaultedDocuments(
            JdbcClient jdbc,
            JdbcCaseFiles files,
            JdbcTimeline timeline,
            CaseVault vault,
            ApplicationEventPublisher events,
            DocumentPictures pictures,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.files = files;
        this.timeline = timeline;
        this.vault = vault;
        this.events = events;
        this.pictures = pictures;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    @Transactional
    public Document add(UUID caseId, DocumentPurpose purpose, @Nullable String fileName, byte[] content, Actor by) {
        var name = name(fileName);
        var type = check(name, content);
        if (files.lock(caseId).destroyedAt() != null) {
            throw new ConflictException("casefile.destroyed");
        }
        var salt = SaltedDigest.salt();
        var document = new Document(
                UUID.randomUUID(),
                purpose,
                name,
                type,
                content.length,
                SaltedDigest.of(salt, content),
                by,
                timeline.now());
        jdbc.sql(
                        """
                        insert into qupiya.case_document (id, case_id, purpose, media_type, size, sha256, uploaded_by, uploaded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        document.id(),
                        caseId,
                        purpose.json(),
                        type,
                        document.size(),
                        document.sha256(),
                        by.toString(),
                        Timestamp.from(document.at()))
                .update();
        int chunk = 0;
        for (int from = 0; from < content.length; from += CHUNK) {
            var plain = Arrays.copyOfRange(content, from, Math.min(content.length, from + CHUNK));
            jdbc.sql("insert into qupiya.case_document_chunk (document_id, chunk, content) values (?, ?, ?)")
                    .params(document.id(), chunk, vault.seal(caseId, label(document.id(), chunk), plain))
                    .update();
            chunk++;
        }
        vault.putAll(caseId, Map.of(nameField(document.id()), name, saltField(document.id()), salt));
        timeline.append(
                caseId,
                TimelineEvent.of("document.added", by)
                        .with("document", document.id())
                        .with("purpose", purpose.json())
                        .with("mediaType", type)
                        .with("size", document.size())
                        .with("saltedSha256", document.sha256()));
        events.publishEvent(new DocumentAdded(caseId, document.id(), purpose, document.at()));
        return document;
    }

    @Override
    public Optional<Violation> fault(@Nullable String fileName, byte[] content) {
        try {
            check(name(fileName), content);
            return Optional.empty();
        } catch (InvalidInputException e) {
            return e.violations().stream().findFirst();
        }
    }

    private static String check(String name, byte[] content) {
        if (content.length == 0) {
            throw new InvalidInputException("file", "casefile.document.empty");
        }
        if (content.length > LIMIT) {
            throw new InvalidInputException("file", "casefile.document.too-large", LIMIT / 1024 / 1024);
        }
        var type = FileTypes.detect(content)
                .orElseThrow(() -> new InvalidInputException("file", "casefile.document.type"));
        if (!FileTypes.matches(name, type)) {
            throw new InvalidInputException("file", "casefile.document.name");
        }
        if (type.equals(FileTypes.TEXT)) {
            var text = new String(content, java.nio.charset.StandardCharsets.UTF_8);
            if (!CardNumbers.mask(text).equals(text)) {
                // card data are never stored on the operator's server (Zvonobot 8.3), and a document is not ours to
                // change
                throw new InvalidInputException("file", "casefile.document.card-number");
            }
        }
        return type;
    }

    /** The last part of what a browser sends, without what no file system takes. */
    private static String name(@Nullable String sent) {
        var whole = sent == null ? "" : java.text.Normalizer.normalize(sent, java.text.Normalizer.Form.NFC);
        var last = whole.substring(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\')) + 1);
        var clean = CardNumbers.mask(UNFIT.matcher(last).replaceAll("_").strip());
        if (clean.length() <= NAME_LIMIT) {
            return clean;
        }
        int dot = clean.lastIndexOf('.');
        var ending = dot < 0 || clean.length() - dot > 10 ? "" : clean.substring(dot);
        return clean.substring(0, NAME_LIMIT - ending.length()) + ending;
    }

    @Override
    public List<Document> of(UUID caseId) {
        var documents = jdbc.sql("select * from qupiya.case_document where case_id = ? order by position")
                .param(caseId)
                .query(VaultedDocuments::row)
                .list();
        if (documents.isEmpty()) {
            return documents;
        }
        Map<String, String> values = vault.revealAll(caseId);
        return documents.stream()
                .map(one -> named(one, values.getOrDefault(nameField(one.id()), "")))
                .toList();
    }

    @Override
    public Optional<Document> find(UUID caseId, UUID documentId) {
        return jdbc.sql("select * from qupiya.case_document where case_id = ? and id = ?")
                .params(caseId, documentId)
                .query(VaultedDocuments::row)
                .optional()
                .map(one ->
                        named(one, vault.reveal(caseId, nameField(documentId)).orElse("")));
    }

    @Override
    @Transactional
    public byte[] read(UUID caseId, UUID documentId, Actor by) {
        var document = find(caseId, documentId).orElseThrow(() -> new NotFoundException("casefile.document.unknown"));
        var content = content(caseId, document).orElseThrow(() -> new NotFoundException("casefile.document.unknown"));
        if (!SaltedDigest.of(content.salt(), content.bytes()).equals(document.sha256())) {
            throw new IllegalStateException("document " + documentId + " is not what was filed");
        }
        timeline.append(caseId, TimelineEvent.of("document.viewed", by).with("document", documentId));
        return content.bytes();
    }

    /** Content of a document and the salt of its digest. */
    record Content(byte[] bytes, @Nullable String salt) {

        /** Whatever people hand in. */
        @Override
        public String toString() {
            return "Content[" + bytes.length + "]";
        }
    }

    /**
     * The content as it is stored, without a look being recorded; nothing when it was destroyed with the case file.
     *
     * @throws IllegalStateException if a piece was changed since it was filed
     */
    Optional<Content> content(UUID caseId, Document document) {
        var content = new ByteArrayOutputStream((int) document.size());
        var pieces = jdbc.sql(
                        "select chunk, content from qupiya.case_document_chunk where document_id = ? order by chunk")
                .param(document.id())
                .query((row, n) -> vault.open(caseId, label(document.id(), row.getInt(1)), row.getBytes(2)))
                .list();
        if (pieces.isEmpty() || pieces.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        pieces.forEach(piece -> content.writeBytes(piece.orElseThrow()));
        return Optional.of(new Content(
                content.toByteArray(),
                vault.reveal(caseId, saltField(document.id())).orElse(null)));
    }

    @Override
    public Pictures look(UUID caseId, UUID documentId, int from, Actor by) {
        var document = find(caseId, documentId).orElseThrow(() -> new NotFoundException("casefile.document.unknown"));
        if (!document.hasPictures()) {
            throw new ConflictException("casefile.document.no-picture");
        }
        // drawing takes its time: the look is on the record, and its transaction over, before
        var content = transaction.execute(status -> read(caseId, documentId, by));
        return pictures.of(java.util.Objects.requireNonNull(content), document.mediaType(), from);
    }

    private static String label(UUID documentId, int chunk) {
        return "document/" + documentId + "/" + chunk;
    }

    private static String nameField(UUID documentId) {
        return "document." + documentId + ".name";
    }

    private static String saltField(UUID documentId) {
        return "document." + documentId + ".salt";
    }

    private static Document named(Document one, String name) {
        return new Document(
                one.id(), one.purpose(), name, one.mediaType(), one.size(), one.sha256(), one.by(), one.at());
    }

    private static Document row(ResultSet row, int n) throws SQLException {
        return new Document(
                row.getObject("id", UUID.class),
                DocumentPurpose.of(row.getString("purpose")),
                "",
                row.getString("media_type"),
                row.getLong("size"),
                row.getString("sha256"),
                Actor.parse(row.getString("uploaded_by")),
                row.getTimestamp("uploaded_at").toInstant());
    }
}
