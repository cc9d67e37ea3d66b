package kz.qupiya.letter;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The addresses to which mail comes back: each mail has its own, so that what comes back names it. */
@Component
public class ReturnPaths {

    private final LetterSettings settings;

    ReturnPaths(LetterSettings settings) {
        this.settings = settings;
    }

    /**
     * The return path of one mail.
     *
     * @param from  address of the sender
     * @param token names the mail: 26 lower-case letters and digits that nobody can guess
     */
    public String of(String from, String token) {
        return of(settings.bounceAddress(), from, token);
    }

    static String of(@Nullable String pattern, String from, String token) {
        if (pattern != null) {
            return pattern.replace("{token}", token);
        }
        var at = from.indexOf('@');
        return from.substring(0, at) + "+" + token + from.substring(at);
    }
}
