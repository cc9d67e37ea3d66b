package kz.qupiya.casefile;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.calendar.DeadlineReceipt;
import kz.qupiya.operator.TermRule;
import org.jspecify.annotations.Nullable;

/** The deadlines of a case as an archive tells them: every reading of law, policy and operator rule with all that is needed to count its day again by hand. */
final class ArchivedDeadlines {

    private ArchivedDeadlines() {}

    static List<Map<String, @Nullable Object>> of(List<Deadline> deadlines) {
        return deadlines.stream().map(ArchivedDeadlines::deadline).toList();
    }

    private static Map<String, @Nullable Object> deadline(Deadline one) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("id", one.id());
        out.put("duty", one.duty().code());
        out.put("from", at(one.from()));
        out.put("dueAt", at(one.dueAt()));
        out.put("state", one.state().json());
        out.put("metAt", at(one.metAt()));
        out.put(
                "readings",
                one.readings().stream().map(ArchivedDeadlines::reading).toList());
        out.put(
                "earlier",
                one.earlier().stream()
                        .map(old -> {
                            var was = new LinkedHashMap<String, @Nullable Object>();
                            was.put("computedAt", at(old.computedAt()));
                            was.put("replacedAt", at(old.replacedAt()));
                            was.put("dueAt", at(old.dueAt()));
                            was.put(
                                    "readings",
                                    old.readings().stream()
                                            .map(ArchivedDeadlines::reading)
                                            .toList());
                            return was;
                        })
                        .toList());
        out.put(
                "steps",
                one.steps().stream()
                        .map(step -> {
                            var taken = new LinkedHashMap<String, @Nullable Object>();
                            taken.put("name", step.name());
                            taken.put("at", at(step.at()));
                            taken.put("takenAt", at(step.takenAt()));
                            return taken;
                        })
                        .toList());
        return out;
    }

    private static Map<String, @Nullable Object> reading(Deadline.Reading reading) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("role", reading.role().name().toLowerCase(Locale.ROOT));
        out.put("rule", rule(reading.rule()));
        out.put("why", reading.why());
        out.put("receipt", receipt(reading.receipt()));
        var decided = reading.decided();
        if (decided != null) {
            var said = new LinkedHashMap<String, @Nullable Object>();
            said.put("by", decided.by());
            said.put("at", at(decided.at()));
            said.put("reason", decided.reason());
            out.put("decided", said);
        }
        return out;
    }

    private static Map<String, @Nullable Object> rule(TermRule rule) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("source", rule.source().code());
        out.put("basis", rule.basis());
        out.put("act", rule.act());
        out.put("clause", rule.clause());
        out.put(
                "term",
                Map.of(
                        "amount",
                        rule.term().amount(),
                        "unit",
                        rule.term().unit().code()));
        out.put("start", rule.start());
        out.put("certainty", rule.certainty());
        return out;
    }

    private static Map<String, @Nullable Object> receipt(DeadlineReceipt receipt) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("from", receipt.from().toString());
        out.put(
                "term",
                Map.of(
                        "amount",
                        receipt.term().amount(),
                        "unit",
                        receipt.term().unit().code()));
        out.put("week", receipt.week());
        out.put("dueOn", receipt.dueOn().toString());
        out.put("dueAt", at(receipt.dueAt()));
        out.put("counted", receipt.counted().stream().map(Object::toString).toList());
        out.put(
                "skipped",
                receipt.skipped().stream()
                        .map(day -> {
                            var skipped = new LinkedHashMap<String, @Nullable Object>();
                            skipped.put("day", day.day().toString());
                            skipped.put("reason", day.reason());
                            skipped.put("name", day.name());
                            return skipped;
                        })
                        .toList());
        out.put("calendar", receipt.calendar());
        out.put("official", receipt.official());
        return out;
    }

    private static @Nullable Object at(@Nullable Instant instant) {
        return instant == null ? null : Almaty.at(instant);
    }
}
