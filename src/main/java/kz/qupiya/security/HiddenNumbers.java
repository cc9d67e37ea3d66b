package kz.qupiya.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Keeps the numbers of hidden cases out of every answer of our API. A case that may be seen names others: in its timeline, among its links, as the ground on which data are kept. Who may
 * not see the other one reads in place of its number that it is hidden. This is the last thing that happens to an answer, so no module has to think of it.
 *
 * <p>What is stored stays as it is, and so do the hashes of a timeline: a row that reads differently does not match its hash, which is why the archive of a case, whose chain has to
 * verify, is given whole or not at all. Letters and documents are shown as they were sent and received.
 */
@ControllerAdvice
final class HiddenNumbers implements ResponseBodyAdvice<Object> {

    private static final int SERVER_ERROR = 500;

    private final HiddenCases hidden;
    private final Callers callers;
    private final MessageSource messages;
    private final ObjectMapper json;

    HiddenNumbers(HiddenCases hidden, Callers callers, MessageSource messages, ObjectMapper json) {
        this.hidden = hidden;
        this.callers = callers;
        this.messages = messages;
        // an amount keeps its digits
        this.json = json.copy().configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    }

    @Override
    public boolean supports(MethodParameter answer, Class<? extends HttpMessageConverter<?>> converter) {
        return AbstractJackson2HttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter answer,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        // that the database is away has to be told without the database
        if (body == null || (body instanceof ProblemDetail problem && problem.getStatus() >= SERVER_ERROR)) {
            return body;
        }
        var numbers = numbers();
        if (numbers.isEmpty()) {
            return body;
        }
        JsonNode whole = json.valueToTree(body);
        return new Veil(numbers, LocaleContextHolder.getLocale()).over(whole);
    }

    /** A system is nobody whom a case could concern. */
    private Set<String> numbers() {
        return callers.find()
                .filter(caller -> !caller.hasAny(Role.CLIENT))
                .map(caller -> hidden.numbersHiddenFrom(caller.id()))
                .orElse(Set.of());
    }

    /** What hides numbers in one answer. */
    private final class Veil {

        private final Pattern named;
        private final String alone;
        private final String amidst;

        /** Letters are numbered after their case, and a sentence may have a sign before the number. */
        Veil(Set<String> numbers, Locale locale) {
            named = Pattern.compile(numbers.stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?:№[ \\u00a0]?)?(?:", ")(?!\\d)(?:/\\d+)?")));
            alone = messages.getMessage("security.hidden-case", null, locale);
            amidst = Matcher.quoteReplacement(messages.getMessage("security.hidden-number", null, locale));
        }

        JsonNode over(JsonNode node) {
            if (node.isTextual()) {
                return TextNode.valueOf(said(node.textValue()));
            }
            if (node.isArray()) {
                var list = json.createArrayNode();
                node.forEach(each -> list.add(over(each)));
                return list;
            }
            if (node.isObject()) {
                var object = json.createObjectNode();
                node.properties().forEach(each -> object.set(said(each.getKey()), over(each.getValue())));
                return object;
            }
            return node;
        }

        private String said(String text) {
            var found = named.matcher(text);
            return found.matches() ? alone : found.replaceAll(amidst);
        }
    }
}
