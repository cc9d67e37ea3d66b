package kz.qupiya.casefile;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.CardNumbers;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Notes whose text lies in the vault. */
@Service
class VaultedNotes implements Notes {

    static final int LIMIT = 4_000;

    private final JdbcClient jdbc;
    private final JdbcCaseFiles files;
    private final JdbcTimeline timeline;
    private final CaseVault vault;

    VaultedNotes(JdbcClient jdbc, JdbcCaseFiles files, JdbcTimeline timeline, CaseVault vault) {
        this.jdbc = jdbc;
        this.files = files;
        this.timeline = timeline;
        this.vault = vault;
    }

    @Override
    @Transactional
    public Note add(UUID caseId, String text, Actor by) {
        if (text.isBlank()) {
            throw new InvalidInputException("text", "problem.field.missing");
        }
        return add(caseId, "text", text, by);
    }

    @Override
    @Transactional
    public void attach(UUID caseId, @Nullable String note, Actor by) {
        if (note != null && !note.isBlank()) {
            add(caseId, "note", note, by);
        }
    }

    private Note add(UUID caseId, String name, String text, Actor by) {
        if (text.length() > LIMIT) {
            throw new InvalidInputException(name, "problem.field.too-long", LIMIT);
        }
        if (files.lock(caseId).destroyedAt() != null) {
            throw new ConflictException("casefile.destroyed");
        }
        var note = new Note(UUID.randomUUID(), CardNumbers.mask(text.strip()), by, timeline.now());
        vault.put(caseId, field(note.id()), note.text());
        jdbc.sql("insert into qupiya.case_note (id, case_id, written_by, written_at) values (?, ?, ?, ?)")
                .params(note.id(), caseId, by.toString(), Timestamp.from(note.at()))
                .update();
        timeline.append(caseId, TimelineEvent.of("note.added", by).with("note", note.id()));
        return note;
    }

    @Override
    public List<Note> of(UUID caseId) {
        var values = vault.revealAll(caseId);
        return jdbc.sql("select id, written_by, written_at from qupiya.case_note where case_id = ? order by position")
                .param(caseId)
                .query((row, n) -> {
                    var id = row.getObject(1, UUID.class);
                    return new Note(
                            id,
                            values.getOrDefault(field(id), ""),
                            Actor.parse(row.getString(2)),
                            row.getTimestamp(3).toInstant());
                })
                .list();
    }

    private static String field(UUID noteId) {
        return "note." + noteId;
    }
}
