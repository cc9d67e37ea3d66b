package kz.qupiya.datamap;

import java.util.Optional;
import kz.qupiya.operator.OperatorKey;

/**
 * Contributes connections to operators' systems, beside the settings {@code qupiya.systems.*}, which win. Implemented as a bean, for example by the
 * demonstration in the embedded mode; asked anew whenever a connection is opened the first time.
 */
public interface SystemConnections {

    /** The database of a {@code jdbc} system. */
    default Optional<JdbcConnection> jdbc(OperatorKey operator, String system) {
        return Optional.empty();
    }

    /** The service of an {@code http} system. */
    default Optional<HttpConnection> http(OperatorKey operator, String system) {
        return Optional.empty();
    }
}
