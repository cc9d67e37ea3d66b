package kz.qupiya.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.letter.PdfPrinter;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** The proof of consents on paper: a page for each consent in each language. */
@Component
class ProofPages {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss", Locale.ROOT);

    private final MessageSource messages;
    private final PdfPrinter printer;
    private final Clock clock;
    private final SpringTemplateEngine engine = new SpringTemplateEngine();
    private final String template = read("consent/page.html");
    private final String style = read(PdfPrinter.STYLE) + read("consent/page.css");

    ProofPages(MessageSource messages, PdfPrinter printer, Clock clock) {
        this.messages = messages;
        this.printer = printer;
        this.clock = clock;
        var resolver = new StringTemplateResolver();
        resolver.setTemplateMode(TemplateMode.XML);
        engine.setTemplateResolver(resolver);
    }

    /**
     * Prints proofs.
     *
     * @param languages in which, each on pages of its own
     */
    byte[] print(OperatorProfile profile, List<ConsentProofs.Proof> proofs, List<Language> languages) {
        List<Page> pages = new ArrayList<>();
        if (proofs.isEmpty()) {
            languages.forEach(language -> pages.add(empty(profile, language)));
        }
        for (int i = 0; i < proofs.size(); i++) {
            for (Language language : languages) {
                pages.add(page(profile, proofs.get(i), language, i + 1, proofs.size()));
            }
        }
        var context = new Context(languages.get(0).locale());
        context.setVariable("lang", languages.get(0).code());
        context.setVariable("title", new Words(languages.get(0).locale()).page("title"));
        context.setVariable("style", style);
        context.setVariable("pages", pages);
        return printer.print(
                "<!DOCTYPE html>\n" + engine.process(template, context).strip() + "\n");
    }

    private Page empty(OperatorProfile profile, Language language) {
        var words = new Words(language.locale());
        return new Page(
                language.code(),
                profile.legalName().in(language),
                head(profile, words),
                words.page("title"),
                words.page("basis"),
                words.moment(clock.instant()),
                List.of(),
                words.page("none"),
                List.of(words.page("time")));
    }

    private Page page(OperatorProfile profile, ConsentProofs.Proof proof, Language language, int number, int of) {
        var words = new Words(language.locale());
        var contents = proof.contents();
        List<Row> eight = List.of(
                words.row("operator", text(contents, "operatorName"), words.page("bin", text(contents, "operatorBin"))),
                words.row("full-name", proof.fullName()),
                words.row("term", text(contents, "termText")),
                words.row("third-party-transfer", words.flag(contents, "thirdPartyTransfer")),
                words.row("cross-border-transfer", words.flag(contents, "crossBorderTransfer")),
                words.row("publication", words.flag(contents, "publication")),
                words.row(
                        "data",
                        StreamSupport.stream(contents.path("data").spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining("; "))),
                words.row("other-information", text(contents, "otherInformation")));
        List<Row> given = new ArrayList<>(List.of(
                words.row("purposes", words.purposes(proof.purposes())),
                words.row("given-at", words.moment(proof.givenAt())),
                words.row("form", words.text("consent.form." + text(contents, "form"))),
                words.row("action", text(contents, "action")),
                words.row("text-version", text(contents, "textVersion"))));
        if (proof.address() != null) {
            given.add(words.row("address", proof.address()));
        }
        given.add(words.row(
                "identifiers",
                proof.identifiers().stream()
                        .map(known ->
                                words.text("consent.identifier." + known.kind().json()))
                        .collect(Collectors.joining(", "))));
        given.add(words.row("recorded", words.moment(proof.recordedAt())));
        List<Row> state = new ArrayList<>();
        state.add(words.row("status", status(proof, words)));
        state.add(words.row("runs", words.term(proof)));
        state.add(words.row("digest", broken(proof.seal().sha256())));
        state.add(words.row("text-digest", broken(proof.seal().textSha256())));
        return new Page(
                language.code(),
                profile.legalName().in(language),
                head(profile, words),
                words.page("title"),
                words.page("basis"),
                words.page("made", words.moment(clock.instant()), number, of),
                List.of(
                        new Table(words.page("contents"), eight),
                        new Table(words.page("given"), given),
                        new Table(words.page("state"), state)),
                null,
                List.of(words.page(proof.seal().sound() ? "sound" : "not-sound"), words.page("time")));
    }

    private static String[] status(ConsentProofs.Proof proof, Words words) {
        List<String> lines = new ArrayList<>();
        lines.add(words.text("consent.status." + proof.status().code()));
        for (var ended : proof.endings()) {
            var line = words.page(
                    "ended",
                    words.text("consent.how." + ended.how().code()),
                    words.purposes(ended.purposes()),
                    words.moment(ended.at()));
            lines.add(ended.caseNumber() == null ? line : line + ", " + words.page("case", ended.caseNumber()));
        }
        return lines.toArray(String[]::new);
    }

    private static List<String> head(OperatorProfile profile, Words words) {
        return profile.bin().map(bin -> List.of(words.page("bin", bin))).orElse(List.of());
    }

    private static String text(JsonNode contents, String field) {
        return contents.path(field).asText();
    }

    /** In groups, so that a digest is broken over lines where the eye can follow. */
    private static String broken(String digest) {
        return digest.replaceAll("(.{16})(?=.)", "$1 ");
    }

    private static String read(String path) {
        try {
            return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Page(
            String lang,
            String operator,
            List<String> headLines,
            String title,
            String basis,
            String made,
            List<Table> tables,
            @Nullable String none,
            List<String> notes) {}

    record Table(String title, List<Row> rows) {}

    record Row(String label, List<String> lines) {}

    /** Words of one language. */
    private final class Words {

        private final Locale locale;

        Words(Locale locale) {
            this.locale = locale;
        }

        String text(String code, Object... args) {
            return messages.getMessage(code, args, locale);
        }

        String page(String code, Object... args) {
            return text("consent.page." + code, args);
        }

        Row row(String label, String... lines) {
            return new Row(page(label), List.of(lines));
        }

        String flag(JsonNode contents, String field) {
            return page(contents.path(field).asBoolean() ? "yes" : "no");
        }

        String purposes(Collection<Purpose> purposes) {
            return purposes.stream()
                    .sorted()
                    .map(purpose -> text("consent.purpose." + purpose.code()))
                    .collect(Collectors.joining(", "));
        }

        String moment(Instant instant) {
            return MOMENT.format(instant.atZone(Almaty.ZONE));
        }

        String term(ConsentProofs.Proof proof) {
            return text("consent.term." + proof.term().code(), proof.until() == null ? "" : moment(proof.until()));
        }
    }
}
