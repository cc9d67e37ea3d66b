package kz.qupiya.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DemoDatabasesTest {

    static final List<DemoData> OPERATORS = DemoData.ALL;

    private final DemoDatabases databases = DemoServer.databases();

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName("Every table of the operator's schema that people appear in has rows")
    void filled(DemoData data) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databases.url(data))) {
            for (String table : column(
                    connection,
                    "select format('%I.%I', table_schema, table_name) from information_schema.tables"
                            + " where table_schema not in ('pg_catalog', 'information_schema') and table_name not like 'blocked%' and table_name not like 'stopped%' and table_name <> 'act'")) {
                assertThat(Integer.parseInt(column(connection, "select count(*) from " + table)
                                .get(0)))
                        .as(table)
                        .isPositive();
            }
        }
    }

    @Test
    @DisplayName("A second start keeps what was done to the data, a changed version replaces it")
    void keptBetweenRuns() throws SQLException {
        DemoData data = DemoData.ALL.get(4);
        try (Connection connection = DriverManager.getConnection(databases.url(data));
                var statement = connection.createStatement()) {
            statement.execute("update emoney.owner set status = 'blocked' where iin = '850515499993'");
        }
        new DemoDatabases(DemoServer.adminUrl());
        assertThat(statusOfDemoPerson(data)).isEqualTo("blocked");

        try (Connection connection = DriverManager.getConnection(DemoServer.adminUrl());
                var statement = connection.createStatement()) {
            statement.execute("comment on database demo_twelve is 'Qupiya demonstration data, version of long ago'");
        }
        new DemoDatabases(DemoServer.adminUrl());
        assertThat(statusOfDemoPerson(data)).isEqualTo("active");
    }

    @Test
    @DisplayName("The operator's own system can go on writing: its numbers continue after ours")
    void identitiesContinue() throws SQLException {
        try (Connection connection = DriverManager.getConnection(databases.url(DemoData.ALL.get(0)))) {
            assertThat(column(
                            connection,
                            "insert into lk.client (iin, full_name, phone, login, password_hash, registered_at)"
                                    + " values ('000000000000', 'x', '+77010009999', 'x', 'x', now()) returning id"))
                    .containsExactly("1001");
        }
    }

    private String statusOfDemoPerson(DemoData data) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databases.url(data))) {
            return column(connection, "select status from emoney.owner where iin = '850515499993'")
                    .get(0);
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
