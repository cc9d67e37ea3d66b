package kz.qupiya.campaign;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL of a test's own, with the tables of the module, that can be stopped and started again on its port. */
public final class NoticeDatabase implements AutoCloseable {

    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;

    public NoticeDatabase() {
        try {
            directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "notice-database");
            server = start(0);
            port = server.getPort();
            var jdbc = new JdbcTemplate(dataSource());
            for (var script : List.of("V3__schema.sql", "V110_1__campaign.sql")) {
                try (var in = NoticeDatabase.class.getResourceAsStream("/db/migration/" + script)) {
                    jdbc.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres start(int wanted) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data").toFile())
                .setCleanDataDirectory(false)
                .setPort(wanted)
                .start();
    }

    public DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        try {
            server = start(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empties the tables. */
    public void clear() {
        new JdbcTemplate(dataSource())
                .execute(
                        """
                        truncate qupiya.campaign, qupiya.campaign_recipient, qupiya.campaign_pace, qupiya.campaign_wait, qupiya.campaign_rate, qupiya.campaign_answer,
                            qupiya.campaign_visit""");
    }

    @Override
    public void close() {
        stop();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
