package kz.qupiya.affected;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kz.qupiya.affected.ListStore.Stored;
import kz.qupiya.bulk.Cells;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.subject.CaseSeals;
import kz.qupiya.subject.CaseSeals.Seal;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What the authority has to get to tell people: name, IIN, mobile number (Order 481/НҚ clause 4). Rows come from the database in bulk and in order; several threads open them
 * while the ones before are written.
 */
@Component
class AuthorityFile implements DisposableBean {

    private static final int BATCH = 1_000;
    private static final byte[] HEADER = "\uFEFFФИО,ИИН,Номер мобильного телефона\r\n".getBytes(StandardCharsets.UTF_8);
    private static final String NAMED =
            " and same_seq is null and has & " + (Person.NAME | Person.IIN | Person.PHONE) + " <> 0";

    private final JdbcTemplate template;
    private final CaseSeals seals;
    private final ExecutorService openers;
    private final int ahead;

    AuthorityFile(JdbcTemplate template, CaseSeals seals) {
        this.template = template;
        this.seals = seals;
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.ahead = 2 * threads;
        this.openers = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(task, "authority-file");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sealed people of one list. */
    private record Batch(int list, List<Integer> seqs, List<byte[]> sealed) {}

    /** Writes the people of the lists, one list after the other, in the order of their places. Joins the caller's transaction. */
    void write(UUID caseId, List<Stored> lists, OutputStream out) {
        if (lists.isEmpty()) {
            write(out, HEADER);
            return;
        }
        var writer = new Writer(seal(caseId), out);
        write(out, HEADER);
        byPlace();
        for (Stored list : lists) {
            template.execute((ConnectionCallback<Boolean>) connection -> {
                copy(connection, list.no(), writer);
                return true;
            });
        }
        writer.end();
    }

    /** The first people of that file. */
    List<AffectedPerson> first(UUID caseId, List<Stored> lists, int limit) {
        if (lists.isEmpty()) {
            return List.of();
        }
        var seal = seal(caseId);
        byPlace();
        List<AffectedPerson> first = new ArrayList<>();
        for (Stored list : lists) {
            template.query(
                    "select seq, sealed from qupiya.affected_person where list = ?" + NAMED + " order by seq limit ?",
                    rs -> {
                        first.add(person(
                                list.version(), rs.getInt(1), open(seal, list.no(), rs.getInt(1), rs.getBytes(2))));
                    },
                    list.no(),
                    limit - first.size());
        }
        return first;
    }

    private static AffectedPerson person(int version, int seq, Person person) {
        var phones = String.join("; ", person.phones());
        return new AffectedPerson(
                version, seq, person.name(), person.first(IdentifierKind.IIN), phones.isEmpty() ? null : phones);
    }

    private Seal seal(UUID caseId) {
        return seals.toRead(caseId).orElseThrow(() -> new ConflictException("affected.list.destroyed"));
    }

    /** The rows lie in this order already; sorting a million of them would be the dearest part. */
    private void byPlace() {
        template.queryForObject("select set_config('enable_sort', 'off', true)", String.class);
    }

    private static Person open(Seal seal, int list, int seq, byte[] sealed) {
        return Person.read(seal.open(PeopleStore.label(list, seq), sealed));
    }

    private static void copy(Connection connection, int list, Writer writer) throws SQLException {
        var sql = "copy (select seq, sealed from qupiya.affected_person where list = " + list + NAMED
                + " order by seq) to stdout (format binary)";
        try (var in = new DataInputStream(
                new BufferedInputStream(new PGCopyInputStream(connection.unwrap(PGConnection.class), sql), 1 << 16))) {
            // Signature, flags and the length of an extension of which there is none.
            in.skipNBytes(19);
            var batch = new Batch(list, new ArrayList<>(BATCH), new ArrayList<>(BATCH));
            while (in.readShort() >= 0) {
                in.skipNBytes(4);
                batch.seqs.add(in.readInt());
                batch.sealed.add(in.readNBytes(in.readInt()));
                if (batch.seqs.size() == BATCH) {
                    writer.take(batch);
                    batch = new Batch(list, new ArrayList<>(BATCH), new ArrayList<>(BATCH));
                }
            }
            writer.take(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has batches opened ahead, and writes them in their order. */
    private final class Writer {

        private final Seal seal;
        private final OutputStream out;
        private final Deque<Future<byte[]>> opening = new ArrayDeque<>();

        Writer(Seal seal, OutputStream out) {
            this.seal = seal;
            this.out = out;
        }

        void take(Batch batch) {
            if (opening.size() >= ahead) {
                write(out, next());
            }
            opening.add(openers.submit(() -> csv(seal, batch)));
        }

        void end() {
            while (!opening.isEmpty()) {
                write(out, next());
            }
        }

        private byte[] next() {
            try {
                return opening.remove().get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("people of a list could not be opened");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while people of a list were opened", e);
            }
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] csv(Seal seal, Batch batch) {
        var text = new StringBuilder(64 * batch.seqs.size());
        for (int i = 0; i < batch.seqs.size(); i++) {
            var person = open(seal, batch.list, batch.seqs.get(i), batch.sealed.get(i));
            append(text, Cells.harmlessOrNull(person.name()));
            text.append(',');
            append(text, person.first(IdentifierKind.IIN));
            text.append(',');
            append(text, String.join("; ", person.phones()));
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (value.indexOf(',') < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }

    @Override
    public void destroy() {
        openers.shutdown();
    }
}
