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

    /** A purpose of processing in words, such as «реклама». */
    public String purpose(Purpose purpose, Locale locale) {
        return messages.getMessage("operator.purpose." + purpose.code(), null, locale);
    }

    /** Where the term stands, such as «Закон РК № 94-V, ст. 25(2)(8)» or «Политика KAO Solutions, п. 8.1». */
    public String basis(OperatorProfile profile, TermRule rule, Locale locale) {
        return switch (rule.source()) {
            case LAW -> lawBasis(String.valueOf(rule.act()), rule.clause(), locale);
            case POLICY -> policyBasis(profile, rule.clause(), locale);
            case OPERATOR_RULE -> messages.getMessage("operator.basis.operator-rule", null, locale);
            case SUBJECT -> messages.getMessage("operator.basis.subject", null, locale);
            case MANAGER -> messages.getMessage("operator.basis.manager", null, locale);
        };
    }

    /** An article of an act in words; an act without words is named by its code. */
    String lawBasis(String act, String article, Locale locale) {
        var words = messages.getMessage("operator.basis." + act, new Object[] {article}, null, locale);
        return words == null ? StatutoryTerms.basis(act, article) : words;
    }

    /** A clause of an operator's policy in words. */
    String policyBasis(OperatorProfile profile, String clause, Locale locale) {
        return messages.getMessage(
                "operator.basis.policy", new Object[] {profile.policy().title().in(locale), clause}, locale);
    }

    /** The length of the term alone, such as «15 рабочих дней». */
    String length(TermRule rule, Locale locale) {
        return receipts.term(rule.term(), locale);
    }

    /** The term and what it runs from, such as «1 рабочий день с момента обнаружения». */
    public String term(TermRule rule, Locale locale) {
        return messages.getMessage(
                "operator.term", new Object[] {length(rule, locale), start(rule.start(), locale)}, locale);
    }

    /** What a term runs from, such as «со дня получения обращения». */
    public String start(String start, Locale locale) {
        return messages.getMessage("operator.start." + start, null, locale);
    }
}
