package kz.qupiya.casefile;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import kz.qupiya.calendar.Almaty;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code verify-case}: says whether the archive of a case is as it was made. Starts nothing of the application and needs neither database nor network: whoever is shown an archive
 * can run it.
 */
public final class VerifyCase {

    /** First argument of the command line that asks for it. */
    public static final String COMMAND = "verify-case";

    private static final int SOUND = 0;
    private static final int BROKEN = 1;
    private static final int NOT_OURS = 2;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
    private static final List<String> LANGUAGES = List.of("ru", "kk", "en");

    private VerifyCase() {}

    /**
     * Runs the command and prints a verdict.
     *
     * @param args {@code verify-case [--lang ru|kk|en] FILE}
     * @return what the process ends with: 0 sound, 1 broken, 2 no archive of ours, or not called as it should be
     */
    public static int run(String[] args) {
        var console = System.console();
        var charset = console == null ? StandardCharsets.UTF_8 : console.charset();
        return run(List.of(args), new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset), charset);
    }

    static int run(List<String> args, PrintStream out, Charset charset) {
        var rest = new ArrayList<>(args);
        rest.remove(COMMAND);
        int option = rest.indexOf("--lang");
        var asked = option >= 0 && option + 1 < rest.size() ? rest.get(option + 1) : null;
        if (asked != null) {
            rest.subList(option, option + 2).clear();
        }
        var texts = texts(asked, charset);
        if (rest.size() != 1 || asked != null && !LANGUAGES.contains(asked)) {
            out.println(text(texts, "usage"));
            return NOT_OURS;
        }
        try {
            var file = Path.of(rest.get(0));
            return say(new ArchiveCheck().check(file), texts, out);
        } catch (IOException | InvalidPathException e) {
            out.println(text(texts, "fault.no-file"));
            return NOT_OURS;
        }
    }

    private static int say(ArchiveCheck.Verdict verdict, Properties texts, PrintStream out) {
        var told = verdict.manifest();
        if (told.containsKey("entries")) {
            out.println(text(texts, "case", told.get("number"), told.get("operator")));
            out.println(text(
                    texts,
                    "made",
                    moment(told.get("madeAt")),
                    text(texts, "role." + told.get("role")),
                    told.get("export")));
            out.println(text(texts, "true".equals(told.get("personal")) ? "whole" : "without-personal"));
            if ("true".equals(told.get("destroyed"))) {
                out.println(text(texts, "destroyed"));
            }
            out.println(text(texts, "chain", told.get("events"), told.get("head")));
            out.println(text(texts, "manifest", told.get("entries"), told.get("manifest")));
            out.println();
        }
        switch (verdict.kind()) {
            case SOUND -> {
                out.println(text(texts, "sound"));
                out.println(text(texts, "compare"));
                return SOUND;
            }
            case BROKEN -> {
                out.println(text(texts, "broken"));
                out.println(
                        text(texts, "fault." + verdict.fault(), verdict.about().toArray()));
                return BROKEN;
            }
            default -> {
                out.println(text(texts, "fault.not-ours"));
                return NOT_OURS;
            }
        }
    }

    private static Properties texts(@Nullable String asked, Charset charset) {
        var own = Locale.getDefault().getLanguage();
        var language = asked != null && LANGUAGES.contains(asked)
                ? asked
                : LANGUAGES.contains(own) && charset.newEncoder().canEncode('Ж') ? own : "en";
        var texts = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(
                        VerifyCase.class.getResourceAsStream("/messages/archive_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            texts.load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return texts;
    }

    private static String text(Properties texts, String key, @Nullable Object... about) {
        var pattern = texts.getProperty("archive." + key);
        return pattern == null ? key : new MessageFormat(pattern, Locale.ROOT).format(about);
    }

    private static String moment(@Nullable String written) {
        try {
            return MOMENT.format(Instant.parse(String.valueOf(written)).atZone(Almaty.ZONE));
        } catch (DateTimeException e) {
            return String.valueOf(written);
        }
    }
}
