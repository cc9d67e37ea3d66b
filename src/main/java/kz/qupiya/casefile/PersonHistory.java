package kz.qupiya.casefile;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/**
 * The timeline of a person over all cases of the operator: who decides about somebody sees what was asked and done before. Names nobody and shows no identifier.
 */
public interface PersonHistory {

    /**
     * The history of the person of a case. The look is on the record of the case, and of every case that it shows; looks within a quarter of an hour are one. Cases that are hidden from the
     * reader are left out.
     */
    History of(CaseFile caseFile, Actor by, Locale locale);

    /** What a higher module knows of a person by the cases about them. */
    interface Part {

        /** Name of the part, by which the user interface knows how to show it. */
        String name();

        /**
         * The part for some cases.
         *
         * @return anything that Jackson can write, nobody's data; null when there is nothing to show
         */
        @Nullable
        Object of(OperatorKey operator, List<CaseFile> cases, Locale locale);
    }

    /**
     * The history.
     *
     * @param cases  the other cases, the newest receipt first
     * @param more   whether there are more of them than are shown
     * @param events what was done in this case and the others, the newest first; no looks and no single steps
     * @param parts  by their names
     */
    record History(List<OtherCase> cases, boolean more, List<Event> events, Map<String, Object> parts) {}

    /**
     * Another case.
     *
     * @param links how it is linked: {@code same-person}, {@code same-contact} where only the telephone or mailbox is the same, {@code linked} where one case names the other
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OtherCase(
            String number,
            Coded kind,
            Coded status,
            @Nullable Coded outcome,
            OffsetDateTime receivedAt,
            @Nullable OffsetDateTime closedAt,
            List<Coded> links) {}

    /** An event of one of the cases, in words. */
    record Event(OffsetDateTime at, String number, String code, String text) {}

    /** A code and what it means. */
    record Coded(String code, String text) {}
}
