package kz.qupiya.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps bodies of the API at 1 MB, and those of the bulk permit check at 5 MB. Lists ({@code text/csv}) are streamed without a limit
 * where the contract says so, and lists of affected people also as JSON; documents have the limit of multipart uploads.
 */
final class BodyLimit extends OncePerRequestFilter {

    static final int MOST = 1024 * 1024;
    private static final int MOST_OF_BULK = 5 * MOST;
    private static final String OPERATOR = "/api/v1/operators/[^/]+";
    private static final Pattern BULK = Pattern.compile(OPERATOR + "/permits/check");
    private static final Pattern LISTS = Pattern.compile(OPERATOR + "/(consents|breaches/[^/]+/affected)");
    private static final Pattern PEOPLE = Pattern.compile(OPERATOR + "/breaches/[^/]+/affected");
    private static final Pattern DOCUMENTS = Pattern.compile(OPERATOR + "/cases/[^/]+/documents");

    private final Answers answers;

    BodyLimit(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var path = request.getRequestURI().substring(request.getContextPath().length());
        if (isOpenEnded(path, request.getContentType())) {
            chain.doFilter(request, response);
            return;
        }
        int most = BULK.matcher(path).matches() ? MOST_OF_BULK : MOST;
        var length = request.getContentLengthLong();
        if (length > most) {
            answers.status(request, response, HttpStatus.PAYLOAD_TOO_LARGE);
        } else if (length < 0 && request.getHeader("Transfer-Encoding") != null) {
            // Only a body without a length must be held to count it.
            var body = HeldBody.read(request, most);
            if (body == null) {
                answers.status(request, response, HttpStatus.PAYLOAD_TOO_LARGE);
            } else {
                chain.doFilter(new HeldBody(request, body), response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isOpenEnded(String path, @Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        var type = contentType.toLowerCase(Locale.ROOT);
        return (type.startsWith("text/csv") && LISTS.matcher(path).matches())
                || ((type.startsWith("application/json") || type.startsWith("application/x-ndjson"))
                        && PEOPLE.matcher(path).matches())
                || (type.startsWith("multipart/form-data")
                        && DOCUMENTS.matcher(path).matches());
    }
}
