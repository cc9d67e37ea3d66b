package kz.qupiya.letter;

import java.io.StringReader;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/**
 * Writes letters from their templates: one source per language, from which the HTML of the mail, the plain text and the PDF come.
 *
 * <p>A template reads facts as {@code f.<name>} and asks whether an optional one is there by {@code has.<name>}; anything absent or undeclared is an error, never
 * a gap in the letter.
 */
final class LetterRenderer {

    /** Words that an operator's {@code texts_<language>.properties} may hold. */
    static final List<String> OPERATOR_WORDS =
            List.of("blockingBasis", "rectificationBasis", "destructionBasis", "claimBasis", "courtBasis", "prevails");

    private static final Pattern ESCAPED = Pattern.compile("&#x([0-9a-f]{1,6});");

    private final LetterTexts texts;
    private final FactWords words;
    private final SpringTemplateEngine engine;

    LetterRenderer() {
        this.texts = new LetterTexts();
        this.words = new FactWords(texts);
        var resolver = new StringTemplateResolver();
        resolver.setTemplateMode(TemplateMode.XML);
        resolver.setCacheable(true);
        this.engine = new SpringTemplateEngine();
        this.engine.setTemplateResolver(resolver);
    }

    /** SHA-256 of the sources by which {@link #render} writes. */
    String templateHash(String operator, LetterTemplate template, List<LetterLanguage> languages) {
        return texts.hash(operator, template, languages);
    }

    /**
     * Writes a letter.
     *
     * @throws IllegalArgumentException if a fact is missing, unknown, of a wrong type or without wording
     */
    RenderedLetter render(Draft draft) {
        if (!draft.template().addressees().contains(draft.addressee())) {
            throw new IllegalArgumentException("letter " + draft.template().key() + " is not written to "
                    + draft.addressee().json());
        }
        List<Part> parts = new ArrayList<>();
        for (var language : draft.languages()) {
            parts.add(part(draft, language));
        }
        var subject = parts.stream().map(Part::subject).distinct().collect(Collectors.joining(" / "));
        return new RenderedLetter(subject, html(draft, subject, parts), text(draft, parts));
    }

    private Part part(Draft draft, LetterLanguage language) {
        var operator = draft.head().operator();
        var facts = words.of(draft.template(), draft.facts(), language, draft.vault());
        var own = texts.words(operator, language);
        var has = new HashMap<String, Object>();
        draft.template().facts().forEach(fact -> has.put(fact.name(), facts.containsKey(fact.name())));
        OPERATOR_WORDS.forEach(name -> has.put(name, own.containsKey(name)));
        var is = Arrays.stream(Addressee.values())
                .collect(Collectors.toMap(a -> camel(a.json()), a -> (Object) (a == draft.addressee())));
        var context = new Context(language.locale());
        context.setVariable("f", facts);
        context.setVariable("has", has);
        context.setVariable("is", is);
        context.setVariable("own", own);
        context.setVariable("operator", draft.head().name().in(language));
        context.setVariable("caseNumber", draft.caseNumber());
        var source = texts.template(operator, draft.template(), language);
        var written = process(source, context, draft.template().key() + "/" + language.tag());
        var root = parse(written);
        return new Part(
                language,
                PlainText.line(child(root, "subject")),
                PlainText.line(child(root, "heading")),
                inner(written),
                PlainText.of(child(root, "body")));
    }

    private String html(Draft draft, String subject, List<Part> parts) {
        var head = draft.head();
        var context = new Context(parts.get(0).language().locale());
        context.setVariable("title", subject);
        context.setVariable("lang", parts.get(0).language().tag());
        context.setVariable("style", texts.style() + footer(draft, parts));
        context.setVariable("number", draft.number());
        context.setVariable("addresseeName", draft.addresseeName());
        context.setVariable("addresseeLines", lines(draft.addresseeAddress()));
        context.setVariable(
                "heads", parts.stream().map(p -> head(head, p.language())).toList());
        context.setVariable("several", parts.size() > 1);
        context.setVariable(
                "parts",
                parts.stream().map(p -> view(draft, p, parts.size() > 1)).toList());
        return "<!DOCTYPE html>\n" + process(texts.layout(), context, "layout").strip() + "\n";
    }

    private Map<String, Object> view(Draft draft, Part part, boolean several) {
        var language = part.language();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("lang", language.tag());
        view.put("heading", part.heading());
        view.put("body", part.html());
        view.put("numberLine", numberLine(draft, language));
        view.put("salutation", salutation(draft, language));
        view.put("signatory", label("signatory", language));
        view.put("operator", draft.head().name().in(language));
        view.put("signature", label("signature", language));
        view.put("notes", notes(draft, language, several));
        return view;
    }

    private Map<String, Object> head(Letterhead head, LetterLanguage language) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("lang", language.tag());
        view.put("name", head.name().in(language));
        view.put("lines", headLines(head, language));
        return view;
    }

    private List<String> headLines(Letterhead head, LetterLanguage language) {
        List<String> lines = new ArrayList<>();
        if (head.bin() != null) {
            lines.add(label("bin", language) + " " + head.bin());
        }
        if (head.address() != null) {
            lines.add(head.address().in(language));
        }
        if (!head.phones().isEmpty()) {
            lines.add(label("phone", language) + " "
                    + head.phones().stream()
                            .map(phone -> phone.replace(' ', '\u00a0'))
                            .collect(Collectors.joining(", ")));
        }
        Stream.of(head.email(), head.site()).filter(Objects::nonNull).forEach(lines::add);
        return lines;
    }

    private String numberLine(Draft draft, LetterLanguage language) {
        return MessageFormat.format(
                label("number", language),
                draft.number(),
                DateWords.of(language, draft.date()).getWords());
    }

    private @Nullable String salutation(Draft draft, LetterLanguage language) {
        return switch (draft.addressee()) {
            case SUBJECT, REPRESENTATIVE -> label("salutation", language);
            case AUTHORITY, THIRD_PARTY -> null;
        };
    }

    private List<String> notes(Draft draft, LetterLanguage language, boolean several) {
        List<String> notes = new ArrayList<>();
        notes.add(label("time-zone", language));
        var prevailing = draft.head().prevailing();
        if (several && prevailing != null) {
            var own = texts.words(draft.head().operator(), language).get("prevails");
            notes.add(own != null ? own : label("prevails-" + prevailing.tag(), language));
        }
        return notes;
    }

    /** The foot of each page. A stylesheet cannot escape HTML, so only the number of the letter goes in, of which the characters are known. */
    private String footer(Draft draft, List<Part> parts) {
        if (!draft.number().matches("[\\p{L}\\p{N}/ .…-]+")) {
            throw new IllegalArgumentException("not a number of a letter");
        }
        var page = parts.stream().map(p -> label("page", p.language())).collect(Collectors.joining(" / "));
        var look = "font-family: \"Noto Serif\"; font-size: 8pt; color: #555555;";
        return "@page { @bottom-left { " + look + " text-align: left; content: \"№ " + draft.number()
                + "\"; } @bottom-right { " + look + " text-align: right; content: \"" + page
                + " \" counter(page) \" / \" counter(pages); } }";
    }

    private String text(Draft draft, List<Part> parts) {
        var text = new StringBuilder();
        for (var part : parts) {
            if (!text.isEmpty()) {
                text.append("\n").append("=".repeat(72)).append("\n\n");
            }
            var language = part.language();
            text.append(draft.head().name().in(language)).append('\n');
            headLines(draft.head(), language).forEach(line -> text.append(line).append('\n'));
            text.append('\n').append(numberLine(draft, language)).append('\n');
            if (draft.addresseeName() != null) {
                text.append('\n').append(draft.addresseeName()).append('\n');
            }
            text.append('\n').append(part.heading()).append("\n\n");
            var salutation = salutation(draft, language);
            if (salutation != null) {
                text.append(salutation).append("\n\n");
            }
            text.append(part.text()).append("\n\n");
            text.append(label("signatory", language))
                    .append('\n')
                    .append(draft.head().name().in(language))
                    .append("\n\n");
            notes(draft, language, parts.size() > 1)
                    .forEach(note -> text.append(note).append('\n'));
        }
        return text.toString();
    }

    private String label(String name, LetterLanguage language) {
        return texts.word("label." + name, language)
                .orElseThrow(() -> new IllegalStateException("letters have no label " + name));
    }

    private static List<String> lines(@Nullable String address) {
        return address == null
                ? List.of()
                : address.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    private String process(String source, Context context, String name) {
        try {
            return readable(engine.process(source, context));
        } catch (TemplateEngineException e) {
            // The engine's message quotes the template and a value may stand in it; what failed is named by the cause's
            // kind alone.
            throw new IllegalArgumentException("letter template " + name + " cannot be filled: " + reason(e));
        }
    }

    /** The engine escapes every letter that is not ASCII; only what is markup needs it, and a Kazakh mail would be three times its size. */
    private static String readable(String xml) {
        return ESCAPED.matcher(xml).replaceAll(match -> {
            var codePoint = Integer.parseInt(match.group(1), 16);
            return codePoint < 0x80 ? Matcher.quoteReplacement(match.group()) : Character.toString(codePoint);
        });
    }

    private static String reason(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof org.springframework.expression.spel.SpelEvaluationException spel) {
                return spel.getMessageCode() + " "
                        + Arrays.toString(
                                Arrays.stream(spel.getInserts()).limit(1).toArray());
            }
        }
        return e.getClass().getSimpleName();
    }

    private static Element parse(String xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (ParserConfigurationException | org.xml.sax.SAXException | java.io.IOException e) {
            throw new IllegalArgumentException("a letter is not well-formed");
        }
    }

    private static Element child(Element root, String name) {
        var found = root.getElementsByTagName(name);
        if (found.getLength() != 1) {
            throw new IllegalStateException("a template needs one element " + name);
        }
        return (Element) found.item(0);
    }

    private static String inner(String written) {
        var body = written.substring(written.indexOf("<body>") + "<body>".length(), written.lastIndexOf("</body>"));
        // A number stays on the line of its sign, the day on that of its month.
        return DateWords.DAY_AND_MONTH
                .matcher(body.strip().replace("№ ", "№\u00a0"))
                .replaceAll("$1\u00a0$2");
    }

    private static String camel(String json) {
        var name = new StringBuilder();
        for (var word : json.split("-")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    private record Part(LetterLanguage language, String subject, String heading, String html, String text) {}
}
