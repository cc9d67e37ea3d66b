package kz.qupiya.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LetterTemplatesTest {

    private static final Pattern FACT = Pattern.compile("\\bf\\.([A-Za-z]+)");
    private static final Pattern HAS = Pattern.compile("\\bhas\\.([A-Za-z]+)");
    private static final Pattern OWN = Pattern.compile("\\bown\\.([A-Za-z]+)");
    private static final Pattern KAZAKH = Pattern.compile("[әғқңөұүһі]");
    private final LetterRenderer renderer = new LetterRenderer();
    private final LetterTexts texts = new LetterTexts();

    static Stream<String> operators() {
        return Stream.of("zvonobot", "digital-rocket", "kz-pay-bot", "kao-solutions", "twelve");
    }

    @ParameterizedTest
    @EnumSource
    void bothLanguagesShowExactlyTheDeclaredFacts(LetterTemplate template) {
        var declared = template.facts().stream().map(LetterFact::name).collect(Collectors.toCollection(TreeSet::new));
        for (var language : LetterLanguage.values()) {
            var source = texts.template("none", template, language);
            assertThat(names(FACT, source)).as("facts in %s", language).isEqualTo(declared);
            var asked = names(HAS, source);
            asked.removeAll(LetterRenderer.OPERATOR_WORDS);
            assertThat(declared).as("facts asked for in %s", language).containsAll(asked);
            assertThat(template.facts())
                    .as("optional facts are asked for in %s, one of those that go together", language)
                    .allMatch(fact -> fact.required() || asked.contains(fact.name()) || asked.contains(fact.with()));
            assertThat(LetterRenderer.OPERATOR_WORDS).containsAll(names(OWN, source));
        }
        var ru = texts.template("none", template, LetterLanguage.RU);
        var kk = texts.template("none", template, LetterLanguage.KK);
        assertThat(names(HAS, kk)).isEqualTo(names(HAS, ru));
        assertThat(names(OWN, kk)).isEqualTo(names(OWN, ru));
        assertThat(articles(kk)).as("the same articles are cited").isEqualTo(articles(ru));
    }

    @ParameterizedTest
    @EnumSource
    void staffReadItsNameInEveryLanguage(LetterTemplate template) {
        for (var language : List.of("ru", "kk", "en")) {
            var words = ResourceBundle.getBundle("messages.letter", Locale.forLanguageTag(language));
            for (var key : List.of("letter.template.", "casefile.value.template.")) {
                assertThat(words.getString(key + template.key())).as(language).isNotBlank();
            }
        }
    }

    @Test
    void everyTextOfAnOperatorStandsInBothLanguagesAndIsKnown() throws Exception {
        var found = 0;
        for (var operator : operators().toList()) {
            var ru = texts.words(operator, LetterLanguage.RU);
            var kk = texts.words(operator, LetterLanguage.KK);
            assertThat(kk.keySet()).as(operator).isEqualTo(ru.keySet());
            assertThat(LetterRenderer.OPERATOR_WORDS).containsAll(ru.keySet());
            ru.forEach((name, text) ->
                    assertThat(digits(kk.get(name))).as(operator + " " + name).isEqualTo(digits(text)));
            found += ru.size();
        }
        assertThat(found).isPositive();
        try (var files = Files.walk(Path.of("src/main/resources/operators"))) {
            var own = files.filter(f ->
                            f.toString().contains("/letters/") && f.toString().endsWith(".html"))
                    .toList();
            for (var file : own) {
                assertThat(LetterLanguage.values()).allSatisfy(l -> assertThat(file.resolveSibling(l.tag() + ".html"))
                        .exists());
            }
        }
    }

    @Test
    void sharedWordsStandInBothLanguages() {
        var ru = sharedWords(LetterLanguage.RU);
        var kk = sharedWords(LetterLanguage.KK);
        assertThat(kk.keySet()).isEqualTo(ru.keySet());
        ru.forEach((name, text) -> assertThat(digits(kk.get(name))).as(name).isEqualTo(digits(text)));
        kk.forEach((name, text) -> {
            if (!name.startsWith("label.")) {
                assertThat(KAZAKH.matcher(text).find()).as("Kazakh: " + name).isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyLetterOfEveryOperatorIsWrittenInBothLanguagesForEveryAddressee(String operator) {
        var head = new Letterhead(
                operator,
                SampleLetters.KAO.name(),
                null,
                null,
                List.of(),
                null,
                null,
                List.of(LetterLanguage.values()),
                null);
        for (var template : LetterTemplate.values()) {
            for (var addressee : template.addressees()) {
                for (var proof : List.of("identity", "authority")) {
                    var facts = SampleLetters.facts(template);
                    facts.computeIfPresent("missingProof", (name, old) -> proof);
                    var letter = renderer.render(
                            SampleLetters.draft(head, template, List.of(LetterLanguage.values()), facts, addressee));
                    assertThat(letter.html()).contains("ZVN-2026-000123").doesNotContain("${", "[[", " th:");
                    assertThat(letter.text()).contains("94-V", "№ 94-V Заң").doesNotContain("<", "${");
                    assertThat(letter.subject())
                            .contains("ZVN-2026-000123", " / ")
                            .doesNotContain(SampleLetters.NAME);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesEachLetterWithoutItsOptionalFacts(LetterTemplate template) {
        var facts = SampleLetters.facts(template);
        template.facts().stream().filter(fact -> !fact.required()).forEach(fact -> facts.remove(fact.name()));
        var letter = renderer.render(SampleLetters.draft(
                SampleLetters.KAO, template, SampleLetters.KAO.languages(), facts, SampleLetters.addressee(template)));
        assertThat(letter.text()).doesNotContain("null").contains("ZVN-2026-000123");
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWriteWithAnyNeededFactMissing(LetterTemplate template) {
        var needed = template.facts().stream().filter(LetterFact::required).toList();
        assertThat(needed).isNotEmpty();
        for (var fact : needed) {
            var facts = SampleLetters.facts(template);
            facts.remove(fact.name());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> renderer.render(SampleLetters.draft(
                            SampleLetters.ZVONOBOT,
                            template,
                            List.of(LetterLanguage.RU),
                            facts,
                            SampleLetters.addressee(template))))
                    .withMessageContaining(fact.name());
        }
    }

    @Test
    void refusesUnknownFactsWrongTypesAndCodesWithoutWordingNamingNoValue() {
        assertRefused(Map.of("surprise", "secret-value"), "surprise");
        assertRefused(Map.of("receivedAt", "secret-value"), "receivedAt");
        assertRefused(Map.of("ground", "Secret Value"), "ground");
        assertRefused(Map.of("ground", "no-such-ground"), "ground");
        assertRefused(Map.of("deadlines", List.of()), "deadlines");
        assertRefused(Map.of("deadlines", List.of("secret-value")), "deadlines");
    }

    @Test
    void factsThatBelongTogetherComeTogether() {
        var facts = SampleLetters.facts(LetterTemplate.REQUEST_RECEIVED);
        facts.remove("proofDueOn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> renderer.render(SampleLetters.draft(
                        SampleLetters.ZVONOBOT,
                        LetterTemplate.REQUEST_RECEIVED,
                        List.of(LetterLanguage.RU),
                        facts,
                        Addressee.SUBJECT)))
                .withMessageContaining("proofDueOn");
    }

    @Test
    void aPersonalValueThatIsGoneIsAnErrorNotAGap() {
        var template = LetterTemplate.RECIPIENT_RECTIFIED;
        var draft = new Draft(
                SampleLetters.ZVONOBOT,
                template,
                List.of(LetterLanguage.RU),
                Addressee.THIRD_PARTY,
                "CRM",
                null,
                "ZVN-2026-000001",
                "ZVN-2026-000001/1",
                java.time.LocalDate.of(2026, 11, 20),
                SampleLetters.facts(template),
                field -> Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> renderer.render(draft))
                .withMessageContaining("no value");
    }

    @Test
    void aLetterIsNotWrittenToWhomItIsNotMeantFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> renderer.render(SampleLetters.draft(
                        SampleLetters.ZVONOBOT,
                        LetterTemplate.RECIPIENT_BLOCKED,
                        List.of(LetterLanguage.RU),
                        SampleLetters.facts(LetterTemplate.RECIPIENT_BLOCKED),
                        Addressee.SUBJECT)));
    }

    @Test
    void markupInAValueStaysText() {
        var draft = new Draft(
                SampleLetters.ZVONOBOT,
                LetterTemplate.RECIPIENT_UNBLOCKED,
                List.of(LetterLanguage.RU),
                Addressee.THIRD_PARTY,
                "<b>Рога & Копыта</b>",
                "<script>alert(1)</script>",
                "ZVN-2026-000001",
                "ZVN-2026-000001/1",
                java.time.LocalDate.of(2026, 11, 20),
                SampleLetters.facts(LetterTemplate.RECIPIENT_UNBLOCKED),
                field -> Optional.of("<img src=x>[[${operator}]]"));
        var letter = renderer.render(draft);
        assertThat(letter.html())
                .doesNotContain("<script", "<img", "<b>")
                .contains("&lt;img src=x&gt;[[${operator}]]", "&lt;b&gt;Рога &amp; Копыта");
        assertThat(letter.text()).contains("<img src=x>[[${operator}]]");
    }

    @Test
    void whatAnOfficerWroteInLinesStaysInLines() {
        var letter = renderer.render(SampleLetters.draft(SampleLetters.KAO, LetterTemplate.REQUEST_ANSWERED));
        assertThat(letter.text())
                .contains(
                        "\nОператор хранит имя, телефон и адрес электронной почты.\nЦель хранения: исполнение договора.\n");
        assertThat(letter.html())
                .contains(
                        "<p class=\"lines\">Оператор хранит имя, телефон и адрес электронной почты.\nЦель хранения: исполнение договора.</p>");
    }

    @Test
    void policyClausesOfTheOperatorStandInTheLetter() {
        assertThat(renderer.render(SampleLetters.draft(SampleLetters.ZVONOBOT, LetterTemplate.REQUEST_RECEIVED))
                        .text())
                .contains(
                        "пункт 4.2.4 Политики",
                        "подпункт 8) пункта 2 статьи 25 Закона Республики Казахстан от 21 мая 2013 года № 94-V")
                .contains("4 декабря 2026 года", "20 ноября 2026 года в 14:05");
        var kao = renderer.render(SampleLetters.draft(SampleLetters.KAO, LetterTemplate.REQUEST_RECEIVED));
        assertThat(kao.text()).contains("пункт 9.12", "9.12-тармағы", "2026 жылғы 20 қарашада (сағат 14:05)");
        assertThat(kao.text().indexOf("Оператордың")).isLessThan(kao.text().indexOf("Политики"));
        assertThat(renderer.render(SampleLetters.draft(SampleLetters.ZVONOBOT, LetterTemplate.REQUEST_RECEIVED))
                        .text())
                .as("one language needs no word on which prevails")
                .doesNotContain("преимущественное");
    }

    @Test
    void theAnswerToAClaimNamesTheClausesOfItsOperatorOnly() {
        var zvonobot = answer(SampleLetters.ZVONOBOT, Map.of(), Set.of("limited", "consumer"));
        assertThat(zvonobot)
                .contains(
                        "а также с пунктами 5.1, 5.2 и 6.2 Политики",
                        "обратиться в суд за защитой своих прав (пункт 6.3")
                .doesNotContain("9.11", "274-IV");
        var kao = answer(SampleLetters.KAO, Map.of(), Set.of());
        assertThat(kao)
                .contains("а также с пунктами 9.10 и 9.11", "9.10 және 9.11-тармақтарына")
                .contains("для суда оно не обязательно", "ол сот үшін міндетті емес")
                .contains("в течение двух месяцев", "екі ай ішінде")
                .doesNotContain("6.3", "5.2");
        var silent = new Letterhead(
                "kz-pay-bot",
                SampleLetters.KAO.name(),
                null,
                null,
                List.of(),
                null,
                null,
                List.of(LetterLanguage.values()),
                null);
        assertThat(answer(silent, Map.of(), Set.of("limited")))
                .contains("«О персональных данных и их защите» (далее – Закон).", "24 және 25-баптарына сәйкес қарады")
                .doesNotContain("пунктами");
    }

    @Test
    void theAnswerToAClaimSaysPlainlyWhatIsMetWhatNotAndThatItIsLate() {
        var inPart = answer(SampleLetters.ZVONOBOT, Map.of(), Set.of());
        assertThat(inPart)
                .contains("претензия удовлетворена в части")
                .containsSubsequence(
                        "Удовлетворены требования:",
                        "– возмещение реального ущерба",
                        "– принесение извинений",
                        "Отказано в удовлетворении требований:",
                        "– возмещение морального вреда",
                        "Оператор выплатит 150 000\u00a0тенге не позднее 15 января 2027 года.")
                .contains("Настоящий ответ даётся с опозданием: срок ответа истёк 30 ноября 2026 года.")
                .containsSubsequence("Приложения", "1) Расчёт.pdf", "2) Выписка из журнала.pdf");
        var refused = answer(
                SampleLetters.ZVONOBOT,
                Map.of("result", "refused", "reasons", List.of("not-shown", "excluded-public-before")),
                Set.of("met", "amount", "payBy", "lateSince", "attachments"));
        assertThat(refused)
                .contains("в удовлетворении претензии отказано", "статья 29 Закона", "пункт 5.2.1")
                .doesNotContain("Удовлетворены", "выплатит", "опозданием", "Приложения");
    }

    @Test
    void aDayOfPaymentNeedsAnAmountButNotTheOtherWayRound() {
        assertThat(answer(SampleLetters.ZVONOBOT, Map.of(), Set.of("payBy"))).contains("выплатит 150 000\u00a0тенге.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer(SampleLetters.ZVONOBOT, Map.of(), Set.of("amount")))
                .withMessageContaining("amount");
    }

    @Test
    void theReceiptOfAClaimIsNoOracleAndAdmitsNothing() {
        for (var addressee : LetterTemplate.CLAIM_RECEIVED.addressees()) {
            var text = renderer.render(SampleLetters.draft(
                            SampleLetters.ZVONOBOT,
                            LetterTemplate.CLAIM_RECEIVED,
                            List.of(LetterLanguage.values()),
                            SampleLetters.facts(LetterTemplate.CLAIM_RECEIVED),
                            addressee))
                    .text();
            assertThat(text)
                    .contains("не подтверждает и не опровергает", "растамайды және жоққа шығармайды")
                    .contains("ни признания, ни отклонения", "с 20 ноября 2026 года (14:05) как доказательства");
            assertThat(text.contains("Ваша претензия")).isEqualTo(addressee != Addressee.AUTHORITY);
            assertThat(text.contains("переданная Вами")).isEqualTo(addressee == Addressee.AUTHORITY);
        }
    }

    @Test
    void whatAClaimMayDemandAndWhyItIsAnsweredSoIsWorded() {
        var demands = List.of(
                "real-damage",
                "moral-damage",
                "correction",
                "destruction",
                "access",
                "stop-use",
                "withdrawal",
                "block",
                "apology",
                "explanation",
                "other");
        assertThat(sharedWords(LetterLanguage.RU).keySet().stream().filter(key -> key.startsWith("demand.")))
                .containsExactlyInAnyOrderElementsOf(
                        demands.stream().map(code -> "demand." + code).toList());
        for (var language : List.of("ru", "kk", "en")) {
            var words = ResourceBundle.getBundle("messages.casefile", Locale.forLanguageTag(language));
            assertThat(demands).allSatisfy(code -> assertThat(words.getString("casefile.value.demand." + code))
                    .as(language)
                    .isNotBlank());
        }
        var grounds = List.of(
                "not-shown",
                "violation-shown",
                "excluded-public-before",
                "excluded-third-party",
                "excluded-consent",
                "real-damage-proved",
                "damage-not-proved",
                "moral-damage-due",
                "only-real-damage",
                "demand-founded",
                "demand-not-founded",
                "goodwill");
        assertThat(answer(SampleLetters.KAO, Map.of("reasons", grounds, "notMet", demands, "met", demands), Set.of()))
                .contains("по закону");
        for (var reason : List.of(
                "information-awaited",
                "unusual-extent",
                "expert-opinion",
                "third-party-answer",
                "agreed-with-subject")) {
            var facts = SampleLetters.facts(LetterTemplate.CLAIM_PROLONGED);
            facts.put("reason", reason);
            assertThat(renderer.render(SampleLetters.draft(
                                    SampleLetters.KAO,
                                    LetterTemplate.CLAIM_PROLONGED,
                                    SampleLetters.KAO.languages(),
                                    facts,
                                    Addressee.SUBJECT))
                            .text())
                    .contains("не позднее 20 декабря 2026 года, будет направлен не позднее 19 января 2027 года");
        }
    }

    private String answer(Letterhead head, Map<String, ?> change, Set<String> without) {
        var facts = SampleLetters.facts(LetterTemplate.CLAIM_ANSWERED);
        facts.putAll(change);
        facts.keySet().removeAll(without);
        return renderer.render(SampleLetters.draft(
                        head, LetterTemplate.CLAIM_ANSWERED, head.languages(), facts, Addressee.SUBJECT))
                .text();
    }

    @Test
    void theReceiptIsNoOracleOfWhoIsAClient() {
        var letter = renderer.render(SampleLetters.draft(SampleLetters.ZVONOBOT, LetterTemplate.REQUEST_RECEIVED));
        assertThat(letter.text()).contains("не подтверждает и не опровергает");
    }

    @Test
    void theHashOfATemplateTellsOperatorsAndLanguagesApart() {
        var ru = List.of(LetterLanguage.RU);
        var hash = renderer.templateHash("zvonobot", LetterTemplate.REQUEST_RECEIVED, ru);
        assertThat(hash)
                .matches("[0-9a-f]{64}")
                .isEqualTo(renderer.templateHash("zvonobot", LetterTemplate.REQUEST_RECEIVED, ru));
        assertThat(Set.of(
                        hash,
                        renderer.templateHash("kz-pay-bot", LetterTemplate.REQUEST_RECEIVED, ru),
                        renderer.templateHash("zvonobot", LetterTemplate.PROOF_REMINDER, ru),
                        renderer.templateHash(
                                "zvonobot", LetterTemplate.REQUEST_RECEIVED, List.of(LetterLanguage.values()))))
                .hasSize(4);
    }

    private void assertRefused(Map<String, ?> change, String named) {
        var facts = new HashMap<String, Object>(SampleLetters.facts(LetterTemplate.REQUEST_RECEIVED));
        facts.putAll(change);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> renderer.render(SampleLetters.draft(
                        SampleLetters.ZVONOBOT,
                        LetterTemplate.REQUEST_RECEIVED,
                        List.of(LetterLanguage.RU),
                        facts,
                        Addressee.SUBJECT)))
                .withMessageContaining(named)
                .satisfies(e -> assertThat(e.getMessage().toLowerCase(java.util.Locale.ROOT))
                        .doesNotContain("secret-value", "secret value"));
    }

    private static Map<String, String> sharedWords(LetterLanguage language) {
        var properties = new java.util.Properties();
        try (var in = Files.newBufferedReader(
                Path.of("src/main/resources/letters/words_" + language.tag() + ".properties"))) {
            properties.load(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(n -> n, properties::getProperty));
    }

    private static TreeSet<String> names(Pattern pattern, String source) {
        return pattern.matcher(source).results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sorted numbers of a legal text: both languages cite the same articles, points and dates. */
    private static List<String> articles(String source) {
        var body = source.replaceAll("<[^>]*>", " ").replaceAll("\\$\\{[^}]*}", " ");
        return Pattern.compile("\\d+(?:-\\d+)?")
                .matcher(body.replaceAll("(\\d)-(\\p{L})", "$1 $2"))
                .results()
                .map(java.util.regex.MatchResult::group)
                .sorted()
                .toList();
    }

    private static List<String> digits(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .sorted()
                .toList();
    }
}
