package kz.qupiya.datamap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * Settings of the data map.
 *
 * @param systems connections by operator and system
 * @param recipients addresses by operator and recipient
 * @param datamap everything else
 * @param operatorDir directory with a folder for each operator; a map here takes the place of the one that comes with the application
 * @param operators operators to start; none given means all
 */
@ConfigurationProperties("qupiya")
record DataMapSettings(
        @Nullable Map<String, Map<String, Connection>> systems,
        @Nullable Map<String, Map<String, Connection>> recipients,
        @Nullable Tuning datamap,
        @Nullable Path operatorDir,
        @Nullable List<String> operators) {

    @ConstructorBinding
    DataMapSettings {
        systems = systems == null ? Map.of() : systems;
        recipients = recipients == null ? Map.of() : recipients;
        datamap = datamap == null ? Tuning.NONE : datamap;
    }

    DataMapSettings(
            @Nullable Map<String, Map<String, Connection>> systems,
            @Nullable Map<String, Map<String, Connection>> recipients,
            @Nullable Tuning datamap) {
        this(systems, recipients, datamap, null, null);
    }

    /** Whether the operator is one of those to start. */
    boolean starts(String operator) {
        return operators == null || operators.isEmpty() || operators.contains(operator);
    }

    Map<String, Map<String, Connection>> connections() {
        return systems == null ? Map.of() : systems;
    }

    Map<String, Map<String, Connection>> recipientConnections() {
        return recipients == null ? Map.of() : recipients;
    }

    Tuning tuning() {
        return datamap == null ? Tuning.NONE : datamap;
    }

    /**
     * One connection.
     *
     * @param url of a database or a service
     * @param passwordFile file that holds the password, for example a mounted secret
     * @param secret shared secret of an http system
     * @param address mail address of a recipient
     */
    record Connection(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @Nullable String passwordFile,
            @Nullable String secret,
            @Nullable String secretFile,
            @Nullable String address) {

        /** Passwords must not get into a log. */
        @Override
        public String toString() {
            return "Connection[***]";
        }
    }

    /**
     * How systems are worked with.
     *
     * @param maps where the maps lie; one folder per operator below it
     * @param poolSize connections per jdbc system
     * @param connectTimeout how long to wait for a connection
     * @param statementTimeout how long one statement may take
     * @param requestTimeout how long an http system may take to answer
     * @param maxRows rows of one person in one table, or met over one identifier, beyond which something is wrong with the map
     * @param acknowledgedWithin how long a recipient may take to acknowledge a stop before it is told again, and then before the staff are told
     */
    record Tuning(
            @Nullable String maps,
            @Nullable Integer poolSize,
            @Nullable Duration connectTimeout,
            @Nullable Duration statementTimeout,
            @Nullable Duration requestTimeout,
            @Nullable Integer maxRows,
            @Nullable Duration acknowledgedWithin) {

        static final Tuning NONE = new Tuning(null, null, null, null, null, null, null);

        String mapsOrDefault() {
            return maps == null ? "classpath*:operators" : maps;
        }

        int poolSizeOrDefault() {
            return poolSize == null ? 4 : poolSize;
        }

        Duration connectTimeoutOrDefault() {
            return connectTimeout == null ? Duration.ofSeconds(2) : connectTimeout;
        }

        Duration statementTimeoutOrDefault() {
            return statementTimeout == null ? Duration.ofSeconds(5) : statementTimeout;
        }

        Duration requestTimeoutOrDefault() {
            return requestTimeout == null ? Duration.ofSeconds(10) : requestTimeout;
        }

        Duration acknowledgedWithinOrDefault() {
            return acknowledgedWithin == null ? Duration.ofDays(2) : acknowledgedWithin;
        }

        int maxRowsOrDefault() {
            return maxRows == null ? 100_000 : maxRows;
        }
    }
}
