package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.OPERATOR;
import static kz.qupiya.datamap.Workshop.iin;
import static kz.qupiya.datamap.Workshop.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Documents;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.operator.Purpose;
import kz.qupiya.problem.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Recipients of data: told by a call, a letter or somebody, told again, raised; the called one is a real server. */
class RecipientLedgerTest {

    private static final String MAP =
            """
            format: 1
            operator: testoperator
            systems:
              - key: paper
                name: {ru: а, kk: а, en: a}
                connector: manual
                custodian: {ru: а, kk: а, en: a}
                accepts: [iin]
                tables:
                  - table: folder
                    columns:
                      copy: {category: identity, destroy: with-row}
            recipients:
              - {key: carrier, name: {ru: Оператор, kk: Оператор, en: Carrier}, categories: [contact], told-of: [block, stop], purposes: [advertising, notices], via: http, identifiers: [phone]}
              - {key: mailer, name: {ru: Рассылка, kk: Тарату, en: Mailer}, categories: [contact], told-of: [stop], via: mail, identifiers: [phone]}
              - {key: bank, name: {ru: Банк, kk: Банк, en: Bank}, categories: [financial], told-of: [stop], purposes: [billing], via: mail, identifiers: [iin]}
              - {key: shop, name: {ru: Магазин, kk: Дүкен, en: Shop}, categories: [contact], told-of: [stop], via: manual, identifiers: [phone]}
            """;
    private static final Set<Purpose> ADVERTISING = Set.of(Purpose.ADVERTISING);
    private static final Duration WITHIN = Duration.ofDays(2);

    private final UUID caseId = UUID.randomUUID();
    private final UUID document = UUID.randomUUID();
    private final List<TimelineEvent> record = new ArrayList<>();
    private final List<Recipients.Notice> letters = new ArrayList<>();
    private final List<JsonNode> calls = new ArrayList<>();
    private volatile int status = 200;
    private volatile boolean done;
    private Workshop workshop;
    private HttpServer server;
    private RecipientLedger recipients;

    @BeforeEach
    void open() throws IOException {
        workshop = Workshop.of("create schema x", MAP);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var call = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
            calls.add(call);
            var answer = done ? "{\"actId\":\"" + call.get("actId").asText() + "\",\"state\":\"done\"}" : "";
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        var settings = new DataMapSettings(
                null,
                Map.of(
                        OPERATOR.value(),
                        Map.of(
                                "carrier",
                                new DataMapSettings.Connection(
                                        "http://127.0.0.1:"
                                                + server.getAddress().getPort() + "/",
                                        null,
                                        null,
                                        null,
                                        "s3cret",
                                        null,
                                        null))),
                workshop.settings.tuning());
        var mail = new StaticListableBeanFactory(Map.of("letters", new RecipientMail() {
            @Override
            public boolean knows(UUID id) {
                return id.equals(caseId);
            }

            @Override
            public void write(Recipients.Notice notice, RecipientMap recipient, @Nullable String address) {
                letters.add(notice);
            }
        }));
        recipients = new RecipientLedger(
                workshop.ours,
                new TransactionTemplate(workshop.transactions),
                workshop.maps,
                only(Parties.class, "identifiers", List.of(iin("850515499993"), phone("+77010000001"))),
                recording(),
                only(Documents.class, "find", Optional.empty()),
                workshop.clients,
                new Connections(settings, new StaticListableBeanFactory().getBeanProvider(SystemConnections.class)),
                settings,
                mail.getBeanProvider(RecipientMail.class),
                workshop.clock);
    }

    @AfterEach
    void close() {
        server.stop(0);
        workshop.close();
    }

    private <T> T only(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            if (!called.getName().equals(method)) {
                throw new UnsupportedOperationException(called.getName());
            }
            return "find".equals(method) && document.equals(args[1]) ? Optional.of(dummy()) : answer;
        }));
    }

    private Documents.Document dummy() {
        return new Documents.Document(
                document,
                kz.qupiya.casefile.DocumentPurpose.OTHER,
                "ack.pdf",
                "application/pdf",
                1,
                "",
                Actor.user("clerk"),
                workshop.clock.instant());
    }

    private CaseFiles recording() {
        return CaseFiles.class.cast(Proxy.newProxyInstance(
                CaseFiles.class.getClassLoader(), new Class<?>[] {CaseFiles.class}, (proxy, called, args) -> {
                    if (!called.getName().equals("record") || !caseId.equals(args[0])) {
                        throw new UnsupportedOperationException(called.getName());
                    }
                    record.add((TimelineEvent) args[1]);
                    return null;
                }));
    }

    private Recipients.Notice of(String recipient) {
        return recipients.ofCase(caseId).stream()
                .filter(n -> n.recipient().equals(recipient))
                .findFirst()
                .orElseThrow();
    }

    private List<String> recorded() {
        return record.stream()
                .map(e -> e.code() + " " + e.data().get("recipient"))
                .toList();
    }

    @Test
    void those_to_whom_a_purpose_matters_are_told_once_with_that_purpose() {
        var told = recipients.tell(OPERATOR, caseId, ActKind.STOP, Set.of(Purpose.ADVERTISING, Purpose.SUPPORT));
        assertThat(told).extracting(Recipients.Notice::recipient).containsExactly("carrier", "mailer", "shop");
        assertThat(of("carrier").purposes()).containsExactly(Purpose.ADVERTISING);
        assertThat(of("mailer").purposes()).containsExactlyInAnyOrder(Purpose.ADVERTISING, Purpose.SUPPORT);
        assertThat(recipients.tell(OPERATOR, caseId, ActKind.STOP, Set.of(Purpose.ADVERTISING, Purpose.SUPPORT)))
                .hasSize(3);
        // more is stopped later: who was told of all of it hears nothing new
        assertThat(recipients.tell(
                        OPERATOR, caseId, ActKind.STOP, Set.of(Purpose.ADVERTISING, Purpose.SUPPORT, Purpose.BILLING)))
                .extracting(Recipients.Notice::recipient)
                .containsExactlyInAnyOrder("carrier", "mailer", "mailer", "shop", "shop", "bank");
        assertThatThrownBy(() -> recipients.tell(OPERATOR, caseId, ActKind.STOP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_call_carries_the_purposes_and_an_answer_that_says_done_acknowledges() {
        recipients.tell(OPERATOR, caseId, ActKind.STOP, ADVERTISING);
        assertThat(recipients.sendDue()).isEqualTo(2);
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).get("purposes").get(0).asText()).isEqualTo("advertising");
        assertThat(calls.get(0).get("identifiers").findValuesAsText("value")).containsExactly("+77010000001");
        assertThat(letters).extracting(Recipients.Notice::recipient).containsExactly("mailer");
        assertThat(of("carrier").state()).isEqualTo("sent");
        assertThat(recipients.open(caseId))
                .as("told is not acknowledged")
                .extracting(Recipients.Notice::recipient)
                .containsExactly("carrier", "mailer", "shop");

        var other = UUID.randomUUID();
        done = true;
        recipients.tell(OPERATOR, other, ActKind.BLOCK);
        assertThat(recipients.open(other)).as("only a stop is waited for").isEmpty();
        workshop.clock.now = workshop.clock.now.plus(WITHIN);
        recipients.chase();
        recipients.sendDue();
        assertThat(of("carrier").acknowledgedHow()).isEqualTo(Recipients.How.ANSWER);
        assertThat(of("carrier").acknowledgedBy()).isEqualTo("system:carrier");
        assertThat(recorded()).contains("recipient.acknowledged carrier");
    }

    @Test
    void who_says_nothing_is_told_once_more_and_then_raised_once() {
        recipients.tell(OPERATOR, caseId, ActKind.STOP, ADVERTISING);
        recipients.sendDue();
        workshop.clock.now = workshop.clock.now.plus(WITHIN).minusSeconds(1);
        assertThat(recipients.chase()).isZero();
        workshop.clock.now = workshop.clock.now.plusSeconds(1);
        recipients.acknowledge(of("mailer").id(), Recipients.How.WORD, Actor.user("officer"), null);
        assertThat(recipients.chase()).isEqualTo(2);
        assertThat(recorded())
                .containsExactlyInAnyOrder(
                        "recipient.acknowledged mailer", "recipient.told-again carrier", "recipient.silent shop");
        assertThat(recipients.chase()).isZero();
        recipients.sendDue();
        assertThat(calls).hasSize(2);
        assertThat(letters).as("who has acknowledged is not written to again").hasSize(1);
        assertThat(of("carrier").toldAgainAt()).isEqualTo(workshop.clock.instant());
        assertThat(of("carrier").raisedAt()).isNull();

        workshop.clock.now = workshop.clock.now.plus(WITHIN);
        assertThat(recipients.chase()).isEqualTo(1);
        assertThat(of("carrier").raisedAt()).isEqualTo(workshop.clock.instant());
        assertThat(recorded()).endsWith("recipient.silent carrier");
        workshop.clock.now = workshop.clock.now.plus(WITHIN);
        assertThat(recipients.chase()).isZero();
        assertThat(recipients.open(caseId))
                .as("raised is not acknowledged")
                .extracting(Recipients.Notice::recipient)
                .containsExactly("carrier", "shop");
    }

    @Test
    void what_could_not_be_told_is_raised_and_not_told_again_by_itself() {
        recipients.tell(OPERATOR, caseId, ActKind.STOP, ADVERTISING);
        status = 500;
        for (int i = 0; i < 8; i++) {
            recipients.sendDue();
            workshop.clock.now = workshop.clock.now.plus(Duration.ofHours(7));
        }
        assertThat(of("carrier").state()).isEqualTo("failed");
        recipients.chase();
        assertThat(of("carrier").raisedAt()).isNotNull();
        assertThat(of("carrier").toldAgainAt()).isNull();
        var given = recipients.givenByHand(of("carrier").id(), "clerk");
        assertThat(given.state()).isEqualTo("sent");
        assertThat(given.waits()).isTrue();
    }

    @Test
    void the_first_acknowledgement_stands_and_a_document_has_to_be_one_of_the_case() {
        recipients.tell(OPERATOR, caseId, ActKind.STOP, ADVERTISING);
        var id = of("shop").id();
        assertThatThrownBy(() ->
                        recipients.acknowledge(id, Recipients.How.DOCUMENT, Actor.user("clerk"), UUID.randomUUID()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> recipients.acknowledge(id, Recipients.How.DOCUMENT, Actor.user("clerk"), null))
                .isInstanceOf(InvalidInputException.class);
        var first = recipients.acknowledge(id, Recipients.How.DOCUMENT, Actor.user("clerk"), document);
        assertThat(first.acknowledgedHow()).isEqualTo(Recipients.How.DOCUMENT);
        assertThat(first.acknowledgementDocument()).isEqualTo(document);
        assertThat(first.acknowledgedAt()).isEqualTo(workshop.clock.instant());
        assertThat(first.state()).as("who acknowledges has been told").isEqualTo("sent");
        workshop.clock.now = workshop.clock.now.plusSeconds(60);
        var second = recipients.acknowledge(id, Recipients.How.WORD, Actor.user("officer"), null);
        assertThat(second).isEqualTo(first);
        assertThat(recorded()).containsExactly("recipient.acknowledged shop");
        assertThat(record.get(0).by()).isEqualTo(Actor.user("clerk"));
    }
}
