package kz.qupiya.operator;

import java.util.Locale;
import kz.qupiya.calendar.ReceiptTexts;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts duties and rules into words, in Russian, Kazakh or English. */
@Component
public class TermTexts {

    private final MessageSource messages;
    private final ReceiptTexts receipts;

    TermTexts(MessageSource messages, ReceiptTexts receipts) {
        this.messages = messages;
        this.receipts = receipts;
    }

    /** The duty, such as «Заблокировать данные». */
    public String duty(Duty duty, Locale locale) {
        return messages.getMessage("operator.duty." + duty.code(), null, locale);
    }

    /** Where the term stands, such as «Закон № 94-V, ст. 25(2)(8)» or «Политика KAO Solutions, п. 8.1». */
    public String basis(OperatorProfile profile, TermRule rule, Locale locale) {
        return switch (rule.source()) {
            case LAW -> messages.getMessage("operator.basis." + rule.act(), new Object[] {rule.clause()}, locale);
            case POLICY ->
                messages.getMessage(
                        "operator.basis.policy",
                        new Object[] {profile.policy().title().in(locale), rule.clause()},
                        locale);
            case OPERATOR_RULE -> messages.getMessage("operator.basis.operator-rule", null, locale);
        };
    }

    /** The term and what it runs from, such as «1 рабочий день с момента обнаружения». */
    public String term(TermRule rule, Locale locale) {
        return messages.getMessage(
                "operator.term",
                new Object[] {receipts.term(rule.term(), locale), start(rule.start(), locale)},
                locale);
    }

    /** What a term runs from, such as «со дня получения обращения». */
    public String start(String start, Locale locale) {
        return messages.getMessage("operator.start." + start, null, locale);
    }
}
