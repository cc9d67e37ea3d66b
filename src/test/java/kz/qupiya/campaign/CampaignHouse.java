package kz.qupiya.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.letter.LetterLanguage;
import kz.qupiya.letter.Letterhead;
import kz.qupiya.letter.LocalText;
import kz.qupiya.letter.SmtpServer;
import kz.qupiya.letter.SmtpServer.Smtp;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.KeyedDigests;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The module on a database, put together by hand: the same classes as in the application, without it. */
final class CampaignHouse {

    static final Actor OFFICER = Actor.user("officer");
    static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");
    static final String LIST_HASH = "f".repeat(64);
    static final KeyedDigests DIGESTS = CampaignHouse::digest;

    static final Letterhead HEAD = new Letterhead(
            "zvonobot",
            new LocalText("ТОО «Звонобот»", "«Звонобот» ЖШС"),
            "250640020303",
            LocalText.same("050000, г. Алматы, пр. Абая, 150"),
            List.of("+7 727 000 00 00"),
            "kazakhstan@zvonobot.example",
            "zvonobot.example",
            List.of(LetterLanguage.KK, LetterLanguage.RU),
            LetterLanguage.RU);

    static final Map<String, NoticeText> TEXTS = Map.of(
            "ru",
            new NoticeText(
                    "О нарушении безопасности Ваших персональных данных",
                    List.of(
                            "20 ноября 2026 года мы обнаружили, что к базе клиентов получили доступ посторонние. Среди записей были Ваши имя, номер телефона и адрес электронной почты.",
                            "Что мы сделали: закрыли доступ, сменили ключи и пароли, сообщили уполномоченному органу в тот же день.",
                            "Что можете сделать Вы: смените пароль в личном кабинете и не отвечайте на звонки, в которых от нашего имени просят назвать код из SMS.")),
            "kk",
            new NoticeText(
                    "Дербес деректеріңіздің қауіпсіздігі бұзылғаны туралы",
                    List.of(
                            "2026 жылғы 20 қарашада клиенттер базасына бөгде адамдар қол жеткізгенін анықтадық. Жазбалардың ішінде Сіздің атыңыз, телефон нөміріңіз және электрондық пошта мекенжайыңыз болды.",
                            "Біз не істедік: қолжетімділікті жаптық, кілттер мен құпиясөздерді ауыстырдық, уәкілетті органға сол күні хабарладық.",
                            "Сіз не істей аласыз: жеке кабинеттегі құпиясөзді ауыстырыңыз және біздің атымыздан SMS кодын айтуды сұраған қоңырауларға жауап бермеңіз.")));

    final CampaignSettings settings;
    final JdbcClient jdbc;
    final TransactionTemplate transaction;
    final CampaignStore store;
    final NoticeLedger ledger;
    final RateLimits limits;
    final NoticeCodes codes = new NoticeCodes(DIGESTS);
    final NoticeForms forms;
    final MeterRegistry meters = new SimpleMeterRegistry();
    final CampaignBook book;
    final CampaignOffice office;
    final NoticeReturns returns;
    final NoticeSender.Desk desk;
    final MadeUpAudience audience = new MadeUpAudience();
    final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    final List<TimelineEvent> timeline = Collections.synchronizedList(new ArrayList<>());

    CampaignHouse(DataSource dataSource, int smtpPort, Clock clock, Map<String, String> with) {
        this(dataSource, smtpPort, clock, settings(with));
    }

    private CampaignHouse(DataSource dataSource, int smtpPort, Clock clock, CampaignSettings settings) {
        var template = new JdbcTemplate(dataSource);
        var json = new ObjectMapper();
        var cases = cases();
        Function<OperatorKey, Letterhead> heads = key -> HEAD;
        this.settings = settings;
        this.jdbc = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.store = new CampaignStore(jdbc, json);
        this.ledger = new NoticeLedger(template);
        this.limits = new RateLimits(template, transaction, DIGESTS);
        this.forms = new NoticeForms(
                store,
                heads,
                (from, token) -> "bounces+" + token + "@zvonobot.example",
                codes,
                "https://requests.zvonobot.example/");
        var tally = new NoticeTally(meters);
        new CampaignMetrics(store, () -> List.of(ZVONOBOT.value()), clock).bindTo(meters);
        this.book = new CampaignBook(store, settings, tally, cases, events::add, transaction, clock);
        var gateways = new SmsGateways(settings, json, clock);
        var vault = (CaseVault) Proxy.newProxyInstance(
                CaseVault.class.getClassLoader(), new Class<?>[] {CaseVault.class}, (proxy, method, args) -> null);
        var answers = new NoticeAnswers(
                store, ledger, codes, settings, vault, cases, DIGESTS, events::add, jdbc, transaction, clock);
        this.office = new CampaignOffice(store, ledger, answers, forms, heads, cases, transaction, clock);
        this.returns = new NoticeReturns(store, ledger, codes, gateways, book, tally, transaction, clock);
        SmtpServer server = () -> new Smtp("smtp", "127.0.0.1", smtpPort, null, null, Map.of());
        this.desk = new NoticeSender.Desk(
                store, ledger, limits, forms, gateways, () -> audience, server, book, settings, transaction, clock);
    }

    /** The defaults with some changed; no rate limits unless they are asked for. */
    static CampaignSettings settings(Map<String, String> with) {
        var all = new HashMap<String, String>();
        all.put("qupiya.campaign.rate", "0");
        all.put("qupiya.campaign.domain-rate", "0");
        all.put("qupiya.campaign.idle", "50ms");
        with.forEach((name, value) -> all.put("qupiya.campaign." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("qupiya.campaign", CampaignSettings.class);
    }

    /** A campaign that may be sent. */
    CampaignView released(UUID audience) {
        return released(audience, false);
    }

    CampaignView released(UUID audience, boolean rehearsal) {
        var drafted = draft(audience, "notice", rehearsal);
        office.release(drafted.id(), LIST_HASH, drafted.textHash(), OFFICER);
        return office.get(drafted.id());
    }

    CampaignView draft(UUID audience, String onceKey, boolean rehearsal) {
        return office.draft(
                new NewCampaign(UUID.randomUUID(), ZVONOBOT, onceKey, audience, LIST_HASH, TEXTS, rehearsal, OFFICER));
    }

    /** Works until nothing is to be done now. */
    void work() {
        try (var sender = new NoticeSender(desk, () -> false)) {
            while (sender.work()) {
                // goes on
            }
        }
    }

    /** How many notices monitoring has counted. */
    double counted(String channel, String result) {
        var counter = meters.find("qupiya.campaign.notices")
                .tags("operator", ZVONOBOT.value(), "channel", channel, "result", result)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    double gauge(String name, String... tags) {
        return meters.get(name)
                .tags(tags)
                .tag("operator", ZVONOBOT.value())
                .gauge()
                .value();
    }

    CampaignState state(UUID campaign) {
        return office.get(campaign).state();
    }

    List<String> timelineCodes() {
        return timeline.stream().map(TimelineEvent::code).toList();
    }

    private CaseFiles cases() {
        return (CaseFiles) Proxy.newProxyInstance(
                CaseFiles.class.getClassLoader(), new Class<?>[] {CaseFiles.class}, (proxy, method, args) -> {
                    if (method.getName().equals("record")) {
                        timeline.add((TimelineEvent) args[1]);
                    }
                    return null;
                });
    }

    private static final Mac MAC = mac();

    private static Mac mac() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("a key of tests".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] digest(String purpose, byte[] content) {
        try {
            var mac = (Mac) MAC.clone();
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(content);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port + "/sms");
    }
}
