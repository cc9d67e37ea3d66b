package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CanonicalJson;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.OpenCase;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.Timeline;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.security.Role;
import kz.qupiya.subject.SubjectInput;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What proves a case: its archive beside the same bytes put into a ZIP from the same rows, and the check of a long timeline beside SHA-256 over the same bytes of the same table.
 */
@QupiyaBench
class EvidenceBench {

    private static final int EVENTS = Integer.getInteger("bench.evidence.events", 1_000);
    private static final int ROWS = Integer.getInteger("bench.evidence.rows", 1_000_000);
    private static final int TURNS = Integer.getInteger("bench.evidence.turns", 21);
    private static final int CHECKS = Integer.getInteger("bench.evidence.checks", 5);
    private static final String COLUMNS = "case_id, sequence, at, actor, code, result, data, previous_hash, hash";
    private static final Actor BY = Actor.user("officer");

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    CaseFiles cases;

    @Autowired
    Documents documents;

    @Autowired
    CaseExport export;

    @Autowired
    Timeline timeline;

    @Test
    void archive() throws IOException {
        var file = open();
        for (int i = 0; i < EVENTS / 50; i++) {
            var some = i;
            transaction.executeWithoutResult(status -> {
                for (int j = 0; j < 50; j++) {
                    cases.record(
                            file.id(),
                            TimelineEvent.of("deadline.warned", BY)
                                    .result("half")
                                    .with("n", some * 50L + j)
                                    .with("duty", "verification")
                                    .with("at", file.openedAt().plusSeconds(some)));
                }
            });
        }
        transaction.executeWithoutResult(status -> documents.add(
                file.id(),
                DocumentPurpose.CONFIRMING,
                "letter.txt",
                "Прошу принять к сведению. ".repeat(2_000).getBytes(StandardCharsets.UTF_8),
                BY));
        // what is in the archive beside the timeline, as it went in
        var first = new ByteArrayOutputStream();
        export.write(export.begin(file, BY, Role.OFFICER, true), first);
        Map<String, byte[]> others = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(first.toByteArray()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                others.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertThat(others).containsKey("timeline.json");
        others.remove("timeline.json");
        List<Double> measured = new ArrayList<>();
        List<Double> floor = new ArrayList<>();
        for (int turn = -5; turn < TURNS; turn++) {
            var start = System.nanoTime();
            export.write(export.begin(file, BY, Role.OFFICER, true), OutputStream.nullOutputStream());
            var one = System.nanoTime() - start;
            start = System.nanoTime();
            packed(file, others);
            var other = System.nanoTime() - start;
            if (turn >= 0) {
                measured.add(1e9 / one);
                floor.add(1e9 / other);
            }
        }
        Report.add(
                Report.Row.CASE_ARCHIVE,
                String.format(
                        Locale.ROOT,
                        "archive of a case with %,d events and a document, on the record, hashed and sealed; floor: the same bytes out of the same rows in a bare ZIP",
                        EVENTS),
                "/s",
                measured,
                floor,
                null);
    }

    /** The rows as they come, and the other entries as they are, in a ZIP. */
    private void packed(CaseFile file, Map<String, byte[]> others) throws IOException {
        try (var zip = new ZipOutputStream(OutputStream.nullOutputStream())) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("timeline.json"));
            var text = new StringBuilder();
            jdbc.query(
                    "select " + COLUMNS + " from qupiya.case_event where case_id = ? order by sequence",
                    row -> {
                        text.append("{\"hash\":\"")
                                .append(row.getString(9))
                                .append("\",\"previousHash\":\"")
                                .append(row.getString(8))
                                .append("\",\"row\":{\"actor\":\"")
                                .append(row.getString(4))
                                .append("\",\"at\":\"")
                                .append(row.getString(3))
                                .append("\",\"case\":\"")
                                .append(row.getString(1))
                                .append("\",\"code\":\"")
                                .append(row.getString(5))
                                .append("\",\"data\":")
                                .append(row.getString(7))
                                .append(",\"result\":\"")
                                .append(row.getString(6))
                                .append("\",\"sequence\":")
                                .append(row.getString(2))
                                .append("}},\n");
                    },
                    file.id());
            zip.write(text.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            for (var entry : others.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    @Test
    void chain() {
        var file = open();
        grow(file);
        List<Double> measured = new ArrayList<>();
        List<Double> floor = new ArrayList<>();
        for (int turn = -1; turn < CHECKS; turn++) {
            var start = System.nanoTime();
            var checked = timeline.verify(file.id());
            var one = System.nanoTime() - start;
            assertThat(checked.fault()).isNull();
            assertThat(checked.events()).isEqualTo(ROWS);
            start = System.nanoTime();
            assertThat(digested(file.id())).isPositive();
            var other = System.nanoTime() - start;
            if (turn >= 0) {
                measured.add(ROWS * 1e9 / one);
                floor.add(ROWS * 1e9 / other);
            }
        }
        Report.add(
                Report.Row.TIMELINE,
                String.format(
                        Locale.ROOT,
                        "check of a timeline of %,d rows; floor: SHA-256 over the same bytes read from the same table",
                        ROWS),
                "rows/s",
                measured,
                floor,
                null);
        // or every later benchmark would drag them along
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set session_replication_role = replica");
                statement.execute("delete from qupiya.case_event where sequence > 1 and case_id = '" + file.id() + "'");
                statement.execute("update qupiya.case_file set timeline_count = 1, timeline_head ="
                        + " (select hash from qupiya.case_event where case_id = '" + file.id() + "') where id = '"
                        + file.id() + "'");
                statement.execute("set session_replication_role = default");
            }
            return true;
        });
        jdbc.execute("vacuum qupiya.case_event");
    }

    /** SHA-256 over every column of the rows, as they come; how many bytes there were. */
    private long digested(UUID caseId) {
        return Objects.requireNonNull(transaction.execute(status -> {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                var cursor = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
                cursor.setFetchSize(1_000);
                var bytes = new long[1];
                cursor.query(
                        "select " + COLUMNS + " from qupiya.case_event where case_id = ? order by sequence",
                        row -> {
                            for (int column = 1; column <= 9; column++) {
                                var value = row.getBytes(column);
                                if (value != null) {
                                    digest.update(value);
                                    bytes[0] += value.length;
                                }
                            }
                        },
                        caseId);
                assertThat(digest.digest()).hasSize(32);
                return bytes[0];
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private CaseFile open() {
        return Objects.requireNonNull(transaction.execute(status -> cases.open(new OpenCase(
                new OperatorKey(StoredRestrictions.OPERATOR),
                CaseKind.DATA_BLOCK,
                Channel.API,
                null,
                new Requester(RequesterKind.SUBJECT, "Аты Жөні", null),
                new SubjectInput(null, "+77010009999", null, null, null, null),
                "inaccurate-data",
                null,
                null,
                Actor.job("bench")))));
    }

    /** Gives a case a timeline of so many rows, by the rule that the product documents. */
    private void grow(CaseFile file) {
        var last = timeline.of(file.id()).get(0);
        var at = last.at().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try {
                var copy = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy qupiya.case_event (" + COLUMNS + ") from stdin");
                var previous = last.hash();
                var digest = MessageDigest.getInstance("SHA-256");
                var lines = new StringBuilder();
                for (int sequence = 2; sequence <= ROWS; sequence++) {
                    var when = at.plusMillis(sequence);
                    var data = CanonicalJson.write(
                            Map.of("duty", "verification", "step", "half", "n", sequence, "task", "userTask_verify"));
                    var row = "{\"actor\":\"user:officer\",\"at\":\"" + when + "\",\"case\":\"" + file.id()
                            + "\",\"code\":\"deadline.warned\",\"data\":" + data + ",\"result\":null,\"sequence\":"
                            + sequence + "}";
                    var hash = HexFormat.of()
                            .formatHex(digest.digest((previous + "\n" + row).getBytes(StandardCharsets.UTF_8)));
                    lines.append(file.id())
                            .append('\t')
                            .append(sequence)
                            .append('\t')
                            .append(when)
                            .append("\tuser:officer\tdeadline.warned\t\\N\t")
                            .append(data)
                            .append('\t')
                            .append(previous)
                            .append('\t')
                            .append(hash)
                            .append('\n');
                    previous = hash;
                    if (lines.length() > 1 << 16 || sequence == ROWS) {
                        var bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
                        copy.writeToCopy(bytes, 0, bytes.length);
                        lines.setLength(0);
                    }
                }
                copy.endCopy();
                try (var statement = connection.prepareStatement(
                        "update qupiya.case_file set timeline_count = ?, timeline_head = ? where id = ?")) {
                    statement.setLong(1, ROWS);
                    statement.setString(2, previous);
                    statement.setObject(3, file.id());
                    statement.executeUpdate();
                }
                return true;
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        });
        jdbc.execute("vacuum analyze qupiya.case_event");
    }
}
