package kz.qupiya.letter;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import kz.qupiya.calendar.Almaty;
import org.jspecify.annotations.Nullable;

/**
 * A date, or a moment in Asia/Almaty, in words of a language. Kazakh needs the month in the case of the sentence, so a template picks the form: {@link #getWords},
 * {@link #getOn} or {@link #getFrom}. The months stand here because a trimmed JDK has no Kazakh locale data.
 */
public final class DateWords {

    private static final String[] RU = {
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря"
    };
    private static final String[] KK = {
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан"
    };
    private static final String[] KK_ON = {"да", "да", "да", "де", "да", "да", "де", "да", "те", "да", "да", "да"};
    private static final String[] KK_FROM = {
        "дан", "нан", "дан", "ден", "дан", "нан", "ден", "дан", "тен", "нан", "дан", "нан"
    };

    /** A day and its month in a text of either language. */
    static final Pattern DAY_AND_MONTH =
            Pattern.compile("\\b(\\d{1,2}) (" + String.join("|", RU) + "|" + String.join("|", KK) + ")");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final LetterLanguage language;
    private final LocalDate date;
    private final @Nullable LocalTime time;

    private DateWords(LetterLanguage language, LocalDate date, @Nullable LocalTime time) {
        this.language = language;
        this.date = date;
        this.time = time;
    }

    static DateWords of(LetterLanguage language, LocalDate date) {
        return new DateWords(language, date, null);
    }

    static DateWords of(LetterLanguage language, Instant moment) {
        var local = moment.atZone(Almaty.ZONE);
        return new DateWords(language, local.toLocalDate(), local.toLocalTime());
    }

    /** The plain form, for tables and headings. */
    public String getWords() {
        return language == LetterLanguage.KK ? kazakh("") + time(", сағат ", "") : russian() + time(", ", "");
    }

    /** When something happened: «20 ноября 2026 года в 14:05», «2026 жылғы 20 қарашада (сағат 14:05)». */
    public String getOn() {
        return language == LetterLanguage.KK
                ? kazakh(KK_ON[date.getMonthValue() - 1]) + time(" (сағат ", ")")
                : russian() + time(" в ", "");
    }

    /** From when or until when: the genitive of Russian, the ablative of Kazakh. */
    public String getFrom() {
        return language == LetterLanguage.KK
                ? kazakh(KK_FROM[date.getMonthValue() - 1]) + time(" (сағат ", ")")
                : russian() + time(" (", ")");
    }

    private String russian() {
        return date.getDayOfMonth() + " " + RU[date.getMonthValue() - 1] + " " + date.getYear() + " года";
    }

    private String kazakh(String suffix) {
        return date.getYear() + " жылғы " + date.getDayOfMonth() + " " + KK[date.getMonthValue() - 1] + suffix;
    }

    private String time(String before, String after) {
        return time == null ? "" : before + TIME.format(time) + after;
    }

    @Override
    public String toString() {
        return getWords();
    }
}
