package kz.qupiya.restriction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierHash;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person's consent to a purpose is running; implemented by the register of consents. As long as nobody implements it, no consent
 * is running.
 */
public interface RunningConsents {

    /**
     * Looks consents up for many people at once.
     *
     * @param people the identifiers by which each is named
     * @return an answer for each, in the same order
     */
    List<Answer> running(OperatorKey operator, Purpose purpose, List<Set<IdentifierHash>> people, Instant at);

    /**
     * The same question as a statement that the permit check sends together with its own, so that one trip to the database answers both. Nothing if the register cannot
     * be asked that way; then {@link #running} is.
     */
    default Optional<Query> query(OperatorKey operator, Purpose purpose, List<Set<IdentifierHash>> people, Instant at) {
        return Optional.empty();
    }

    /** A question on its way. */
    interface Query {

        /** One statement with parameters; few different texts, so that the driver keeps each prepared. */
        String sql();

        /**
         * Sets the parameters.
         *
         * @param from number of the first one
         */
        void bind(PreparedStatement statement, int from) throws SQLException;

        /** The answers, one for each person, in their order. */
        List<Answer> read(ResultSet rows) throws SQLException;
    }

    /**
     * @param running whether a consent covers the purpose at that moment
     * @param until when it will end by itself, null if it has no term or is not running
     */
    record Answer(boolean running, @Nullable Instant until) {

        /** No consent. */
        public static final Answer NONE = new Answer(false, null);
    }
}
