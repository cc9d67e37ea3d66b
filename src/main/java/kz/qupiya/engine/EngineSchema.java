package kz.qupiya.engine;

import java.sql.Connection;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.stereotype.Component;

/**
 * First migration: the official create scripts of the engine 7.24 for PostgreSQL, run as they lie in the engine's jar. The
 * case (CMMN) tables are made too, though unused, so that the schema is the complete one that an upgrade script expects.
 */
@Component
class EngineSchema implements JavaMigration {

    private static final String FOLDER = "org/camunda/bpm/engine/db/create/activiti.postgres.create.";
    private static final List<String> PARTS = List.of(
            "engine", "history", "identity", "case.engine", "case.history", "decision.engine", "decision.history");

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("1");
    }

    @Override
    public String getDescription() {
        return "camunda engine 7.24";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return 724;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        Connection connection = context.getConnection();
        for (String part : PARTS) {
            ScriptUtils.executeSqlScript(
                    connection, new EncodedResource(new ClassPathResource(FOLDER + part + ".sql"), "UTF-8"));
        }
    }
}
