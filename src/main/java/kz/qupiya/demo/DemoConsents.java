package kz.qupiya.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.consent.Consents;
import kz.qupiya.consent.GivenConsent;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.IdentifierHasher;
import kz.qupiya.subject.Identifiers;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Consents of some made-up clients of each operator, with proof of how they were given. Not of the demonstration person: whoever tries the API gives that person's consents,
 * and sees that nothing is allowed without.
 */
@Component
@ConditionalOnProperty("qupiya.embedded")
final class DemoConsents {

    private static final Logger log = LoggerFactory.getLogger(DemoConsents.class);

    private static final int CLIENTS = 12;
    private static final String BY = "demo";
    /** Of operators whose policies name no BIN. */
    private static final String MADE_UP_BIN = "990140000009";

    private static final Map<String, String> ACTIONS = Map.of(
            "kao-solutions", "кнопка «Запросить отчёт»",
            "zvonobot", "флажок «Согласен получать рекламу» при регистрации",
            "digital-rocket", "флажок «Согласен получать рекламу» при заказе",
            "twelve", "флажок «Согласен получать рекламу» при пополнении",
            "kz-pay-bot", "команда /start и кнопка «Согласен»");

    private final Consents consents;
    private final Operators operators;
    private final IdentifierHasher hasher;
    private final Clock clock;

    DemoConsents(Consents consents, Operators operators, IdentifierHasher hasher, Clock clock) {
        this.consents = consents;
        this.operators = operators;
        this.hasher = hasher;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void give() {
        var people = DemoPeople.generate(DemoData.ALL.size());
        var given = 0;
        for (DemoData data : DemoData.ALL) {
            var key = new OperatorKey(data.operator());
            if (operators.find(data.operator()).isEmpty()) {
                continue;
            }
            var clients = people.clientsOf(DemoData.ALL.indexOf(data)).subList(1, CLIENTS + 1);
            var first = hasher.hashes(key, Identifiers.normalise(subject(clients.get(0))));
            if (!consents.of(key, first).isEmpty()) {
                continue;
            }
            for (int i = 0; i < clients.size(); i++) {
                consents.give(key, consent(key, clients.get(i), i), BY);
                given++;
            }
        }
        if (given > 0) {
            log.info("Demonstration consents: {}", given);
        }
    }

    private GivenConsent consent(OperatorKey operator, DemoPerson person, int i) {
        var profile = operators.get(operator);
        List<@Nullable String> purposes = new ArrayList<>(List.of(Purpose.ADVERTISING.code()));
        if (i % 3 == 0) {
            purposes.add(Purpose.NOTICES.code());
        }
        if (i % 4 == 0) {
            purposes.add(Purpose.THIRD_PARTY_TRANSFER.code());
        }
        var cookies = profile.needsConsent(Purpose.COOKIES) && i % 2 == 1;
        return new GivenConsent(
                subject(person),
                cookies ? List.of(Purpose.COOKIES.code()) : purposes,
                OffsetDateTime.ofInstant(clock.instant().minus(Duration.ofDays(20L + 9L * i)), Almaty.ZONE),
                cookies ? null : i % 5 == 4 ? "P60D" : null,
                new GivenConsent.Proof(
                        profile.legalName().ru(),
                        profile.bin().orElse(MADE_UP_BIN),
                        person.fullName(),
                        "До отзыва; на файлы cookies не дольше срока, названного в политике",
                        true,
                        false,
                        false,
                        List.of("фамилия, имя и отчество", "номер телефона", "адрес электронной почты"),
                        "нет",
                        GivenConsent.Form.OTHER.code(),
                        ACTIONS.getOrDefault(operator.value(), "кнопка «Согласен»"),
                        "2026-01",
                        null,
                        "203.0.113." + (10 + i)));
    }

    private static SubjectInput subject(DemoPerson person) {
        return new SubjectInput(person.iin(), person.phone(), person.email(), person.login(), null, null);
    }
}
