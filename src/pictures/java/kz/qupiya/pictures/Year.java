package kz.qupiya.pictures;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.testing.TestClock;

/** A year of five operators' cases, the same on every machine: what is old has been decided, some of it too late; what came last lies open. */
final class Year {

    private static final LocalDate FIRST = LocalDate.of(2025, 12, 1);

    /** Received from here on: still open. */
    private static final LocalDate OPEN_FROM = LocalDate.of(2026, 11, 4);

    /** Place of the claimant among the clients of Zvonobot: nobody else's case is about them. */
    static final int CLAIMANT = 8;

    private static final String OPERATOR = "zvonobot";
    private static final LocalDate CLAIMED_ON = LocalDate.of(2026, 11, 9);
    private static final LocalDate BREACHED_ON = LocalDate.of(2026, 11, 17);

    private static final List<String> OPERATORS = List.of(
            "zvonobot",
            "zvonobot",
            "zvonobot",
            "twelve",
            "twelve",
            "kz-pay-bot",
            "kz-pay-bot",
            "digital-rocket",
            "kao-solutions");

    private static final List<String> CHANNELS = List.of("letter", "call", "visit");

    private static final List<Map<String, Object>> DECISIONS = List.of(
            Map.of("decision", "not-confirmed", "notConfirmedReason", "data-match-documents"),
            Map.of("decision", "not-confirmed", "notConfirmedReason", "processing-with-consent"),
            Map.of("decision", "not-confirmed", "notConfirmedReason", "no-evidence-of-inaccuracy"),
            Map.of("decision", "unlawful-processing"));

    private final Office office;
    private final Instant now;
    private final Random chance = new Random(94);
    private int person = 20;
    private String claim = "";
    private String breach = "";

    Year(Office office, Instant now) {
        this.office = office;
        this.now = now;
    }

    /** Number of the claim that came on 9 November, on the client of Zvonobot of place {@link #CLAIMANT}. */
    String claim() {
        return claim;
    }

    /** Number of the breach that Zvonobot discovered on 17 November. */
    String breach() {
        return breach;
    }

    /** Leaves the clock at {@code now}. */
    void pass() {
        var today = Almaty.dayOf(now);
        FIRST.datesUntil(today.plusDays(1)).filter(Year::working).forEach(day -> {
            boolean open = !day.isBefore(OPEN_FROM);
            int cases = open ? 1 + chance.nextInt(3) : chance.nextInt(100) < 30 ? 1 : 0;
            for (int i = 0; i < cases; i++) {
                var at = day.atTime(LocalTime.of(9, 0).plusMinutes(chance.nextInt(8 * 60)))
                        .atZone(Almaty.ZONE)
                        .toInstant();
                oneCase(at.isBefore(now) ? at : now.minusSeconds(600), open);
            }
            if (day.equals(CLAIMED_ON)) {
                openClaim();
            }
            if (day.equals(BREACHED_ON)) {
                openBreach();
            }
        });
        TestClock.set(now);
    }

    private void oneCase(Instant at, boolean open) {
        var operator = OPERATORS.get(chance.nextInt(OPERATORS.size()));
        var decision = DECISIONS.get(chance.nextInt(DECISIONS.size()));
        var ground = decision.containsValue("unlawful-processing") || chance.nextInt(3) == 0
                ? "unlawful-processing"
                : "inaccurate-data";
        TestClock.set(at);
        var number = office.open(
                operator,
                Map.of("iin", office.iin(operator, person++ % 600)),
                Map.of("kind", "subject", "name", "Заявитель", "email", "requester@example.kz"),
                ground,
                CHANNELS.get(chance.nextInt(CHANNELS.size())),
                "Прошу заблокировать мои данные на время проверки.");
        // what came in the last weeks lies open, some of it late already
        if (open || at.isAfter(now.minusSeconds(86_400 * 19))) {
            if (chance.nextBoolean()) {
                office.claim("officer", office.verification(number));
            }
            return;
        }
        boolean late = chance.nextInt(8) == 0;
        TestClock.set(min(at.plusSeconds(86_400L * (late ? 22 : 2 + chance.nextInt(9))), now.minusSeconds(3_600)));
        office.drive(operator, number);
        office.answerForMissed(operator, number);
        office.decide(operator, number, decision);
        if (decision.containsValue("unlawful-processing")) {
            office.approve(operator, number);
        }
    }

    private void openClaim() {
        TestClock.set(CLAIMED_ON.atTime(10, 20).atZone(Almaty.ZONE).toInstant());
        var client = office.clients(CLAIMANT, 1).get(0);
        claim = office.open(
                "clerk",
                OPERATOR,
                "claims",
                Map.of(
                        "subject",
                        Map.of("iin", client.iin(), "fullName", client.name()),
                        "requester",
                        Map.of("kind", "subject", "name", client.name(), "email", "requester@example.kz"),
                        "channel",
                        "visit",
                        "statement",
                        "Номер моего телефона без моего согласия передан посторонним: с октября мне звонят с предложениями"
                                + " займов. Прошу возместить расходы на замену номера и моральный вред, заблокировать мои"
                                + " данные и принести извинения.",
                        "allegation",
                        "disclosure",
                        "consumerClaim",
                        false,
                        "demand",
                        List.of(
                                Map.of("action", "real-damage", "amount", 18_500),
                                Map.of("action", "moral-damage", "amount", 200_000),
                                Map.of("action", "apology"),
                                Map.of("action", "block"))));
    }

    private void openBreach() {
        var at = BREACHED_ON.atTime(14, 20).atZone(Almaty.ZONE).toInstant();
        TestClock.set(at);
        breach = office.open(
                "integration",
                OPERATOR,
                "breaches",
                Map.of(
                        "discoveredAt",
                        at.minusSeconds(1_800).toString(),
                        "kind",
                        "disclosure",
                        "description",
                        "Копия таблицы клиентов найдена в открытом доступе: её скачали по ссылке, которую никто не закрыл.",
                        "dataCategories",
                        List.of("identity", "contact")));
    }

    private static boolean working(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
