package kz.qupiya.breachnotification;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import kz.qupiya.bulk.Cells;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseConcerns;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register of an operator's breaches, for the authority: one line each, rehearsals left out, and what is hidden from the reader. */
@Service
public class BreachRegister {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
    private static final List<String> COLUMNS = List.of(
            "number",
            "discovered",
            "occurred",
            "kind",
            "categories",
            "verdict",
            "reason",
            "people",
            "due",
            "notified",
            "registration",
            "in-time",
            "told",
            "reached",
            "cause",
            "facts",
            "measures",
            "lessons",
            "closed");

    private final JdbcClient jdbc;
    private final CaseVault vault;
    private final BreachFacts facts;
    private final CaseConcerns concerns;
    private final MessageSource messages;

    BreachRegister(JdbcClient jdbc, CaseVault vault, BreachFacts facts, CaseConcerns concerns, MessageSource messages) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.facts = facts;
        this.concerns = concerns;
        this.messages = messages;
    }

    /**
     * Writes the breaches that were discovered between two days as CSV (UTF-8 with a byte order mark, so that spreadsheets read it), the oldest first.
     *
     * @param from first day, in Asia/Almaty
     * @param to   last day, in Asia/Almaty
     */
    @Transactional(readOnly = true)
    public void write(OperatorKey operator, LocalDate from, LocalDate to, Locale locale, OutputStream out) {
        try {
            out.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(writer);
            csv.writeRecord(COLUMNS.stream()
                    .map(column -> messages.getMessage("breachnotification.register." + column, null, locale))
                    .toList());
            var hidden = concerns.hiddenFromReader();
            for (var row : rows(operator, from, to)) {
                if (!hidden.contains(row.id())) {
                    csv.writeRecord(line(row, locale));
                }
            }
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Row(
            UUID id,
            String number,
            String kind,
            Instant discoveredAt,
            @Nullable Instant occurredFrom,
            int version,
            @Nullable String verdict,
            @Nullable String reason,
            long people,
            @Nullable Instant dueAt,
            @Nullable Instant metAt,
            @Nullable String state,
            @Nullable String registration,
            @Nullable String tell,
            long reached,
            @Nullable String cause,
            @Nullable Instant closedAt) {}

    private List<Row> rows(OperatorKey operator, LocalDate from, LocalDate to) {
        return jdbc.sql(
                        """
                        select c.id, c.number, b.kind, b.discovered_at, b.occurred_from, b.version, b.verdict, b.verdict_reason, b.tell, b.cause, c.closed_at,
                            coalesce((select sum(f.people) from qupiya.breach_filing f where f.case_id = c.id and f.sent_at is not null), 0) people,
                            d.due_at, d.met_at, d.state,
                            (select string_agg(f.registration_number, '; ' order by f.round) from qupiya.breach_filing f where f.case_id = c.id) registration,
                            coalesce((select sum(n.reached) from qupiya.breach_notice n where n.case_id = c.id), 0) reached
                        from qupiya.breach b
                        join qupiya.case_file c on c.id = b.case_id
                        left join lateral (select due_at, met_at, state from qupiya.deadline
                                           where case_id = c.id and duty = 'notify-authority' order by position desc limit 1) d on true
                        where c.operator = ? and not b.rehearsal and b.discovered_at >= ? and b.discovered_at < ?
                        order by b.discovered_at, c.number""")
                .params(
                        operator.value(),
                        BreachRows.at(from.atStartOfDay(Almaty.ZONE).toInstant()),
                        BreachRows.at(to.plusDays(1).atStartOfDay(Almaty.ZONE).toInstant()))
                .query((row, n) -> read(row))
                .list();
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("number"),
                row.getString("kind"),
                BreachRows.instant(row, "discovered_at"),
                BreachRows.orNull(row, "occurred_from"),
                row.getInt("version"),
                row.getString("verdict"),
                row.getString("verdict_reason"),
                row.getLong("people"),
                BreachRows.orNull(row, "due_at"),
                BreachRows.orNull(row, "met_at"),
                row.getString("state"),
                row.getString("registration"),
                row.getString("tell"),
                row.getLong("reached"),
                row.getString("cause"),
                BreachRows.orNull(row, "closed_at"));
    }

    private List<String> line(Row row, Locale locale) {
        List<String> cells = new ArrayList<>();
        cells.add(row.number);
        cells.add(moment(row.discoveredAt));
        cells.add(moment(row.occurredFrom));
        cells.add(coded("casefile.value.ground.", row.kind, locale));
        cells.add(String.join(
                ", ",
                facts.since(row.id, 0, row.version).categories().stream()
                        .map(one -> facts.category(one, locale))
                        .toList()));
        cells.add(coded("breachnotification.verdict.", row.verdict, locale));
        cells.add(coded("breachnotification.reason.", row.reason, locale));
        cells.add(String.valueOf(row.people));
        cells.add(moment(row.dueAt));
        cells.add(moment(row.metAt));
        cells.add(row.registration == null ? "" : row.registration);
        cells.add(coded("casefile.value.deadlineState.", row.state, locale));
        cells.add(coded("breachnotification.tell.", row.tell, locale));
        cells.add(row.tell == null || "not-tell".equals(row.tell) ? "" : String.valueOf(row.reached));
        cells.add(coded("breachnotification.cause.", row.cause, locale));
        for (var part : BreachClosing.PARTS) {
            cells.add(vault.reveal(row.id, "conclusion." + part).orElse(""));
        }
        cells.add(moment(row.closedAt));
        return cells.stream().map(Cells::harmless).toList();
    }

    private String coded(String prefix, @Nullable String code, Locale locale) {
        return code == null ? "" : String.valueOf(messages.getMessage(prefix + code, null, code, locale));
    }

    private static String moment(@Nullable Instant at) {
        return at == null ? "" : MOMENT.format(at.atZone(Almaty.ZONE));
    }
}
