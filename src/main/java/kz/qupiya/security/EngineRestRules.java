package kz.qupiya.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The allow-list of engine REST. An address is compared as it was sent, before any decoding: every other spelling of an allowed address
 * is not on the list.
 */
final class EngineRestRules {

    static final String ROOT = "/engine-rest";

    private static final Pattern START =
            Pattern.compile(ROOT + "/process-definition/key/([A-Za-z][A-Za-z0-9_-]{0,254})/start");
    private static final Pattern READ = Pattern.compile(ROOT + "/(version|process-instance/(count|[0-9a-fA-F-]{36}))");

    private final Set<String> startable;

    EngineRestRules(Set<String> startable) {
        this.startable = Set.copyOf(startable);
    }

    /** Whether the request is on the list at all. */
    boolean allows(HttpServletRequest request) {
        return started(request).isPresent()
                || ("GET".equals(request.getMethod())
                        && READ.matcher(path(request)).matches());
    }

    /** The process that the request starts, if it is a start on the list. */
    Optional<String> started(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())) {
            return Optional.empty();
        }
        var matcher = START.matcher(path(request));
        return matcher.matches() && startable.contains(matcher.group(1))
                ? Optional.of(matcher.group(1))
                : Optional.empty();
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
