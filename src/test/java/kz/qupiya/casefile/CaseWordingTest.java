package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.operator.OperatorKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;

class CaseWordingTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z0-9]+}");

    private static final OperatorKey OPERATOR = new OperatorKey("kao-solutions");

    /** A data map with one system. */
    private static final SystemNames SYSTEMS = (operator, system, locale) ->
            operator.equals(OPERATOR) && system.equals("paper") ? Optional.of("Бумажный архив") : Optional.empty();

    private final CaseWording wording = new CaseWording(
            messages(),
            new StaticListableBeanFactory().getBeanProvider(ElementWords.class),
            new StaticListableBeanFactory(Map.of("systems", SYSTEMS)).getBeanProvider(SystemNames.class));

    @Test
    void the_three_bundles_have_the_same_keys_and_placeholders() {
        var ru = bundle("ru");
        for (String language : List.of("kk", "en")) {
            var other = bundle(language);
            assertThat(other.stringPropertyNames()).as(language).isEqualTo(ru.stringPropertyNames());
            ru.stringPropertyNames().forEach(key -> assertThat(placeholders(other.getProperty(key)))
                    .as(language + " " + key)
                    .isEqualTo(placeholders(ru.getProperty(key))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "kk", "en"})
    void every_code_that_the_sources_use_is_worded(String language) throws IOException {
        var keys = bundle(language).stringPropertyNames();
        var code = Pattern.compile("\"(casefile\\.[a-z.-]+[a-z])\"");
        var event = Pattern.compile("TimelineEvent\\.of\\(\\s*\"([a-z.-]+)\"");
        var used = new TreeSet<String>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/kz/qupiya/casefile"))) {
            sources.filter(path -> path.toString().endsWith(".java"))
                    .map(CaseWordingTest::read)
                    .forEach(source -> {
                        code.matcher(source)
                                .results()
                                .map(found -> found.group(1))
                                .forEach(used::add);
                        event.matcher(source)
                                .results()
                                .map(found -> "timeline." + found.group(1))
                                .forEach(used::add);
                    });
        }
        assertThat(used).hasSizeGreaterThan(35);
        assertThat(keys).containsAll(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "kk", "en"})
    void every_event_of_every_module_is_worded_by_some_bundle(String language) throws IOException {
        var worded = new TreeSet<String>();
        try (Stream<Path> bundles = Files.walk(Path.of("src/main/resources/messages"))) {
            bundles.filter(path -> path.toString().endsWith("_" + language + ".properties"))
                    .flatMap(path -> read(path).lines())
                    .map(line -> line.split("=", 2)[0])
                    .forEach(worded::add);
        }
        var event = Pattern.compile("TimelineEvent\\.of\\(\\s*\"([a-z.-]+)\"");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/kz/qupiya"))) {
            var codes = sources.filter(path -> path.toString().endsWith(".java"))
                    .flatMap(path -> event.matcher(read(path)).results())
                    .map(found -> found.group(1))
                    .distinct()
                    .toList();
            assertThat(codes).hasSizeGreaterThan(25).allSatisfy(code -> assertThat(worded)
                    .as(code)
                    .anyMatch(key -> key.equals("timeline." + code) || key.startsWith("timeline." + code + ".")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ru", "kk", "en"})
    void every_constant_is_worded(String language) {
        var keys = bundle(language).stringPropertyNames();
        Stream.of(
                        names("kind", Arrays.stream(CaseKind.values()).map(CaseKind::json)),
                        names("status", Arrays.stream(CaseStatus.values()).map(CaseStatus::json)),
                        names("outcome", Arrays.stream(Outcome.values()).map(Outcome::json)),
                        names("channel", Arrays.stream(Channel.values()).map(Channel::json)),
                        names("requester", Arrays.stream(RequesterKind.values()).map(RequesterKind::json)),
                        names("entitlement", Arrays.stream(Entitlement.values()).map(Entitlement::json)),
                        names("purpose", Arrays.stream(DocumentPurpose.values()).map(DocumentPurpose::json)),
                        names(
                                "deadlineState",
                                Arrays.stream(DeadlineState.values()).map(DeadlineState::json)),
                        names(
                                "reading",
                                Arrays.stream(Deadline.Reading.Role.values())
                                        .map(role -> role.name().toLowerCase(Locale.ROOT))))
                .flatMap(names -> names)
                .forEach(key -> assertThat(keys).contains(key));
    }

    @Test
    void an_event_becomes_a_sentence_with_its_facts_in_words() {
        var entry = new Timeline.Entry(
                1,
                Instant.parse("2026-03-02T05:00:00Z"),
                CaseFileKit.OFFICER,
                "case.opened",
                null,
                Map.of(
                        "number", "ZVN-2026-000001",
                        "kind", "data-block",
                        "channel", "letter",
                        "receivedAt", "2026-03-01T20:30:00Z"),
                "",
                "");
        assertThat(wording.event(OPERATOR, entry, Locale.forLanguageTag("ru")))
                .isEqualTo(
                        "Дело ZVN-2026-000001 заведено: Блокирование данных. Обращение получено 02.03.2026 01:30, канал: Письмо.");
        assertThat(wording.event(OPERATOR, entry, Locale.forLanguageTag("kk"))).contains("Деректерді бұғаттау", "Хат");
    }

    @Test
    void a_result_is_worded_by_what_it_is_a_result_of() {
        var closed = new Timeline.Entry(
                2,
                Instant.parse("2026-03-02T05:00:00Z"),
                CaseFileKit.OFFICER,
                "case.closed",
                "destroyed-in-part",
                Map.of("retainUntil", "2029-03-02T18:59:59.999Z"),
                "",
                "");
        assertThat(wording.event(OPERATOR, closed, Locale.ENGLISH))
                .isEqualTo("The case was closed: Destroyed in part. Kept until 02.03.2029 23:59.");
    }

    @Test
    void what_no_bundle_words_is_told_by_its_code() {
        var entry = new Timeline.Entry(1, Instant.EPOCH, CaseFileKit.OFFICER, "nobody.knows", null, Map.of(), "", "");
        assertThat(wording.event(OPERATOR, entry, Locale.ENGLISH)).isEqualTo("nobody.knows");
    }

    @Test
    void a_system_is_told_by_the_name_that_the_data_map_gives_it() {
        var russian = Locale.forLanguageTag("ru");
        assertThat(wording.event(OPERATOR, requested("paper"), russian)).endsWith("системы Бумажный архив.");
        // a system that was taken from the map since
        assertThat(wording.event(OPERATOR, requested("gone"), russian)).endsWith("системы gone.");
    }

    private static Timeline.Entry requested(String system) {
        return new Timeline.Entry(
                1, Instant.EPOCH, CaseFileKit.OFFICER, "facts.requested", null, Map.of("system", system), "", "");
    }

    private static Stream<String> names(String list, Stream<String> codes) {
        return codes.map(code -> "casefile.value." + list + "." + code);
    }

    private static TreeSet<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties bundle(String language) {
        var properties = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(
                        CaseWordingTest.class.getResourceAsStream("/messages/casefile_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static ResourceBundleMessageSource messages() {
        var source = new ResourceBundleMessageSource();
        source.setBasenames("messages/casefile", "messages/datablocking");
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        return source;
    }
}
