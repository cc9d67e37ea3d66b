package kz.qupiya.casework;

import java.util.Locale;
import java.util.Optional;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.RetainedGrounds;
import org.springframework.stereotype.Component;

/** Takes the grounds from what the destructions of the case have kept to this day. */
@Component
class RetentionWords implements RetainedGrounds {

    private final Destructions destructions;
    private final KeptGrounds grounds;

    RetentionWords(Destructions destructions, KeptGrounds grounds) {
        this.destructions = destructions;
        this.grounds = grounds;
    }

    @Override
    public Optional<String> text(Restriction restriction, Locale locale) {
        return Optional.of(grounds.articles(restriction.operator(), destructions.kept(restriction.caseId()), locale))
                .filter(text -> !text.isEmpty());
    }
}
