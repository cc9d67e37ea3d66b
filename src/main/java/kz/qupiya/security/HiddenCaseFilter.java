package kz.qupiya.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kz.qupiya.problem.NotFoundException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Keeps hidden cases out of what the engine's web applications and engine REST answer, for the few callers from whom a case is hidden: an address or query that names
 * something of such a case is not found, and lists come without it. Everybody else's requests pass untouched.
 */
final class HiddenCaseFilter extends OncePerRequestFilter {

    /** Addresses that read or write the engine; log-in, pages and scripts name no case. */
    private static final Pattern ENGINE =
            Pattern.compile("(" + WebappRules.ROOT + "/api/(engine|cockpit|tasklist)|" + EngineRestRules.ROOT + ")/.+");

    private static final Pattern TASK = Pattern.compile(".*/task/[^/]+(/.*)?");
    private static final Pattern WORDS = Pattern.compile("[/?&=,;\"\\s:{}\\[\\]]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HiddenTraces hidden;
    private final Answers answers;

    HiddenCaseFilter(HiddenTraces hidden, Answers answers) {
        this.hidden = hidden;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !ENGINE.matcher(path(request)).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var traces = SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller
                ? hidden.of(caller.caller().id())
                : Set.<String>of();
        if (traces.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var body = HeldBody.read(request, BodyLimit.MOST);
        if (body == null) {
            answers.status(request, response, HttpStatus.PAYLOAD_TOO_LARGE);
            return;
        }
        if (hidden.named(traces, words(request, body))) {
            refuse(request, response);
            return;
        }
        var answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(new HeldBody(request, body), answer);
        write(request, answer, response, traces);
    }

    private void write(
            HttpServletRequest request,
            ContentCachingResponseWrapper answer,
            HttpServletResponse response,
            Set<String> traces)
            throws IOException {
        var type = answer.getContentType();
        if (type == null || !type.contains("json") || answer.getContentSize() == 0) {
            answer.copyBodyToResponse();
            return;
        }
        JsonNode shown;
        try {
            shown = JSON.readTree(answer.getContentAsByteArray());
        } catch (JsonProcessingException e) {
            answer.copyBodyToResponse();
            return;
        }
        if (touches(shown, traces)) {
            answer.resetBuffer();
            refuse(request, response);
            return;
        }
        if (without(shown, traces)) {
            answer.resetBuffer();
            answer.getOutputStream().write(JSON.writeValueAsBytes(shown));
        }
        answer.copyBodyToResponse();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (TASK.matcher(path(request)).matches()) {
            answers.refuseOnPage(request, response, new NotFoundException("security.task.gone"));
        } else {
            answers.status(request, response, HttpStatus.NOT_FOUND);
        }
    }

    /** Takes what belongs to a hidden case out of every list; says whether there was something. */
    private static boolean without(JsonNode node, Set<String> traces) {
        var changed = false;
        if (node instanceof ArrayNode list) {
            for (var each = list.elements(); each.hasNext(); ) {
                if (touches(each.next(), traces)) {
                    each.remove();
                    changed = true;
                }
            }
        }
        for (var child : node) {
            changed |= without(child, traces);
        }
        return changed;
    }

    /** Whether an object says of itself that it belongs to a hidden case: by a field with the id of an instance, or the case's number. */
    private static boolean touches(JsonNode node, Set<String> traces) {
        if (node instanceof ObjectNode object) {
            for (var value : object) {
                if (value.isTextual() && traces.contains(value.textValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Everything in address and body that might be an id or a number of a case. */
    private static List<String> words(HttpServletRequest request, byte[] body) {
        var query = request.getQueryString();
        return Stream.of(path(request), query == null ? "" : query, new String(body, StandardCharsets.UTF_8))
                .flatMap(text -> Stream.of(text, decoded(text)))
                .flatMap(text -> Arrays.stream(WORDS.split(text)))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
