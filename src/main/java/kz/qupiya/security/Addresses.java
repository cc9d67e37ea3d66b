package kz.qupiya.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Locale;

/** Reads addresses the way the most generous server would, so that no spelling of an address gets round the chain that guards it. */
final class Addresses {

    private static final int LAYERS = 3;

    private Addresses() {}

    /** Whether the address means engine REST or something below it, in whatever spelling. */
    static boolean isEngineRest(HttpServletRequest request) {
        return isBelow(request.getServletPath(), EngineRestRules.ROOT)
                || isEngineRest(request.getRequestURI(), request.getContextPath());
    }

    static boolean isEngineRest(String uri, String contextPath) {
        return isBelow(
                plain(uri.startsWith(contextPath) ? uri.substring(contextPath.length()) : uri), EngineRestRules.ROOT);
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** Decoded, in small letters, without parameters, empty and dotted steps. */
    static String plain(String uri) {
        var decoded = uri;
        for (int layer = 0; layer < LAYERS; layer++) {
            decoded = decode(decoded);
        }
        var steps = new ArrayDeque<String>();
        for (var step : decoded.toLowerCase(Locale.ROOT).split("[/\\\\]")) {
            var end = step.indexOf(';');
            var name = end < 0 ? step : step.substring(0, end);
            if ("..".equals(name)) {
                steps.pollLast();
            } else if (!name.isEmpty() && !".".equals(name)) {
                steps.addLast(name.strip());
            }
        }
        return "/" + String.join("/", steps);
    }

    private static String decode(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    out.append((char) (high * 16 + low));
                    i += 2;
                    continue;
                }
            }
            out.append(c);
        }
        return out.toString();
    }
}
