package kz.qupiya.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.SpringApplication;

/**
 * PostgreSQL of the embedded mode, unpacked from its Maven artifact and kept between runs. One per data directory and JVM:
 * a second application context in the same JVM shares it.
 */
final class EmbeddedDatabase {

    private static final Map<Path, EmbeddedDatabase> RUNNING = new ConcurrentHashMap<>();
    private static final Duration STOP = Duration.ofSeconds(30);

    private final int port;

    private EmbeddedDatabase(int port) {
        this.port = port;
    }

    static EmbeddedDatabase start(Path directory, int port) throws IOException {
        var home = directory.toAbsolutePath().normalize();
        synchronized (RUNNING) {
            var running = RUNNING.get(home);
            if (running == null) {
                running = launch(home, port);
                RUNNING.put(home, running);
            }
            return running;
        }
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    // The lock must live as long as the JVM: closing its channel would let a second instance in.
    @SuppressWarnings("resource")
    private static EmbeddedDatabase launch(Path home, int port) throws IOException {
        Files.createDirectories(home);
        var channel = FileChannel.open(home.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("another instance uses this data directory; choose another with qupiya.data-dir");
        }
        var cluster = home.resolve("postgres");
        stopLeftOver(cluster);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "128MB")
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60));
        if (port > 0) {
            builder.setPort(port);
        }
        var postgres = builder.start();
        // After the contexts, not beside them: the engine still writes while it shuts down.
        SpringApplication.getShutdownHandlers().add(() -> {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        var database = new EmbeddedDatabase(postgres.getPort());
        database.createIfAbsent("qupiya");
        return database;
    }

    /** A killed JVM leaves its PostgreSQL behind; we hold the directory's lock, so what runs there is an orphan. */
    private static void stopLeftOver(Path cluster) throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
        var orphan = ProcessHandle.of(pid)
                .filter(p -> p.info().command().map(c -> c.contains("postgres")).orElse(false));
        if (orphan.isPresent()) {
            orphan.get().destroy();
            try {
                orphan.get().onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
                orphan.get().destroyForcibly();
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private void createIfAbsent(String name) throws IOException {
        try (var connection = DriverManager.getConnection(url("postgres"));
                var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            if (!query.executeQuery().next()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("create database \"" + name + "\"");
                }
            }
        } catch (SQLException e) {
            throw new IOException("database " + name + " cannot be created", e);
        }
    }
}
