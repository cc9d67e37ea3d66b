package kz.qupiya.affected;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import kz.qupiya.affected.Loads.Mode;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.CaseNumber;
import kz.qupiya.casefile.CaseStatus;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.SubjectTables;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** The module put together on a database of its own; quicker than the application. */
final class AffectedKit implements AutoCloseable {

    static final OperatorKey TWELVE = new OperatorKey("twelve");
    static final Actor OFFICER = Actor.user("officer");
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    final SubjectTables tables = new SubjectTables(Clock.fixed(NOW, ZoneOffset.UTC));
    final Map<UUID, CaseFile> files = new HashMap<>();
    final List<TimelineEvent> timeline = new CopyOnWriteArrayList<>();
    final ListStore store = new ListStore(tables.jdbc);
    final PeopleStore people = new PeopleStore(tables.jdbc, tables.template, tables.hasher, tables.digests);
    final Loads loads;
    final AuthorityFile authorityFile = new AuthorityFile(tables.template, tables.caseSeals);
    final JdbcAffectedLists target;
    final AffectedLists lists;
    final ListAudience audience = new ListAudience(store, tables.caseSeals, tables.jdbc);

    AffectedKit() {
        var cases = mock(CaseFiles.class);
        lenient().when(cases.get(any())).thenAnswer(call -> files.get(call.<UUID>getArgument(0)));
        lenient()
                .doAnswer(call -> timeline.add(call.getArgument(1)))
                .when(cases)
                .record(any(), any());
        loads = new Loads(
                store,
                people,
                tables.caseSeals,
                cases,
                tables.digests,
                tables.jdbc,
                tables.template,
                tables.transactions,
                tables.publisher(),
                tables.clock);
        target = new JdbcAffectedLists(
                store,
                people,
                new Settlement(tables.jdbc, tables.template, people),
                authorityFile,
                tables.caseSeals,
                cases,
                tables.clock);
        var proxy = new ProxyFactory(target);
        proxy.addAdvice(new TransactionInterceptor(
                (TransactionManager) tables.transactions, new AnnotationTransactionAttributeSource()));
        lists = (AffectedLists) proxy.getProxy();
    }

    /** A breach that is open. */
    CaseFile breach() {
        var id = UUID.randomUUID();
        var number = "TWL-2026-%06d".formatted(files.size() + 1);
        tables.jdbc
                .sql(
                        """
                        insert into qupiya.case_file (id, number, operator, kind, status, channel, entitlement, received_at, opened_at, opened_by)
                        values (?, ?, ?, 'breach', 'open', 'api', 'not-needed', now(), now(), 'test')""")
                .params(id, number, TWELVE.value())
                .update();
        var file = new CaseFile(
                id,
                new CaseNumber(number),
                TWELVE,
                CaseKind.BREACH,
                CaseStatus.OPEN,
                null,
                Channel.API,
                null,
                null,
                null,
                Entitlement.NOT_NEEDED,
                NOW,
                NOW,
                null,
                null,
                null,
                null,
                null);
        files.put(id, file);
        return file;
    }

    Loads.Loaded add(CaseFile file, String csv) {
        return loads.load(file, Mode.ADD, csv(csv), "integration");
    }

    Loads.Loaded replace(CaseFile file, String csv) {
        return loads.load(file, Mode.REPLACE, csv(csv), "integration");
    }

    static CsvPeople csv(String text) {
        return new CsvPeople(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    AffectedList freeze(CaseFile file) {
        return lists.freeze(file.id(), OFFICER);
    }

    List<Loads.Reject> rejects(CaseFile file, Loads.Loaded loaded) {
        List<Loads.Reject> rejects = new ArrayList<>();
        loads.rejects(file.id(), loaded.load(), rejects::add);
        return rejects;
    }

    /** The lines of the authority's file without its header. */
    List<String> authority(CaseFile file, int from, int to) {
        var out = new ByteArrayOutputStream();
        lists.writeAuthorityCsv(file.id(), from, to, out);
        var lines = out.toString(StandardCharsets.UTF_8).split("\r\n");
        return List.of(lines).subList(1, lines.length);
    }

    /** Everybody who counts in a version, opened. */
    List<Person> everybody(CaseFile file, int version) {
        var no = store.ofCase(file.id()).get(version - 1).no();
        var seal = tables.caseSeals.toRead(file.id()).orElseThrow();
        return tables.jdbc
                .sql("select seq, sealed from qupiya.affected_person where list = ? and same_seq is null order by seq")
                .param(no)
                .query((rs, n) -> Person.read(seal.open(PeopleStore.label(no, rs.getInt(1)), rs.getBytes(2))))
                .list();
    }

    @Override
    public void close() throws Exception {
        loads.destroy();
        authorityFile.destroy();
        tables.close();
    }
}
