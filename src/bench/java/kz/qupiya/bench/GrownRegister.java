package kz.qupiya.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A register as it is after years: copies of cases that the application itself has opened and closed, row by row over all their tables, the engine's too, each with its own
 * ids, number, operator and times. Written past triggers and foreign keys, as a restore would.
 */
final class GrownRegister implements AutoCloseable {

    /** Rows of a case's timeline that are copied: the rest would make the table larger and no query slower, since all of them go by the case. */
    private static final int EVENTS = 6;

    private static final List<String> REGISTER = List.of(
            "case_file",
            "case_event",
            "deadline",
            "deadline_calculation",
            "deadline_step",
            "vault_key",
            "case_identifier",
            "restriction",
            "restriction_identifier",
            "letter",
            "data_block");

    /** The id of a copy: the same wherever the original's stands, and beside those of the same case in every index, or filling the tables would take an hour. */
    private static final String ID = "(lpad(to_hex(g.i), 8, '0') || substr(md5(%s || g.i), 9))";

    /** What says which rows of a table belong to a case. */
    private static final Map<String, String> OF_CASE = Map.of(
            "case_file", "t.id = ?::uuid",
            "case_event", "t.case_id = ?::uuid and t.sequence <= " + EVENTS,
            "deadline_calculation", "t.deadline_id in (select id from qupiya.deadline where case_id = ?::uuid)",
            "deadline_step", "t.deadline_id in (select id from qupiya.deadline where case_id = ?::uuid)",
            "restriction_identifier",
                    "t.restriction_id in (select id from qupiya.restriction where case_id = ?::uuid)");

    private static final String MISSED = "t.duty = 'verification' and t.state = 'met' and g.i % 30 = 0";

    private static final Map<String, String> REGISTER_COLUMNS = Map.ofEntries(
            Map.entry("case_file.number", "g.number"),
            Map.entry("case_file.timeline_count", String.valueOf(EVENTS)),
            Map.entry("case_file.process_instance_id", ID.formatted("t.process_instance_id")),
            // one case of thirty missed the date of its verification
            Map.entry("deadline.state", "case when " + MISSED + " then 'missed' else t.state end"),
            Map.entry(
                    "deadline.missed_at",
                    "case when " + MISSED + " then t.due_at - g.age else t.missed_at - g.age end"),
            Map.entry("restriction.case_number", "g.number"),
            Map.entry("restriction_identifier.hash", "sha256(t.hash || g.i::text::bytea)"),
            Map.entry("case_identifier.hash", "sha256(t.hash || g.i::text::bytea)"),
            Map.entry("letter.case_number", "g.number"),
            // thirty kilobytes that no list and no panel reads
            Map.entry("letter.content", "substr(t.content, 1, 500)"),
            Map.entry("letter.message_id", "t.message_id || g.i"),
            Map.entry("letter.bounce_token", "t.bounce_token || g.i"));

    private static final List<String> RUNNING = List.of(
            "act_ru_execution",
            "act_ru_task",
            "act_ru_variable",
            "act_ru_identitylink",
            "act_ru_job",
            "act_ru_event_subscr");

    private static final List<String> HISTORY = List.of("act_hi_procinst", "act_hi_taskinst");

    private static final List<String> ENGINE_IDS = List.of(
            "id_",
            "proc_inst_id_",
            "process_instance_id_",
            "root_proc_inst_id_",
            "execution_id_",
            "parent_id_",
            "super_exec_",
            "super_process_instance_id_",
            "task_id_",
            "act_inst_id_",
            "parent_act_inst_id_",
            "var_scope_");

    private static final Map<String, String> ENGINE_COLUMNS = Map.of(
            "business_key_", "g.number",
            "tenant_id_", "g.operator",
            "text_", "case when t.name_ = 'caseId' then " + ID.formatted("t.text_") + "::uuid::text else t.text_ end");

    private final Connection connection;

    /** @param url of the application's database, as its superuser */
    GrownRegister(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        execute("set session_replication_role = replica");
        execute("set synchronous_commit = off");
        execute("alter system set max_wal_size = '8GB'");
        execute("select pg_reload_conf()");
        execute("create schema if not exists bench");
    }

    /** Takes every case out, and every instance of a process. */
    void empty() throws SQLException {
        for (var prefix : List.of("act_ru_", "act_hi_")) {
            for (var table : texts(
                    "select table_name from information_schema.tables where table_schema = 'public' and table_name like ? and table_name not in ('act_ru_authorization', 'act_ru_filter', 'act_ru_job', 'act_ru_jobdef', 'act_ru_meter_log', 'act_ru_task_meter_log')",
                    prefix + "%")) {
                execute("truncate public." + table + " cascade");
            }
        }
        execute("delete from public.act_ru_job where process_instance_id_ is not null");
        for (var table : texts(
                """
                select distinct table_name::text from information_schema.columns where table_schema = 'qupiya'
                   and (column_name = 'case_id' or table_name in ('case_file', 'restriction', 'vault_key', 'act'))
                   and table_name in (select table_name from information_schema.tables where table_schema = 'qupiya' and table_type = 'BASE TABLE')""")) {
            execute("truncate qupiya." + table + " cascade");
        }
    }

    /**
     * Adds copies of a case.
     *
     * @param from    number of the first copy; numbers of two calls must not overlap
     * @param days    over how many days back the copies lie
     * @param running whether the process of the case goes on: its state in the engine is copied too
     */
    void copies(UUID caseId, int from, int count, int days, boolean running) throws SQLException {
        execute("drop table if exists bench.copy");
        execute("create unlogged table bench.copy (i int, number text, operator text, age interval)");
        update(
                """
                insert into bench.copy
                select i, o.prefix || '-2020-' || lpad(i::text, 7, '0'), o.operator, ?::double precision / ? * (i - ?) * interval '1 day'
                  from generate_series(?, ?) i
                  join (values (0, 'ZVN', 'zvonobot'), (1, 'TWL', 'twelve'), (2, 'KZP', 'kz-pay-bot'), (3, 'DRK', 'digital-rocket'), (4, 'KAO', 'kao-solutions')) o(n, prefix, operator)
                    on o.n = i % 5""",
                days, count, from, from + 1, from + count);
        execute("analyze bench.copy");
        for (var table : REGISTER) {
            update(insert("qupiya", table, OF_CASE.getOrDefault(table, "t.case_id = ?::uuid")), caseId.toString());
        }
        var instances =
                "(select proc_inst_id_ from act_hi_procinst where business_key_ = (select number from qupiya.case_file where id = ?::uuid)%s)"
                        .formatted(running ? "" : " and super_process_instance_id_ is null");
        for (var table : HISTORY) {
            update(insert("public", table, "t.proc_inst_id_ in " + instances), caseId.toString());
        }
        if (running) {
            for (var table : RUNNING) {
                var where =
                        switch (table) {
                            case "act_ru_job" -> "t.process_instance_id_ in " + instances;
                            case "act_ru_identitylink" ->
                                "t.task_id_ in (select id_ from act_ru_task where proc_inst_id_ in " + instances + ")";
                            default -> "t.proc_inst_id_ in " + instances;
                        };
                update(insert("public", table, where), caseId.toString());
            }
        }
    }

    /** Leaves the tables as autovacuum would. */
    void settle() throws SQLException {
        for (var table : REGISTER) {
            execute("vacuum analyze qupiya." + table);
        }
        for (var table : RUNNING) {
            execute("vacuum analyze public." + table);
        }
        for (var table : HISTORY) {
            execute("vacuum analyze public." + table);
        }
        execute("checkpoint");
    }

    private String insert(String schema, String table, String where) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (var columns = prepared(
                        "select column_name, data_type from information_schema.columns where table_schema = ? and table_name = ? and is_identity = 'NO' and is_generated = 'NEVER' order by ordinal_position",
                        schema,
                        table);
                var row = columns.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
                values.add(value(schema.equals("public"), table, row.getString(1), row.getString(2)));
            }
        }
        return "insert into %s.%s (%s) select %s from %s.%s t cross join bench.copy g where %s"
                .formatted(schema, table, String.join(", ", names), String.join(", ", values), schema, table, where);
    }

    private static String value(boolean engine, String table, String column, String type) {
        var own = engine
                ? "text_".equals(column) && !"act_ru_variable".equals(table) ? null : ENGINE_COLUMNS.get(column)
                : REGISTER_COLUMNS.get(table + "." + column);
        if (own != null) {
            return own;
        }
        if (engine && ENGINE_IDS.contains(column)) {
            return ID.formatted("t." + column);
        }
        if (!engine && column.equals("operator")) {
            return "g.operator";
        }
        return switch (type) {
            case "uuid" -> ID.formatted("t." + column + "::text") + "::uuid";
            case "timestamp with time zone", "timestamp without time zone" -> "t." + column + " - g.age";
            default -> "t." + column;
        };
    }

    private List<String> texts(String sql, Object... values) throws SQLException {
        try (var statement = prepared(sql, values);
                var row = statement.executeQuery()) {
            var found = new ArrayList<String>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (var statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
