package kz.qupiya.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kz.qupiya.campaign.RateLimits.Wanted;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.testing.FaultySmtp;
import kz.qupiya.testing.FaultySmtp.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One sender, step by step, on a clock that stands still. */
@DisplayName("A sender of notices")
class NoticeSendingTest {

    private static NoticeDatabase database;

    private final FaultySmtp smtp = new FaultySmtp();
    private final StandingClock clock = new StandingClock();

    @BeforeAll
    static void start() {
        database = new NoticeDatabase();
    }

    @AfterAll
    static void end() {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterEach
    void close() {
        smtp.close();
    }

    private CampaignHouse house(String... with) {
        var settings = new java.util.HashMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            settings.put(with[i], with[i + 1]);
        }
        return new CampaignHouse(database.dataSource(), smtp.port(), clock, settings);
    }

    @Test
    @DisplayName("writes to everybody once, over few connections, and tells when nothing is left")
    void everybody() {
        var house = house();
        var campaign = house.released(MadeUpAudience.of(250));
        house.work();
        var view = house.office.get(campaign.id());
        assertThat(view.state()).isEqualTo(CampaignState.DRAINED);
        assertThat(view.states()).isEqualTo(Map.of("sent", 250L));
        assertThat(view.reached()).isEqualTo(250);
        assertThat(smtp.delivered()).hasSize(250);
        assertThat(smtp.doubled()).isZero();
        assertThat(smtp.connections()).isLessThanOrEqualTo(1);
        assertThat(house.events).containsExactly(new CampaignDrained(campaign.id(), campaign.caseId()));
        assertThat(house.timelineCodes()).containsExactly("campaign.drafted", "campaign.released", "campaign.drained");
        house.work();
        assertThat(smtp.taken()).isEqualTo(250);
    }

    @Test
    @DisplayName("sends nothing before a second person has released just this list and this text")
    void release() {
        var house = house();
        var draft = house.draft(MadeUpAudience.of(10), "notice", false);
        house.work();
        assertThat(smtp.taken()).isZero();
        assertThat(draft.textHash())
                .isEqualTo(house.office.textHash(draft.id()))
                .hasSize(64);
        assertThatThrownBy(
                        () -> house.office.release(draft.id(), "0".repeat(64), draft.textHash(), CampaignHouse.OFFICER))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> house.office.release(
                        draft.id(), CampaignHouse.LIST_HASH, "0".repeat(64), CampaignHouse.OFFICER))
                .isInstanceOf(ConflictException.class);
        house.work();
        assertThat(smtp.taken()).isZero();
        for (int i = 0; i < 2; i++) {
            house.office.release(draft.id(), CampaignHouse.LIST_HASH, draft.textHash(), CampaignHouse.OFFICER);
            house.work();
        }
        assertThat(smtp.taken()).isEqualTo(10);
    }

    @Test
    @DisplayName("is given one campaign for one key, and none with a text that is not whole")
    void drafts() {
        var house = house();
        var caseId = UUID.randomUUID();
        var first = house.office.draft(newCampaign(caseId, "notice", CampaignHouse.TEXTS));
        assertThat(house.office
                        .draft(newCampaign(caseId, "notice", CampaignHouse.TEXTS))
                        .id())
                .isEqualTo(first.id());
        assertThat(house.office
                        .draft(newCampaign(caseId, "later", CampaignHouse.TEXTS))
                        .id())
                .isNotEqualTo(first.id());
        assertThat(house.office.ofCase(caseId)).hasSize(2);
        var text = CampaignHouse.TEXTS.get("ru");
        for (var bad : List.of(
                Map.of("ru", text),
                Map.of("ru", text, "kk", new NoticeText("", List.of("x"))),
                Map.of("ru", text, "kk", new NoticeText("x\ny", List.of("x"))),
                Map.of("ru", text, "kk", new NoticeText("x", List.of())),
                Map.of("ru", text, "kk", new NoticeText("x", List.of(" "))),
                Map.of("ru", text, "kk", new NoticeText("x", List.of("Ваш {iin}"))),
                Map.of("ru", text, "kk", new NoticeText("x", List.of("a\uE005b"))),
                Map.of("ru", text, "kk", text, "en", text))) {
            assertThatThrownBy(() -> house.office.draft(newCampaign(caseId, "bad", bad)))
                    .isInstanceOf(InvalidInputException.class);
        }
        assertThat(CampaignOffice.hash(Map.of("ru", new NoticeText("a", List.of("b", "c")))))
                .isNotEqualTo(CampaignOffice.hash(Map.of("ru", new NoticeText("a", List.of("bc")))));
    }

    private static NewCampaign newCampaign(UUID caseId, String key, Map<String, NoticeText> texts) {
        return new NewCampaign(
                caseId,
                CampaignHouse.ZVONOBOT,
                key,
                MadeUpAudience.of(1),
                CampaignHouse.LIST_HASH,
                texts,
                false,
                CampaignHouse.OFFICER);
    }

    @Test
    @DisplayName("tries again after 4xx, each time later, and then goes to the next channel")
    void later() {
        var house = house();
        smtp.script(to -> Fault.LATER);
        var campaign = house.released(MadeUpAudience.of(1, true, false, true));
        for (var wait : house.settings.retries()) {
            house.work();
            assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("failed-temporarily", 1L));
            clock.forward(wait.minusSeconds(1));
            house.work();
            assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("failed-temporarily", 1L));
            clock.forward(Duration.ofSeconds(1));
        }
        house.work();
        assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("listed", 1L));
        assertThat(house.state(campaign.id())).isEqualTo(CampaignState.DRAINED);
        assertThat(codes(house)).containsExactly("smtp-451");
    }

    @Test
    @DisplayName("puts whom no channel reaches on the print list, or tells that nobody can")
    void nextChannel() {
        var house = house("failure-share", "1");
        smtp.script(to -> Fault.UNKNOWN);
        var posted = house.released(MadeUpAudience.of(3, true, false, true));
        house.work();
        assertThat(house.office.get(posted.id()).states()).isEqualTo(Map.of("listed", 3L));
        var unreached = house.released(MadeUpAudience.of(2, false, false, false));
        house.work();
        assertThat(house.office.get(unreached.id()).states()).isEqualTo(Map.of("unreached", 2L));
        assertThat(house.counted("mail", "failed")).isEqualTo(3);
        assertThat(house.counted("mail", "sent")).isZero();
        house.audience.destroyed.add(1L);
        var destroyed = house.released(MadeUpAudience.of(2, true, false, true));
        house.work();
        assertThat(house.office.get(destroyed.id()).states()).isEqualTo(Map.of("listed", 1L, "unreached", 1L));
        assertThat(house.ledger.printed(posted.number(), 2, clock.instant())).isEqualTo(2);
        assertThat(house.office.get(posted.id()).states()).isEqualTo(Map.of("listed", 1L, "printed", 2L));
        assertThat(house.office.get(posted.id()).reached()).isEqualTo(2);
    }

    @Test
    @DisplayName("sends SMS to whom mail does not reach, signed and under the same key each time")
    void sms() throws Exception {
        var bodies = Collections.synchronizedList(new ArrayList<String>());
        var keys = Collections.synchronizedList(new ArrayList<String>());
        var signed = new AtomicInteger();
        var status = new AtomicInteger(503);
        var gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/sms", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(body);
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            var timestamp = exchange.getRequestHeaders().getFirst("X-Qupiya-Timestamp");
            if (("v1=" + mac(timestamp + "." + body))
                    .equals(exchange.getRequestHeaders().getFirst("X-Qupiya-Signature"))) {
                signed.incrementAndGet();
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        gateway.start();
        try {
            var house = house(
                    "sms.zvonobot.url",
                    CampaignHouse.local(gateway.getAddress().getPort()).toString(),
                    "sms.zvonobot.secret",
                    "a secret of sixteen or more",
                    "sms.zvonobot.rate",
                    "0",
                    "failure-share",
                    "1");
            smtp.script(to -> Fault.UNKNOWN);
            var campaign = house.released(MadeUpAudience.of(1, true, true, true));
            house.work();
            assertThat(house.office.get(campaign.id()).waitsFor()).isEqualTo("sms-gateway");
            assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("queued", 1L));
            status.set(202);
            clock.forward(Duration.ofSeconds(10));
            house.work();
            assertThat(house.office.get(campaign.id()).waitsFor()).isNull();
            assertThat(house.office.get(campaign.id()).counts())
                    .containsExactly(new CampaignView.Count("sms", "sent", 1));
            assertThat(bodies).hasSize(2).allMatch(body -> body.contains("+77010000001"));
            assertThat(keys).hasSize(2).containsOnly(keys.get(0));
            assertThat(signed).hasValue(2);

            // no mail address at all: begins with SMS; a number that the gateway refuses goes on paper
            status.set(422);
            var phones = house.released(MadeUpAudience.of(1, false, true, true));
            house.work();
            assertThat(house.office.get(phones.id()).states()).isEqualTo(Map.of("listed", 1L));
            assertThat(smtp.taken()).isZero();
        } finally {
            gateway.stop(0);
        }
    }

    private static String mac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("a secret of sixteen or more".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("stops within a chunk when it is paused, goes on when resumed, and never after a stop")
    void pause() throws Exception {
        var house = house("chunk", "20");
        smtp.millisEach(20);
        var campaign = house.released(MadeUpAudience.of(200));
        var worker = new Thread(house::work);
        worker.start();
        org.awaitility.Awaitility.await().until(() -> smtp.taken() > 20);
        house.office.pause(campaign.id(), CampaignHouse.OFFICER);
        worker.join(5_000);
        assertThat(worker.isAlive()).isFalse();
        var taken = smtp.taken();
        assertThat(taken).isLessThan(80);
        house.work();
        assertThat(smtp.taken()).isEqualTo(taken);
        var view = house.office.get(campaign.id());
        assertThat(view.states()).isEqualTo(Map.of("queued", 200 - taken, "sent", taken));
        assertThatThrownBy(() -> house.office.release(campaign.id(), "x", "y", CampaignHouse.OFFICER))
                .isInstanceOf(ConflictException.class);
        house.office.resume(campaign.id(), CampaignHouse.OFFICER);
        smtp.millisEach(0);
        house.work();
        assertThat(smtp.delivered()).hasSize(200);
        assertThat(smtp.doubled()).isZero();

        var other = house.released(MadeUpAudience.of(5));
        house.office.stop(other.id(), CampaignHouse.OFFICER);
        house.work();
        assertThat(house.state(other.id())).isEqualTo(CampaignState.STOPPED);
        assertThatThrownBy(() -> house.office.resume(other.id(), CampaignHouse.OFFICER))
                .isInstanceOf(ConflictException.class);
        assertThat(smtp.taken()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "waits while the mail server is down or refuses the sender, spends nobody's attempts, and tells staff in the end")
    void down() {
        var house = house();
        smtp.stop();
        var campaign = house.released(MadeUpAudience.of(30, true, true, true));
        for (int i = 0; i < 40; i++) {
            house.work();
            clock.forward(Duration.ofSeconds(30));
        }
        var view = house.office.get(campaign.id());
        assertThat(view.waitsFor()).isEqualTo("mail-server");
        assertThat(view.states()).isEqualTo(Map.of("queued", 30L));
        assertThat(attempts(house)).isZero();
        assertThat(house.events).containsExactly(new CampaignHalted(campaign.id(), campaign.caseId(), "mail-server"));
        smtp.start();
        smtp.refusesSenders(true);
        clock.forward(Duration.ofMinutes(2));
        house.work();
        assertThat(house.office.get(campaign.id()).waitsFor()).isEqualTo("mail-sender");
        assertThat(attempts(house)).isZero();
        smtp.refusesSenders(false);
        clock.forward(Duration.ofMinutes(2));
        house.work();
        assertThat(house.office.get(campaign.id()).waitsFor()).isNull();
        assertThat(smtp.delivered()).hasSize(30);
        assertThat(smtp.doubled()).isZero();
    }

    @Test
    @DisplayName("pauses itself when too much fails, and judges anew when somebody resumes it")
    void halts() {
        var house = house("chunk", "50");
        smtp.script(to -> MadeUpAudience.seq(to) % 4 == 0 ? Fault.UNKNOWN : Fault.NONE);
        var campaign = house.released(MadeUpAudience.of(1_000, true, false, true));
        house.work();
        var view = house.office.get(campaign.id());
        assertThat(view.state()).isEqualTo(CampaignState.PAUSED);
        assertThat(view.haltedBy()).isEqualTo("failures");
        assertThat(smtp.taken()).isLessThan(200);
        assertThat(house.events).contains(new CampaignHalted(campaign.id(), campaign.caseId(), "failures"));
        assertThat(house.timelineCodes()).contains("campaign.halted");
        smtp.script(to -> Fault.NONE);
        clock.forward(Duration.ofMinutes(1));
        house.office.resume(campaign.id(), CampaignHouse.OFFICER);
        house.work();
        assertThat(house.state(campaign.id())).isEqualTo(CampaignState.DRAINED);
    }

    @Test
    @DisplayName("takes back who came back, also after the end, and only by the person's own return path")
    void returned() {
        var house = house();
        var campaign = house.released(MadeUpAudience.of(20, true, false, true));
        house.work();
        assertThat(house.state(campaign.id())).isEqualTo(CampaignState.DRAINED);
        var token = house.codes.token(campaign.number(), 7);
        assertThat(house.returns.returned(token, "5.1.1")).isTrue();
        assertThat(house.returns.returned(token, "5.1.1")).as("known").isFalse();
        assertThat(house.returns.returned("a".repeat(26), "5.1.1")).isFalse();
        assertThat(house.returns.returned(house.codes.token(campaign.number() + 1, 7), "5.1.1"))
                .isFalse();
        assertThat(house.state(campaign.id())).isEqualTo(CampaignState.RUNNING);
        house.work();
        var view = house.office.get(campaign.id());
        assertThat(view.state()).isEqualTo(CampaignState.DRAINED);
        assertThat(view.states()).isEqualTo(Map.of("listed", 1L, "sent", 19L));
        assertThat(view.bounced()).isEqualTo(1);
        assertThat(house.counted("mail", "sent")).isEqualTo(20);
        assertThat(house.counted("mail", "bounced")).isEqualTo(1);
        assertThat(house.events).as("the end is told once").hasSize(1);
        assertThat(smtp.taken()).isEqualTo(20);
    }

    @Test
    @DisplayName("writes nothing for people that another sender has taken over")
    void fence() {
        var house = house();
        var campaign = house.released(MadeUpAudience.of(3));
        try (var sender = new NoticeSender(house.desk, () -> false)) {
            assertThat(sender.work()).isTrue(); // enrols
        }
        var now = clock.instant();
        var one = UUID.randomUUID();
        var other = UUID.randomUUID();
        var first = house.ledger.claim(campaign.number(), Channel.MAIL, 0, one, now.plusSeconds(60), now, 10);
        assertThat(first).hasSize(3).allMatch(person -> person.attempts() == 1);
        assertThat(house.ledger.claim(campaign.number(), Channel.MAIL, 0, other, now.plusSeconds(120), now, 10))
                .isEmpty();
        var later = now.plusSeconds(61);
        assertThat(house.ledger.claim(campaign.number(), Channel.MAIL, 0, other, later.plusSeconds(60), later, 10))
                .hasSize(3);
        assertThat(house.ledger.settle(
                        campaign.number(), one, List.of(NoticeLedger.Settled.sent(1, Channel.MAIL, null, now))))
                .isFalse();
        assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("sending", 3L));
        assertThat(house.ledger.settle(
                        campaign.number(), other, List.of(NoticeLedger.Settled.sent(1, Channel.MAIL, null, now))))
                .isTrue();
        assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("sending", 2L, "sent", 1L));
    }

    @Test
    @DisplayName("rehearses without giving anything to a mail server")
    void rehearsal() {
        var house = house();
        var campaign = house.released(MadeUpAudience.of(40), true);
        house.work();
        assertThat(house.office.get(campaign.id()).states()).isEqualTo(Map.of("sent", 40L));
        assertThat(smtp.taken()).isZero();
        assertThat(smtp.connections()).isZero();
        assertThat(codes(house)).containsOnly("rehearsal");
        assertThat(house.counted("mail", "sent")).as("nobody was written to").isZero();
    }

    @Test
    @DisplayName("shows monitoring who waits, what runs and how fast, without rehearsals")
    void metrics() {
        var house = house();
        smtp.script(to -> to.startsWith("p1@") ? Fault.LATER : Fault.NONE);
        house.released(MadeUpAudience.of(12));
        try (var sender = new NoticeSender(house.desk, () -> false)) {
            assertThat(sender.work()).isTrue(); // enrols
        }
        assertThat(house.gauge("qupiya.campaign.waiting", "channel", "mail")).isEqualTo(12);
        house.released(MadeUpAudience.of(5), true);
        house.draft(MadeUpAudience.of(9), "draft", false);
        clock.forward(Duration.ofSeconds(31));
        assertThat(house.gauge("qupiya.campaign.running"))
                .as("neither the rehearsal nor the draft")
                .isEqualTo(1);
        house.work();
        assertThat(house.gauge("qupiya.campaign.waiting", "channel", "mail"))
                .as("kept for a while")
                .isEqualTo(12);
        clock.forward(Duration.ofSeconds(40));
        assertThat(house.gauge("qupiya.campaign.waiting", "channel", "mail")).isEqualTo(1);
        assertThat(house.gauge("qupiya.campaign.waiting", "channel", "sms")).isZero();
        assertThat(house.gauge("qupiya.campaign.rate")).isGreaterThan(0.05);
        assertThat(house.counted("mail", "sent")).isEqualTo(11);
    }

    @Test
    @DisplayName("keeps the rate of the operator and of each receiving domain, all senders together")
    void rates() throws Exception {
        var running = new CampaignHouse(
                database.dataSource(),
                smtp.port(),
                Clock.systemUTC(),
                Map.of("rate", "100", "domain-rates.d0.example", "5", "threads", "3"));
        var campaign = running.released(MadeUpAudience.of(210));
        var one = new CampaignSenders(running.desk);
        var other = new CampaignSenders(running.desk);
        var start = System.nanoTime();
        try {
            one.start();
            other.start();
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> smtp.taken() >= 180);
            var seconds = (System.nanoTime() - start) / 1e9;
            assertThat(seconds).as("180 at 100 a second").isGreaterThan(1.7);
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> running.state(campaign.id()) == CampaignState.DRAINED);
            assertThat((System.nanoTime() - start) / 1e9)
                    .as("30 of a domain at 5 a second")
                    .isGreaterThan(5.7);
        } finally {
            one.stop();
            other.stop();
        }
        assertThat(smtp.doubled()).isZero();
        assertThat(smtp.delivered()).hasSize(210);
    }

    @Test
    @DisplayName("is given slots once, and told when to come again, each later than the one before")
    void slots() {
        var house = house();
        var now = clock.instant();
        var first =
                house.limits.take(Map.of("a", new Wanted(15, 2), "b", new Wanted(1, 2)), now, Duration.ofSeconds(5));
        assertThat(first.get("a").slots()).hasSize(10).startsWith(now, now.plusMillis(500));
        assertThat(first.get("a").again()).hasSize(5).startsWith(now.plusSeconds(5), now.plusMillis(5500));
        assertThat(first.get("b").slots()).containsExactly(now);
        var second = house.limits.take(Map.of("a", new Wanted(2, 2)), now, Duration.ofSeconds(5));
        assertThat(second.get("a").slots()).isEmpty();
        assertThat(second.get("a").again()).containsExactly(now.plusMillis(7500), now.plusSeconds(8));
        var later = house.limits.take(Map.of("a", new Wanted(2, 2)), now.plusSeconds(60), Duration.ofSeconds(5));
        assertThat(later.get("a").slots()).hasSize(2);
        house.limits.purge(now.plus(Duration.ofDays(2)));
        assertThat(house.jdbc
                        .sql("select count(*) from qupiya.campaign_rate")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static List<String> codes(CampaignHouse house) {
        return house.jdbc
                .sql("select mail_code from qupiya.campaign_recipient order by seq")
                .query(String.class)
                .list();
    }

    private static int attempts(CampaignHouse house) {
        return house.jdbc
                .sql("select max(attempts) from qupiya.campaign_recipient")
                .query(Integer.class)
                .single();
    }

    /** Moves when told. */
    private static final class StandingClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");

        void forward(Duration amount) {
            now = now.plus(amount);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
