package kz.qupiya.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One PostgreSQL with the demonstration databases for all tests of this package; it ends with the JVM. */
final class DemoServer {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final DemoDatabases DATABASES = new DemoDatabases(adminUrl());

    private DemoServer() {}

    static String adminUrl() {
        return "jdbc:postgresql://127.0.0.1:" + POSTGRES.getPort() + "/postgres?user=postgres";
    }

    static DemoDatabases databases() {
        return DATABASES;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
