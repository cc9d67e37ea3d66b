package kz.qupiya.claimhandling;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The causes of claims, for the report: those that the product brings, and those that an operator added. */
@Service
public class ClaimCauses {

    private static final List<String> BROUGHT = List.of(
            "staff-error",
            "staff-abuse",
            "software-fault",
            "third-party",
            "unclear-terms",
            "late-answer",
            "no-fault",
            "not-found");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final int LONGEST = 200;

    private final JdbcClient jdbc;
    private final MessageSource messages;

    ClaimCauses(JdbcClient jdbc, MessageSource messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    /**
     * A cause as an operator adds it.
     *
     * @param code what stands in the register; never changed
     */
    public record NewCause(@Nullable String code, @Nullable String ru, @Nullable String kk, @Nullable String en) {}

    /** The codes of an operator. */
    Set<String> codes(OperatorKey operator) {
        return of(operator, Locale.ENGLISH).keySet();
    }

    /** The causes of an operator in a language, by code. */
    public Map<String, String> of(OperatorKey operator, Locale locale) {
        Map<String, String> all = new LinkedHashMap<>();
        for (var code : BROUGHT) {
            all.put(code, messages.getMessage("claimhandling.cause." + code, null, locale));
        }
        jdbc.sql("select code, ru, kk, en from qupiya.claim_cause where operator = ? order by code")
                .param(operator.value())
                .query((row, n) -> all.put(
                        row.getString("code"),
                        row.getString(
                                switch (locale.getLanguage()) {
                                    case "kk" -> "kk";
                                    case "en" -> "en";
                                    default -> "ru";
                                })))
                .list();
        return all;
    }

    /**
     * Adds a cause, or words it anew.
     *
     * @throws InvalidInputException naming every bad field
     * @throws ConflictException     if the product brings one of that code
     */
    @Transactional
    public void add(OperatorKey operator, NewCause cause) {
        List<Violation> violations = new ArrayList<>();
        if (cause.code() == null || !CODE.matcher(cause.code()).matches()) {
            violations.add(new Violation("code", "claimhandling.cause.code"));
        }
        word("ru", cause.ru(), violations);
        word("kk", cause.kk(), violations);
        word("en", cause.en(), violations);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        if (BROUGHT.contains(cause.code())) {
            throw new ConflictException("claimhandling.cause.brought");
        }
        jdbc.sql(
                        """
                        insert into qupiya.claim_cause (operator, code, ru, kk, en) values (?, ?, ?, ?, ?)
                        on conflict (operator, code) do update set ru = excluded.ru, kk = excluded.kk, en = excluded.en""")
                .params(operator.value(), cause.code(), cause.ru(), cause.kk(), cause.en())
                .update();
    }

    private static void word(String field, @Nullable String text, List<Violation> violations) {
        if (text == null || text.isBlank()) {
            violations.add(new Violation(field, "problem.field.missing"));
        } else if (text.length() > LONGEST) {
            violations.add(new Violation(field, "problem.field.too-long", LONGEST));
        }
    }

    /**
     * How many claims were closed by cause and outcome, and how many of them were answered late.
     *
     * @param from first day of closing, in Asia/Almaty
     * @param to   last day
     */
    public List<Count> report(OperatorKey operator, LocalDate from, LocalDate to) {
        return jdbc.sql(
                        """
                        select l.cause, c.outcome, count(*) claims, count(*) filter (where l.answered_at > l.answer_due_at) late
                        from qupiya.claim l join qupiya.case_file c on c.id = l.case_id
                        where c.operator = ? and c.closed_at >= ? and c.closed_at < ?
                        group by 1, 2 order by 1 nulls last, 2""")
                .params(
                        operator.value(),
                        from.atStartOfDay(Almaty.ZONE).toOffsetDateTime(),
                        to.plusDays(1).atStartOfDay(Almaty.ZONE).toOffsetDateTime())
                .query((row, n) -> new Count(
                        row.getString("cause"), row.getString("outcome"), row.getLong("claims"), row.getLong("late")))
                .list();
    }

    /** A line of the report; without a cause where a claim ended before it was decided. */
    public record Count(@Nullable String cause, String outcome, long claims, long late) {}
}
