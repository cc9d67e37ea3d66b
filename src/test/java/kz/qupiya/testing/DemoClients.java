package kz.qupiya.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/** The made-up people in the demonstration databases of the operators. */
@Component
@Profile("test")
public class DemoClients {

    private static final Map<String, String> PEOPLE = Map.of(
            "zvonobot", "select iin from lk.client order by id",
            "twelve", "select iin from emoney.owner order by iin",
            "kao-solutions", "select iin from crm.client where iin is not null order by iin",
            "kz-pay-bot", "select iin from bot.tg_user where iin is not null order by iin",
            "digital-rocket", "select iin from users where iin is not null order by iin");

    private final String database;
    private final Map<String, List<String>> known = new HashMap<>();

    DemoClients(@Value("${qupiya.embedded.postgres.url}") String database) {
        this.database = database;
    }

    /** Identification number of a client of an operator; the order is always the same. */
    public String iin(String operator, int index) {
        return known.computeIfAbsent(operator, key -> JdbcClient.create(new DriverManagerDataSource(
                                database.replace("/postgres?", "/demo_" + key.replace('-', '_') + "?")))
                        .sql(PEOPLE.get(key))
                        .query(String.class)
                        .list())
                .get(index);
    }
}
