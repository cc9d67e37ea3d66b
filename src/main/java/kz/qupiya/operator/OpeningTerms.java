package kz.qupiya.operator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.ReceiptTexts;
import kz.qupiya.calendar.ReceiptView.SkippedView;
import kz.qupiya.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The deadlines that would start with a case of some kind: what the dialog for a new case shows before the case exists. */
@Component
class OpeningTerms {

    /** Which duties the opening of a case starts; names of kinds are those of the API. */
    private static final Map<String, List<Opening>> BY_KIND = Map.of(
            "data-block", List.of(new Opening(Duty.BLOCK, null), new Opening(Duty.VERIFICATION, null)),
            "consent-withdrawal",
                    List.of(
                            new Opening(Duty.STOP_PROCESSING, null),
                            new Opening(Duty.STOP_ADVERTISING, "scope-advertising")),
            "breach", List.of(new Opening(Duty.NOTIFY_AUTHORITY, null), new Opening(Duty.NOTIFY_PEOPLE, null)),
            "claim",
                    List.of(
                            new Opening(Duty.ANSWER_CLAIM, null),
                            new Opening(Duty.ANSWER_CONSUMER_CLAIM, "consumer-claim")),
            "other-request", List.of(new Opening(Duty.GIVE_INFORMATION, "information-request")));

    private final DutyTerms terms;
    private final WorkingCalendar calendar;
    private final TermTexts texts;
    private final ReceiptTexts receipts;
    private final MessageSource messages;

    OpeningTerms(
            DutyTerms terms, WorkingCalendar calendar, TermTexts texts, ReceiptTexts receipts, MessageSource messages) {
        this.terms = terms;
        this.calendar = calendar;
        this.texts = texts;
        this.receipts = receipts;
        this.messages = messages;
    }

    /** @param condition code of what must also be so for the duty to start; nothing if it always starts */
    private record Opening(Duty duty, @Nullable String condition) {}

    static Set<String> kinds() {
        return BY_KIND.keySet();
    }

    /** The deadlines for a kind that {@link #kinds()} knows, and an event at that instant. */
    List<PlannedDeadline> of(OperatorProfile profile, String kind, Instant event, Locale locale) {
        var fixed = calendar.snapshot();
        var planned = new ArrayList<PlannedDeadline>();
        for (var opening : Optional.ofNullable(BY_KIND.get(kind)).orElseGet(List::of)) {
            var rules = terms.rules(profile.key(), opening.duty(), Almaty.dayOf(event));
            if (!rules.isEmpty()) {
                var stricter = Stricter.of(opening.duty(), rules, event, profile.week(), fixed);
                var readings = new ArrayList<Reading>();
                readings.add(reading(profile, stricter.ruling(), "rules", locale));
                stricter.overridden().forEach(dated -> readings.add(reading(profile, dated, "overridden", locale)));
                planned.add(new PlannedDeadline(
                        duty(opening, locale),
                        opening.condition(),
                        Almaty.at(event),
                        Almaty.at(stricter.ruling().receipt().dueAt()),
                        readings));
            }
        }
        return planned;
    }

    private Coded duty(Opening opening, Locale locale) {
        var words = texts.duty(opening.duty(), locale);
        var condition = opening.condition();
        return new Coded(
                opening.duty().code(),
                condition == null
                        ? words
                        : words + " (" + messages.getMessage("operator.condition." + condition, null, locale) + ")");
    }

    private Reading reading(OperatorProfile profile, DatedRule dated, String role, Locale locale) {
        var rule = dated.rule();
        var view = receipts.view(dated.receipt(), locale);
        return new Reading(
                new Coded(role, messages.getMessage("operator.role." + role, null, locale)),
                rule.source(),
                texts.basis(profile, rule, locale),
                texts.term(rule, locale),
                rule.certainty(),
                view.from(),
                view.dueOn(),
                view.dueAt(),
                view.counted(),
                view.skipped(),
                view.calendar(),
                view.official());
    }

    /** A code with its words in the reader's language. */
    record Coded(String code, String text) {}

    /**
     * A deadline that would start.
     *
     * @param duty what would have to be done
     * @param condition what must also be so, nothing if the deadline always starts
     * @param from the event
     * @param dueAt last instant
     * @param readings every rule with its date, the one that rules first
     */
    record PlannedDeadline(
            Coded duty,
            @Nullable String condition,
            OffsetDateTime from,
            OffsetDateTime dueAt,
            List<Reading> readings) {}

    /** One rule and its date; shaped as a reading of the case panel is. */
    record Reading(
            Coded role,
            TermRule.Source source,
            String basis,
            String term,
            @Nullable String certainty,
            LocalDate from,
            LocalDate dueOn,
            OffsetDateTime dueAt,
            List<LocalDate> counted,
            List<SkippedView> skipped,
            String calendar,
            boolean official) {}
}
