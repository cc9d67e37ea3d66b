package kz.qupiya.campaign;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.letter.LetterLanguage;
import kz.qupiya.letter.Letterhead;
import org.jspecify.annotations.Nullable;

/**
 * A notice, written once for a campaign up to what differs from person to person: greeting, name, code, link. So a person costs a few copies of text and no template.
 */
final class NoticeForm {

    /** Somebody's name within a text; with the comma before it, it goes where no name is known. */
    static final String NAME = "{name}";

    static final Pattern COMMA_AND_NAME = Pattern.compile("\\s*,\\s*\\{name}");

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Co}]+");

    // Letters of the private use area mark what is filled in; drafts may not hold any.
    private static final char GREETING_KK = '\uE001';
    private static final char GREETING_RU = '\uE002';
    private static final char THE_NAME = '\uE003';
    private static final char COMMA_NAME = '\uE004';
    private static final char CODE = '\uE005';
    private static final char LINK = '\uE006';

    private static final String STYLE =
            """
            body { margin: 0; padding: 0; background: #f2f2f2; }
            .letter { max-width: 640px; margin: 0 auto; padding: 24px 28px; background: #ffffff; color: #111111; font-family: "Noto Serif", Georgia, "Times New Roman", serif;
              font-size: 16px; line-height: 1.5; }
            .head { width: 100%; border-collapse: collapse; border-bottom: 1px solid #333333; margin: 0 0 18px 0; }
            .head td { text-align: center; vertical-align: top; padding: 0 8px 12px 8px; font-size: 13px; line-height: 1.4; }
            .head .name { font-size: 16px; font-weight: bold; margin: 0 0 4px 0; }
            h1 { font-size: 19px; line-height: 1.35; margin: 0 0 14px 0; }
            p { margin: 0 0 12px 0; }
            .answer { margin: 18px 0; padding: 14px 16px; background: #f2f6fb; border-left: 4px solid #0b57b5; }
            .answer p:last-child { margin-bottom: 0; }
            .code { font-size: 18px; font-weight: bold; letter-spacing: 1px; white-space: nowrap; }
            a { color: #0b57b5; overflow-wrap: anywhere; }
            .closing { margin: 18px 0 0 0; }
            .notes { margin: 16px 0 0 0; font-size: 13px; color: #444444; }
            .rule { border-top: 1px solid #333333; margin: 24px 0 18px 0; }
            """;

    private final Map<List<LetterLanguage>, Variant> variants = new LinkedHashMap<>();
    private final Map<LetterLanguage, List<String>> greetings = new EnumMap<>(LetterLanguage.class);
    private final Letterhead head;
    private final NoticeWords words;
    private final @Nullable String publicUrl;
    private final Map<LetterLanguage, NoticeText> texts;

    /**
     * @param publicUrl address under which people reach the application, without a slash at its end; null if there is none
     */
    NoticeForm(Letterhead head, Map<LetterLanguage, NoticeText> texts, NoticeWords words, @Nullable String publicUrl) {
        this.head = head;
        this.words = words;
        this.publicUrl = publicUrl;
        this.texts = Map.copyOf(texts);
        for (var language : LetterLanguage.values()) {
            greetings.put(language, greetings(language));
        }
        texts.keySet().forEach(language -> variants.put(List.of(language), variant(List.of(language))));
        variants.computeIfAbsent(head.languages(), this::variant);
    }

    /**
     * What goes into a mail.
     *
     * @param from          the sender as a header has it, encoded
     * @param subjectHeader the subject as a header has it, encoded and folded
     */
    record Written(
            List<LetterLanguage> languages,
            String from,
            String subject,
            String subjectHeader,
            String text,
            String html) {}

    Letterhead head() {
        return head;
    }

    /** In which languages somebody gets it: the person's own if there is a text in it, else all of the operator's. */
    List<LetterLanguage> languages(@Nullable String tag) {
        return texts.keySet().stream()
                .filter(language -> language.tag().equals(tag))
                .findFirst()
                .map(List::of)
                .orElse(head.languages());
    }

    Written write(@Nullable String tag, @Nullable String name, String code) {
        var languages = languages(tag);
        var variant = Objects.requireNonNull(variants.get(languages));
        var known = name(name);
        var link = publicUrl == null ? "" : publicUrl + "/notice/" + code;
        return new Written(
                languages,
                variant.from,
                variant.subject,
                variant.subjectHeader,
                filled(variant.text, known, code, link, false),
                filled(variant.html, known, code, link, true));
    }

    /** A short text that says the same: who writes, about what, and where to read on. */
    String sms(@Nullable String tag, String code) {
        var language = languages(tag).get(0);
        var text = Objects.requireNonNull(texts.get(language));
        return publicUrl == null
                ? MessageFormat.format(
                        words.of("sms.no-link", language), head.name().in(language), text.subject(), code)
                : MessageFormat.format(
                        words.of("sms", language),
                        head.name().in(language),
                        text.subject(),
                        publicUrl + "/notice/" + code);
    }

    /** A name as a greeting can hold it; null for none. */
    private static @Nullable String name(@Nullable String name) {
        if (name == null) {
            return null;
        }
        var plain = UNSEEN.matcher(name).replaceAll(" ").strip();
        return plain.isEmpty() || plain.length() > 200 ? null : plain;
    }

    private String filled(List<Object> pieces, @Nullable String name, String code, String link, boolean html) {
        var written = new StringBuilder(4096);
        for (var piece : pieces) {
            if (piece instanceof String text) {
                written.append(text);
                continue;
            }
            var value =
                    switch ((Character) piece) {
                        case GREETING_KK -> greeting(name, LetterLanguage.KK);
                        case GREETING_RU -> greeting(name, LetterLanguage.RU);
                        case THE_NAME -> name == null ? "" : name;
                        case COMMA_NAME -> name == null ? "" : ", " + name;
                        case CODE -> code;
                        default -> link;
                    };
            written.append(html ? escaped(value) : value);
        }
        return written.toString();
    }

    /** The greeting of somebody unknown, and what stands before and after a name. */
    private List<String> greetings(LetterLanguage language) {
        var named = MessageFormat.format(words.of("greeting.named", language), NAME);
        var at = named.indexOf(NAME);
        return List.of(words.of("greeting", language), named.substring(0, at), named.substring(at + NAME.length()));
    }

    private String greeting(@Nullable String name, LetterLanguage language) {
        var greeting = Objects.requireNonNull(greetings.get(language));
        return name == null ? greeting.get(0) : greeting.get(1) + name + greeting.get(2);
    }

    private record Variant(String from, String subject, String subjectHeader, List<Object> text, List<Object> html) {}

    private Variant variant(List<LetterLanguage> languages) {
        var subject = languages.stream()
                .map(language -> Objects.requireNonNull(texts.get(language)).subject())
                .distinct()
                .collect(Collectors.joining(" / "));
        try {
            // Once for all: Jakarta Mail looks for its encoder anew for every word that it encodes, and that costs more
            // than
            // all the rest of a mail.
            var email = head.email() == null ? "" : head.email();
            var from = new InternetAddress(email, head.name().in(languages.get(0)), StandardCharsets.UTF_8.name())
                    .toString();
            var header = MimeUtility.fold(
                    "Subject: ".length(), MimeUtility.encodeText(subject, StandardCharsets.UTF_8.name(), "B"));
            return new Variant(from, subject, header, pieces(text(languages)), pieces(html(languages, subject)));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JDK has UTF-8", e);
        }
    }

    private String text(List<LetterLanguage> languages) {
        var text = new StringBuilder();
        for (var language : languages) {
            if (!text.isEmpty()) {
                text.append('\n').append("=".repeat(72)).append("\n\n");
            }
            text.append(head.name().in(language)).append('\n');
            headLines(language).forEach(line -> text.append(line).append('\n'));
            text.append('\n')
                    .append(Objects.requireNonNull(texts.get(language)).subject())
                    .append("\n\n");
            paragraphs(language).forEach(each -> text.append(each).append("\n\n"));
            answer(language).forEach(each -> text.append(each).append("\n\n"));
            text.append(words.of("signatory", language)).append('\n');
            text.append(head.name().in(language)).append("\n\n");
            notes(language, languages.size() > 1)
                    .forEach(note -> text.append(note).append('\n'));
        }
        return text.toString();
    }

    private String html(List<LetterLanguage> languages, String subject) {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"")
                .append(languages.get(0).tag())
                .append(
                        "\"><head><meta charset=\"UTF-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>")
                .append(escaped(subject))
                .append("</title><style>\n")
                .append(STYLE)
                .append(
                        "</style></head><body><div class=\"letter\">\n<table class=\"head\" role=\"presentation\"><tr>");
        for (var language : languages) {
            html.append("<td lang=\"").append(language.tag()).append("\"><div class=\"name\">");
            html.append(escaped(head.name().in(language))).append("</div>");
            headLines(language)
                    .forEach(line -> html.append("<div>").append(escaped(line)).append("</div>"));
            html.append("</td>");
        }
        html.append("</tr></table>\n");
        var first = true;
        for (var language : languages) {
            html.append(first ? "" : "<div class=\"rule\"></div>\n");
            first = false;
            html.append("<div lang=\"").append(language.tag()).append("\">\n<h1>");
            html.append(escaped(Objects.requireNonNull(texts.get(language)).subject()))
                    .append("</h1>\n");
            paragraphs(language).forEach(each -> html.append("<p>")
                    .append(escaped(each).replace("\n", "<br/>"))
                    .append("</p>\n"));
            html.append("<div class=\"answer\">");
            answer(language)
                    .forEach(each ->
                            html.append("<p>").append(linked(escaped(each))).append("</p>"));
            html.append("</div>\n<div class=\"closing\"><div>")
                    .append(escaped(words.of("signatory", language)))
                    .append("</div><div>")
                    .append(escaped(head.name().in(language)))
                    .append("</div></div>\n<div class=\"notes\">");
            notes(language, languages.size() > 1)
                    .forEach(note -> html.append("<p>").append(escaped(note)).append("</p>"));
            html.append("</div></div>\n");
        }
        return html.append("</div></body></html>\n").toString();
    }

    private static String linked(String escaped) {
        return escaped.replace(String.valueOf(LINK), "<a href=\"" + LINK + "\">" + LINK + "</a>")
                .replace(String.valueOf(CODE), "<span class=\"code\">" + CODE + "</span>");
    }

    private List<String> paragraphs(LetterLanguage language) {
        var text = Objects.requireNonNull(texts.get(language));
        List<String> paragraphs = new ArrayList<>();
        if (text.paragraphs().stream().noneMatch(each -> each.contains(NAME))) {
            paragraphs.add(String.valueOf(language == LetterLanguage.KK ? GREETING_KK : GREETING_RU));
        }
        text.paragraphs().stream()
                .map(each -> COMMA_AND_NAME
                        .matcher(each)
                        .replaceAll(String.valueOf(COMMA_NAME))
                        .replace(NAME, String.valueOf(THE_NAME)))
                .forEach(paragraphs::add);
        return paragraphs;
    }

    private List<String> answer(LetterLanguage language) {
        return publicUrl == null
                ? List.of(words.of("answer.no-link", language), words.of("answer.code", language) + " " + CODE)
                : List.of(
                        words.of("answer", language),
                        String.valueOf(LINK),
                        words.of("answer.code", language) + " " + CODE);
    }

    private List<String> notes(LetterLanguage language, boolean several) {
        var prevailing = head.prevailing();
        return Stream.of(
                        words.of("never-asked", language),
                        words.of("time-zone", language),
                        several && prevailing != null ? words.of("prevails-" + prevailing.tag(), language) : null)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<String> headLines(LetterLanguage language) {
        List<@Nullable String> lines = new ArrayList<>();
        lines.add(head.bin() == null ? null : words.of("bin", language) + " " + head.bin());
        lines.add(head.address() == null ? null : head.address().in(language));
        lines.add(
                head.phones().isEmpty()
                        ? null
                        : words.of("phone", language) + " "
                                + head.phones().stream()
                                        .map(phone -> phone.replace(' ', '\u00a0'))
                                        .collect(Collectors.joining(", ")));
        lines.addAll(Arrays.asList(head.email(), head.site()));
        return lines.stream().filter(Objects::nonNull).toList();
    }

    private static List<Object> pieces(String text) {
        List<Object> pieces = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c >= GREETING_KK && c <= LINK) {
                pieces.add(text.substring(from, at));
                pieces.add(c);
                from = at + 1;
            }
        }
        pieces.add(text.substring(from));
        return List.copyOf(pieces);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
