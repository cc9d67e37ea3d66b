package kz.qupiya.restriction;

import java.util.Locale;
import java.util.Optional;

/** Words on which ground a restriction keeps what could not be destroyed. The register has them in Russian only. */
public interface RetainedGrounds {

    /**
     * @param restriction with the reason {@link Restrictions#RETENTION}
     * @return empty if nothing is known of them beyond what the register says
     */
    Optional<String> text(Restriction restriction, Locale locale);
}
