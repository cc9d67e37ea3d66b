package kz.qupiya.restriction;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The permit check's own way into the database: a few read-only connections that nothing else uses and that give up soon. A caller that
 * waits half a minute for a connection busy with something else would be told nothing; like this it is told {@code unavailable} within two
 * seconds (decision 0022). For the permit check and for those who answer it: {@link RunningConsents}.
 */
@Component
public class PermitDatabase implements DisposableBean {

    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;

    PermitDatabase(DataSource main, PermitSettings settings) throws SQLException {
        var patience = settings.patience().toMillis();
        var like = main.unwrap(HikariDataSource.class);
        var config = new HikariConfig();
        config.setJdbcUrl(like.getJdbcUrl());
        config.setUsername(like.getUsername());
        config.setPassword(like.getPassword());
        if (like.getDriverClassName() != null) {
            config.setDriverClassName(like.getDriverClassName());
        }
        like.getDataSourceProperties()
                .forEach((name, value) -> config.addDataSourceProperty(String.valueOf(name), value));
        config.setPoolName("permits");
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(2, settings.poolSize()));
        config.setConnectionTimeout(Math.max(patience, 250));
        config.setValidationTimeout(Math.max(patience, 250));
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("set time zone 'UTC'; set statement_timeout = " + patience
                + "; set default_transaction_read_only = on");
        // Few texts, each asked again and again: prepared from the first time on, so that a call with ten thousand
        // people, which comes once in a while, is too.
        config.addDataSourceProperty("prepareThreshold", "1");
        // A server that has vanished is not noticed by its own statement timeout.
        config.addDataSourceProperty(
                "socketTimeout",
                String.valueOf(Math.max(1, 2 * settings.patience().toSeconds())));
        config.addDataSourceProperty(
                "connectTimeout", String.valueOf(Math.max(1, settings.patience().toSeconds())));
        pool = new HikariDataSource(config);
        jdbc = new JdbcTemplate(pool);
    }

    /** Reads on these connections. */
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    @Override
    public void destroy() {
        pool.close();
    }
}
