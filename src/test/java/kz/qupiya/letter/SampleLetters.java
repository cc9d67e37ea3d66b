package kz.qupiya.letter;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Senders, facts and drafts for the tests of letters; every fact of every template has a value here. */
final class SampleLetters {

    static final Letterhead ZVONOBOT = new Letterhead(
            "zvonobot",
            new LocalText("ТОО «Звонобот Казахстан»", "«Звонобот Казахстан» ЖШС"),
            "181140029019",
            new LocalText(
                    "Республика Казахстан, 050000, г. Алматы, пр. Абая, 1",
                    "Қазақстан Республикасы, 050000, Алматы қ., Абай даңғылы, 1"),
            List.of("+7 727 000 00 00"),
            "kazakhstan@zvonobot.kz",
            "lk.zvonobot.kz",
            List.of(LetterLanguage.RU),
            null);

    static final Letterhead KAO = new Letterhead(
            "kao-solutions",
            new LocalText(
                    "Товарищество с ограниченной ответственностью «KAO Solutions»",
                    "«KAO Solutions» жауапкершілігі шектеулі серіктестігі"),
            "250640020303",
            new LocalText("Республика Казахстан, г. Алматы", "Қазақстан Республикасы, Алматы қ."),
            List.of(),
            "info@kao.kz",
            "autocheck.kz",
            List.of(LetterLanguage.KK, LetterLanguage.RU),
            LetterLanguage.RU);

    static final String NAME = "Айгүл Демонстрационная";
    static final Map<String, String> VAULT = Map.ofEntries(
            Map.entry("requester.name", NAME),
            Map.entry("requester.email", "demo.person@example.kz"),
            Map.entry("subject.fullName", NAME),
            Map.entry("subject.contract", "КЗ-2024/118"),
            Map.entry("corrected.phone", "+7 701 000 00 02"),
            Map.entry("breach.facts", "Файл с данными клиентов найден в открытом доступе."),
            Map.entry("breach.measures", "– Доступ к файлу закрыт. (20.11.2026)\n– Пароли сменены. (21.11.2026)"),
            Map.entry(
                    "breach.annex",
                    "1. Айгүл Демонстрационная; 850515499993; +77010000001\n2. Ілияс Өтепов; –; +77010000002"),
            Map.entry(
                    "answer.text",
                    "Оператор хранит имя, телефон и адрес электронной почты.\nЦель хранения: исполнение договора."));

    private SampleLetters() {}

    static Function<String, Optional<String>> vault() {
        return field -> Optional.ofNullable(VAULT.get(field));
    }

    static Map<String, Object> facts(LetterTemplate template) {
        var facts = new HashMap<String, Object>();
        template.facts().forEach(fact -> facts.put(fact.name(), value(fact)));
        return facts;
    }

    static Object value(LetterFact fact) {
        return switch (fact.name()) {
            case "receivedAt" -> Instant.parse("2026-11-20T09:05:00Z");
            case "blockedSince" -> Instant.parse("2026-11-20T09:06:00Z");
            case "decidedAt" -> Instant.parse("2026-12-01T05:30:00Z");
            case "unblockedAt" -> Instant.parse("2026-12-02T06:10:00Z");
            case "rectifiedAt" -> Instant.parse("2026-12-01T11:45:00Z");
            case "destroyedAt" -> Instant.parse("2026-12-01T12:00:00Z");
            case "requestedOn" -> LocalDate.of(2026, 11, 20);
            case "proofDueOn" -> LocalDate.of(2026, 12, 4);
            case "confirmedOn" -> LocalDate.of(2026, 11, 30);
            case "withdrawnAt", "stoppedAt", "takenBackAt" -> Instant.parse("2026-11-23T04:15:00Z");
            case "effectiveOn" -> LocalDate.of(2027, 2, 1);
            case "purposes" ->
                List.of(
                        new LocalText("реклама", "жарнама"),
                        new LocalText("передача третьим лицам", "үшінші тұлғаларға беру"));
            case "allowed" -> List.of(new LocalText("расчёты и оплата", "есеп айырысу және төлем"));
            case "optedOut" -> List.of(new LocalText("уведомления", "хабарламалар"));
            case "continues" -> LocalText.same("ZVN-2026-000007");
            case "discoveredAt" -> Instant.parse("2026-11-20T09:05:00Z");
            case "occurredFrom" -> Instant.parse("2026-11-18T20:00:00Z");
            case "breachKind" -> "disclosure";
            case "responsible" -> LocalText.same("Ахметов Ержан, +7 727 000 00 01, dpo@example.kz");
            case "facts" -> new VaultText("breach.facts");
            case "measures" -> new VaultText("breach.measures");
            case "categories" ->
                List.of(
                        new LocalText("фамилия, имя, отчество, ИИН", "тегі, аты, әкесінің аты, ЖСН"),
                        LocalText.same("IP-адреса"));
            case "people" -> LocalText.same("2");
            case "listHash" -> LocalText.same("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
            case "annex" -> new VaultText("breach.annex");
            case "rehearsal" -> "rehearsal";
            case "supplements" -> LocalText.same("№ РК-17/2026 (20.11.2026)");
            case "neutral" -> "unproved";
            case "claimReceivedAt", "heldSince" -> Instant.parse("2026-11-20T09:05:00Z");
            case "answeredAt" -> Instant.parse("2026-12-14T08:40:00Z");
            case "settledAt" -> LocalDate.of(2026, 12, 21);
            case "demands" -> List.of("real-damage", "moral-damage", "destruction", "withdrawal", "apology");
            case "met" -> List.of("real-damage", "destruction", "apology");
            case "notMet" -> List.of("moral-damage");
            case "linked" ->
                List.of(
                        new LocalText(
                                "отзыв согласия – ZVN-2026-000124", "келісімді кері қайтарып алу – ZVN-2026-000124"),
                        new LocalText("иное обращение – ZVN-2026-000125", "өзге өтініш – ZVN-2026-000125"));
            case "result" -> "satisfied-in-part";
            case "amount" -> LocalText.same("150 000");
            case "payBy" -> LocalDate.of(2027, 1, 15);
            case "lateSince" -> LocalDate.of(2026, 11, 30);
            case "limited" -> "real-damage";
            case "consumer" -> "yes";
            case "attachments" -> List.of(LocalText.same("Расчёт.pdf"), LocalText.same("Выписка из журнала.pdf"));
            case "dueFrom" -> LocalDate.of(2026, 12, 20);
            case "dueTo" -> LocalDate.of(2027, 1, 19);
            case "reason" -> "expert-opinion";
            case "about" -> "access";
            case "decision" -> "granted-in-part";
            case "answer" -> new VaultText("answer.text");
            case "ground" -> "inaccurate-data";
            case "missingProof" -> "identity";
            case "finding" -> "unlawful-processing";
            case "incomingNumber" -> LocalText.same("12-3/4567");
            case "reasons" ->
                List.of(
                        "no-evidence-of-inaccuracy",
                        new LocalText("договор действует до 2028 года", "шарт 2028 жылға дейін қолданылады"));
            case "deadlines" ->
                List.of(
                        new DueDate(
                                "verification",
                                Instant.parse("2026-12-04T18:59:59Z"),
                                new LocalText(
                                        "правило Оператора: 10 рабочих дней с получения обращения",
                                        "Оператордың қағидасы: өтініш алынғаннан кейін 10 жұмыс күні")),
                        new DueDate(
                                "unblock",
                                Instant.parse("2026-12-07T18:59:59Z"),
                                new LocalText(
                                        "подпункт 8) пункта 2 статьи 25 Закона",
                                        "Заңның 25-бабы 2-тармағының 8) тармақшасы")));
            case "corrections" ->
                List.of(
                        new Correction(
                                new LocalText("Номер телефона", "Телефон нөмірі"), new VaultText("corrected.phone")),
                        new Correction(new LocalText("Фамилия", "Тегі"), null));
            case "kept" ->
                List.of(
                        new KeptItem(
                                new LocalText("Сведения о платежах", "Төлемдер туралы мәліметтер"),
                                new LocalText(
                                        "подпункт 3) пункта 12 статьи 13 Закона «О платежах и платежных системах»",
                                        "«Төлемдер және төлем жүйелері туралы» Заңның 13-бабы 12-тармағының 3) тармақшасы"),
                                LocalDate.of(2031, 5, 14)),
                        new KeptItem(
                                new LocalText("Переписка по претензии", "Талап бойынша хат алмасу"),
                                new LocalText("рассмотрение спора в суде", "дауды сотта қарау"),
                                null));
            case "subject" ->
                List.of(
                        new VaultText("subject.fullName"),
                        new VaultText("subject.contract"),
                        new VaultText("subject.login"));
            default -> throw new IllegalArgumentException(fact.name());
        };
    }

    static Addressee addressee(LetterTemplate template) {
        return template.addressees().contains(Addressee.SUBJECT)
                ? Addressee.SUBJECT
                : template.addressees().iterator().next();
    }

    static Draft draft(Letterhead head, LetterTemplate template) {
        return draft(head, template, head.languages(), facts(template), addressee(template));
    }

    static Draft draft(
            Letterhead head,
            LetterTemplate template,
            List<LetterLanguage> languages,
            Map<String, ?> facts,
            Addressee addressee) {
        return new Draft(
                head,
                template,
                languages,
                addressee,
                NAME,
                "050000, г. Алматы\nпр. Абая, 150, кв. 12",
                "ZVN-2026-000123",
                "ZVN-2026-000123/1",
                LocalDate.of(2026, 11, 20),
                facts,
                vault());
    }
}
