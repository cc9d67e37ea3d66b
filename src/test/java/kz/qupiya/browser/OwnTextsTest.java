package kz.qupiya.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The texts of the case panel, the dialogs, the task actions and the pages in Cockpit: three languages side by side, with the same placeholders. */
@DisplayName("The texts of our own plugins")
class OwnTextsTest {

    private static final Path MODULES = Path.of("src/main/resources/static/ui");
    private static final String TEXT = "('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")";
    private static final Pattern KEY = Pattern.compile("(?m)^  '([^']+)': \\[");
    private static final Pattern ENTRY =
            Pattern.compile("(?m)^  '([^']+)': \\[\\s*" + TEXT + ",\\s*" + TEXT + ",\\s*" + TEXT + ",?\\s*]");
    private static final Pattern ASKED = Pattern.compile("\\bt\\('([^']+)'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)");
    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2,}");
    private static final Pattern ALLOWED = Pattern.compile("\\{[^}]*}|PDF|JPEG|PNG|TIFF|DOCX|TXT|CSV|XLSX");

    @Test
    @DisplayName("are complete in Russian, Kazakh and English")
    void complete() throws IOException {
        var source = strings();
        var wrong = new ArrayList<String>();
        var keys = new ArrayList<String>();
        var entries = ENTRY.matcher(source);
        while (entries.find()) {
            var key = entries.group(1);
            keys.add(key);
            var texts = List.of(entries.group(2), entries.group(3), entries.group(4));
            if (texts.stream().anyMatch(text -> text.length() <= 2)) {
                wrong.add(key + " has an empty text");
            }
            if (texts.stream().map(OwnTextsTest::placeholders).distinct().count() != 1) {
                wrong.add(key + " has different placeholders: " + texts);
            }
            if (texts.subList(0, 2).stream().anyMatch(OwnTextsTest::hasLatinWord)) {
                wrong.add(key + " has a Latin word: " + texts);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(keys).doesNotHaveDuplicates().hasSizeGreaterThan(200);
        assertThat(keys).isEqualTo(all(KEY, source));
    }

    @Test
    @DisplayName("cover every key that a module asks for")
    void everyKeyThatIsAskedFor() throws IOException {
        var asked = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(MODULES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".js")).toList()) {
                asked.addAll(all(ASKED, Files.readString(file)));
            }
        }
        assertThat(asked).hasSizeGreaterThan(80);
        assertThat(all(KEY, strings())).containsAll(asked);
    }

    private static String strings() throws IOException {
        // those of Cockpit's pages stand in a file of their own, so that Tasklist does not load them
        return Files.readString(MODULES.resolve("lib/strings.js"))
                + Files.readString(MODULES.resolve("cockpit/strings.js"));
    }

    private static TreeSet<String> placeholders(String text) {
        return new TreeSet<>(all(PLACEHOLDER, text));
    }

    private static boolean hasLatinWord(String text) {
        return LATIN.matcher(ALLOWED.matcher(text).replaceAll("")).find();
    }

    private static List<String> all(Pattern pattern, String text) {
        var found = new ArrayList<String>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
