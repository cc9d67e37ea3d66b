package kz.qupiya.campaign;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import kz.qupiya.operator.Language;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * The page on which somebody who got a notice answers it. It shows nothing of anybody, sets no cookie and needs no script; a code that names nobody gets the same answer
 * as one that does.
 */
@RestController
@RequestMapping("/notice")
class NoticePageController {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final int LONGEST_CODE = 40;

    private final NoticeAnswers answers;
    private final CampaignSettings settings;
    private final MessageSource messages;
    private final SpringTemplateEngine templates;

    NoticePageController(
            NoticeAnswers answers, CampaignSettings settings, MessageSource messages, SpringTemplateEngine templates) {
        this.answers = answers;
        this.settings = settings;
        this.messages = messages;
        this.templates = templates;
    }

    @GetMapping
    ResponseEntity<String> show(@RequestParam(required = false) @Nullable String lang, Locale accepted) {
        return form(HttpStatus.OK, language(lang, accepted), "", null, "", Map.of(), false);
    }

    @GetMapping("/{code}")
    ResponseEntity<String> show(
            @PathVariable String code, @RequestParam(required = false) @Nullable String lang, Locale accepted) {
        var written = NoticeCodes.hasForm(cut(code)) ? cut(code) : "";
        return form(HttpStatus.OK, language(lang, accepted), written, null, "", Map.of(), false);
    }

    @PostMapping
    ResponseEntity<String> answer(
            HttpServletRequest request, @RequestParam Map<String, String> fields, Locale accepted) {
        var language = language(fields.get("lang"), accepted);
        if (!answers.admits(request.getRemoteAddr())) {
            return page(HttpStatus.TOO_MANY_REQUESTS, "too-many", "notice.title.too-many", language, Map.of());
        }
        var code = cut(fields.getOrDefault("code", ""));
        var text = fields.getOrDefault("text", "").strip();
        var kind = kind(fields.get("kind"));
        Map<String, String> errors = new HashMap<>();
        if (!NoticeCodes.hasForm(code)) {
            errors.put("code", message("notice.code.wrong", language));
        }
        if (kind == null) {
            errors.put("kind", message("notice.kind.missing", language));
        } else if (kind == NoticeAnswered.Kind.MISUSE && text.isEmpty()) {
            errors.put("text", message("notice.text.missing", language));
        }
        // A browser counts a line break as one character and sends two.
        if (text.replace("\r\n", "\n").length() > NoticeAnswers.LONGEST_TEXT) {
            errors.put("text", message("notice.text.too-long", language, NoticeAnswers.LONGEST_TEXT));
        }
        if (kind == null || !errors.isEmpty()) {
            return form(HttpStatus.BAD_REQUEST, language, code, kind, text, errors, true);
        }
        answers.take(code, kind, text.replace("\r\n", "\n"));
        return page(HttpStatus.OK, "thanks", "notice.title.thanks", language, Map.of());
    }

    private ResponseEntity<String> form(
            HttpStatus status,
            Language language,
            String code,
            NoticeAnswered.@Nullable Kind kind,
            String text,
            Map<String, String> errors,
            boolean sent) {
        return page(
                status,
                "form",
                "notice.title",
                language,
                Map.of(
                        "code",
                        code,
                        "kind",
                        kind == null ? "" : kind.name().toLowerCase(Locale.ROOT),
                        "text",
                        text,
                        "errors",
                        errors,
                        "sent",
                        sent,
                        "here",
                        code.isEmpty() ? "/notice" : "/notice/" + code.replaceAll("\\s", ""),
                        "longest",
                        NoticeAnswers.LONGEST_TEXT));
    }

    private ResponseEntity<String> page(
            HttpStatus status, String page, String title, Language language, Map<String, ?> model) {
        var context = new Context(language.locale());
        context.setVariable("page", page);
        context.setVariable("lang", language.code());
        context.setVariable("title", message(title, language));
        model.forEach(context::setVariable);
        var answer =
                ResponseEntity.status(status).contentType(HTML).header(HttpHeaders.CONTENT_LANGUAGE, language.code());
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(settings.visitorWindow().toSeconds()));
        }
        return answer.body(templates.process("notice/page", context));
    }

    private String message(String code, Language language, Object... args) {
        return Objects.requireNonNull(messages.getMessage(code, args, language.locale()));
    }

    private static NoticeAnswered.@Nullable Kind kind(@Nullable String written) {
        return switch (written == null ? "" : written) {
            case "confirmed" -> NoticeAnswered.Kind.CONFIRMED;
            case "misuse" -> NoticeAnswered.Kind.MISUSE;
            default -> null;
        };
    }

    private static String cut(String code) {
        return code.length() > LONGEST_CODE ? "" : code.strip();
    }

    private static Language language(@Nullable String chosen, Locale accepted) {
        return Language.of(chosen == null ? "" : chosen).orElseGet(() -> Language.of(accepted));
    }
}
