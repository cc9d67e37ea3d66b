package kz.qupiya.demo;

import java.util.Map;
import java.util.Optional;
import kz.qupiya.datamap.HttpConnection;
import kz.qupiya.datamap.JdbcConnection;
import kz.qupiya.datamap.SystemConnections;
import kz.qupiya.operator.OperatorKey;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.PropertySource;
import org.springframework.stereotype.Component;

/**
 * Leads the data maps of the demonstration operators to their databases and to the notification service. Since it needs the databases, they
 * are there before any map is checked against them.
 */
@Component
@ConditionalOnProperty("qupiya.embedded")
@PropertySource("classpath:demo/recipients.properties")
final class DemoConnections implements SystemConnections {

    private static final Map<String, DemoData> DATABASES = databases();

    private final DemoDatabases databases;
    private final DemoNotifier notifier;

    DemoConnections(DemoDatabases databases, DemoNotifier notifier) {
        this.databases = databases;
        this.notifier = notifier;
    }

    @Override
    public Optional<JdbcConnection> jdbc(OperatorKey operator, String system) {
        return Optional.ofNullable(DATABASES.get(operator.value() + "/" + system))
                .map(databases::forConnectors);
    }

    @Override
    public Optional<HttpConnection> http(OperatorKey operator, String system) {
        return notifier.serves(operator.value(), system) ? Optional.of(notifier.connection()) : Optional.empty();
    }

    private static Map<String, DemoData> databases() {
        DemoData kao = new KaoSolutionsData();
        return Map.of(
                "zvonobot/cabinet", new ZvonobotData(),
                "digital-rocket/site", new DigitalRocketData(),
                "kz-pay-bot/bot", new KzPayBotData(),
                "kao-solutions/crm", kao,
                "kao-solutions/billing", kao,
                "twelve/emoney", new TwelveData());
    }
}
