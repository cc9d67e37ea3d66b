package kz.qupiya.restriction;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.PersonHistory;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The restrictions of a person over all cases, and the permits that they have denied. */
@Component
class PersonRestrictions implements PersonHistory.Part {

    private static final int DENIALS = 100;

    private final Restrictions restrictions;
    private final DenialRows denials;
    private final MessageSource messages;

    PersonRestrictions(Restrictions restrictions, DenialRows denials, MessageSource messages) {
        this.restrictions = restrictions;
        this.denials = denials;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "restrictions";
    }

    /** What the restrictions of the cases are, and what they denied, day by day. */
    record Found(List<Restriction> restrictions, List<Denied> denials) {}

    /** Permits denied on one day for one purpose. */
    record Denied(
            String caseNumber, String day, String purpose, String purposeText, long times, OffsetDateTime lastAt) {}

    @Override
    public @Nullable Object of(OperatorKey operator, List<CaseFile> cases, Locale locale) {
        Map<UUID, Restriction> own = cases.stream()
                .flatMap(each -> restrictions.ofCase(each.id()).stream())
                .collect(
                        Collectors.toMap(Restriction::id, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        if (own.isEmpty()) {
            return null;
        }
        return new Found(
                List.copyOf(own.values()),
                denials.of(own.keySet(), DENIALS).stream()
                        .map(row -> new Denied(
                                Objects.requireNonNull(own.get(row.restriction()))
                                        .caseNumber(),
                                row.day().toString(),
                                row.purpose(),
                                String.valueOf(messages.getMessage(
                                        "operator.purpose." + row.purpose(), null, row.purpose(), locale)),
                                row.times(),
                                Almaty.at(row.lastAt())))
                        .toList());
    }
}
