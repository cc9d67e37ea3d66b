package kz.qupiya.bench;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import kz.qupiya.datamap.JdbcConnection;
import kz.qupiya.datamap.SystemConnections;
import kz.qupiya.operator.OperatorKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Leads the data maps to the same demonstration databases, over a driver that can note what is sent. */
@TestConfiguration(proxyBeanMethods = false)
class CapturedSystems {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SystemConnections capturedConnections(ObjectProvider<SystemConnections> all) throws SQLException {
        DriverManager.registerDriver(CapturingDriver.INSTANCE);
        return new SystemConnections() {
            @Override
            public Optional<JdbcConnection> jdbc(OperatorKey operator, String system) {
                return all.orderedStream()
                        .filter(other -> other != this)
                        .flatMap(other -> other.jdbc(operator, system).stream())
                        .findFirst()
                        .map(it -> new JdbcConnection(CapturingDriver.PREFIX + it.url(), it.username(), it.password()));
            }
        };
    }
}
