package kz.qupiya.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our texts of the engine's web applications against the English ones of the release in use: an upgrade that adds a text fails here. */
class WebappLocalesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final Pattern TAG = Pattern.compile("</?(?:a|b|br|code|em|i|p|span|strong|ul|li)\\b");
    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2,}");

    /** Names and formats that stay as they are in any language. */
    private static final Pattern ALLOWED = Pattern.compile(
            "\\{\\{[^}]*}}|<[^>]*>|&[a-z]+;|#resolve|yyyy-MM-ddTHH:mm:ss|https?://\\S+|Qupiya|Camunda(?: Platform| 7 CE)?|\\b(?:BPMN|CMMN|DMN|XML|JSON|JUEL|REST|API|JMX|Java|JavaScript|Groovy|UTC|ISO|CSV|XLSX|PDF|ID|URL|URI|IP|SQL|HTML|CE|EE|LDAP|TTL|Cron|Spin|Cycle|SDK|Enterprise|FEEL|null|true|false|retry|CTRL|ctrl|alt|shift|cookie)\\b");

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"tasklist,ru", "tasklist,kk", "welcome,ru", "welcome,kk", "cockpit,ru", "cockpit,kk"})
    void hasEveryTextOfTheEnglishFileAndNoOther(String app, String language) throws IOException {
        assertThat(labels(app, language).keySet()).isEqualTo(labels(app, "en").keySet());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"tasklist,ru", "tasklist,kk", "welcome,ru", "welcome,kk", "cockpit,ru", "cockpit,kk"})
    void keepsPlaceholdersAndMarkupOfEachText(String app, String language) throws IOException {
        var translated = labels(app, language);
        var wrong = new ArrayList<String>();
        labels(app, "en").forEach((key, english) -> {
            var text = translated.get(key);
            if (!all(PLACEHOLDER, english).equals(all(PLACEHOLDER, text))) {
                wrong.add(key + ": placeholders of «" + english + "» and «" + text + "»");
            }
            // the banner of the engine's vendor is not shown; its link is left out on purpose
            if (!key.equals("BANNER_CE_EOL_TEXT") && !all(TAG, english).equals(all(TAG, text))) {
                wrong.add(key + ": markup of «" + english + "» and «" + text + "»");
            }
            if (!english.isBlank() && text.isBlank()) {
                wrong.add(key + ": empty");
            }
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"tasklist,ru", "tasklist,kk", "welcome,ru", "welcome,kk"})
    void leavesNoEnglishWord(String app, String language) throws IOException {
        assertThat(left(labels(app, language))).isEmpty();
    }

    /** Cockpit's file also holds the texts of the enterprise edition; what no script of the release names is never shown. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ru", "kk"})
    void leavesNoEnglishWordThatCockpitShows(String language) throws IOException {
        var named = new TreeSet<String>();
        for (String script : List.of(
                "META-INF/resources/webjars/camunda/app/cockpit/camunda-cockpit-bootstrap.js",
                "META-INF/resources/plugin/cockpit/app/plugin.js",
                "META-INF/resources/webjars/camunda/lib/deps.js")) {
            var words = Pattern.compile("\\w+").matcher(text(script));
            while (words.find()) {
                named.add(words.group());
            }
        }
        var shown = new TreeMap<>(labels("cockpit", language));
        shown.keySet().retainAll(named);
        assertThat(shown).hasSizeGreaterThan(900);
        assertThat(left(shown)).isEmpty();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"tasklist,ru", "tasklist,kk", "cockpit,ru", "cockpit,kk"})
    void namesMonthsAndDaysOfTheWeek(String app, String language) throws IOException {
        var english = file(app, "en").get("dateLocales");
        var ours = file(app, language).get("dateLocales");
        assertThat(names(ours)).isEqualTo(names(english));
        for (String list : List.of("months", "monthsShort", "weekdays", "weekdaysShort", "weekdaysMin")) {
            var expected = list.startsWith("months") ? 12 : 7;
            var values = ours.get(list);
            var lists = values.isArray() ? List.of(values) : List.of(values.get("format"), values.get("standalone"));
            assertThat(lists).allSatisfy(one -> assertThat(one).hasSize(expected));
        }
    }

    private static Map<String, String> left(Map<String, String> labels) {
        var left = new TreeMap<String, String>();
        labels.forEach((key, text) -> {
            if (LATIN.matcher(ALLOWED.matcher(text).replaceAll(" ")).find()) {
                left.put(key, text);
            }
        });
        return left;
    }

    private static Map<String, String> labels(String app, String language) throws IOException {
        var labels = new TreeMap<String, String>();
        file(app, language)
                .get("labels")
                .fields()
                .forEachRemaining(
                        field -> labels.put(field.getKey(), field.getValue().asText()));
        return labels;
    }

    private static JsonNode file(String app, String language) throws IOException {
        var path = "META-INF/resources/webjars/camunda/app/" + app + "/locales/" + language + ".json";
        var text = text(path);
        // the English files of the release begin with a byte order mark
        return JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static String text(String path) throws IOException {
        try (var in = WebappLocalesTest.class.getClassLoader().getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }

    private static TreeSet<String> all(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(matcher.groupCount() == 0 ? 0 : 1));
        }
        return found;
    }
}
