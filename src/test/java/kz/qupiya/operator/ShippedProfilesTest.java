package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.problem.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedProfilesTest {

    private final LoadedOperators operators = Fixtures.shipped();

    @Test
    void five_operators_start() {
        assertThat(operators.rejected()).isEmpty();
        assertThat(operators.all())
                .extracting(profile -> profile.key().value())
                .containsExactly("digital-rocket", "kao-solutions", "kz-pay-bot", "twelve", "zvonobot");
        assertThat(operators.names())
                .containsEntry("kao-solutions", "KAO Solutions")
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "zvonobot, ZVN, 181140029019, ТОО «Звонобот Казахстан», kazakhstan@zvonobot.kz, 7.3",
                "digital-rocket, DRK, -, ТОО «Цифровая ракета», -, 4.1",
                "kz-pay-bot, KZP, -, Интернет-проект kz pay bot, -, 8",
                "kao-solutions, KAO, 250640020303, ТОО «KAO Solutions», info@kao.kz, '8.1, 8.2'",
                "twelve, TWL, -, ТОО «TWELVE» (ТВЕЛВ), -, 4.1",
            })
    void operators_are_who_their_policies_say(
            String key, String prefix, String bin, String legalName, String mail, String clause) {
        var profile = operators.get(new OperatorKey(key));

        assertThat(profile.casePrefix()).isEqualTo(prefix);
        assertThat(profile.bin().orElse(null)).isEqualTo(bin);
        assertThat(profile.legalName().ru()).isEqualTo(legalName);
        assertThat(profile.contacts().email().orElse(null)).isEqualTo(mail);
        assertThat(profile.contacts().clause()).isEqualTo(clause);
        assertThat(profile.week()).isEqualTo(WorkingWeek.FIVE);
        assertThat(profile.noticePrecedence()).isEqualTo(NoticePrecedence.LAW);
        assertThat(profile.needsConsent(Purpose.ADVERTISING)).isTrue();
        assertThat(profile.needsConsent(Purpose.SERVICE)).isFalse();
        assertThat(profile.warnings()).isEqualTo(new WarningSteps(true, List.of(1), Duration.ofHours(4)));
        assertThat(profile.operatorRules())
                .contains(
                        entry(Duty.VERIFICATION, Term.workingDays(10)),
                        entry(Duty.PROOF_OF_ENTITLEMENT, Term.workingDays(10)),
                        entry(Duty.NOTIFY_PEOPLE, Term.workingDays(3)),
                        entry(Duty.KEEP_CASE_FILE, Term.years(3)));
    }

    @Test
    void letters_are_russian_but_for_kao_solutions_whose_russian_text_prevails() {
        operators.all().forEach(profile -> {
            assertThat(profile.prevailing()).isEqualTo(Language.RU);
            assertThat(profile.languages())
                    .isEqualTo(
                            profile.key().value().equals("kao-solutions")
                                    ? List.of(Language.RU, Language.KK)
                                    : List.of(Language.RU));
        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // operator, consent, contract, law, protection, succession
                "zvonobot, 3.3.1, 3.3.2, 3.3.3, -, 3.3.4",
                "digital-rocket, 3.2(1), 3.2(2), 3.2(3), 3.2(4), -",
                "twelve, 3.2(1), 3.2(2), 3.2(3), 3.2(4), -",
                "kz-pay-bot, 2, 5(1), 5(2), -, -",
                "kao-solutions, 7, '6.1, 6.2', 6.2, 6.2, 6.2",
            })
    void grounds_of_transfer_stand_in_their_clauses(
            String key, String consent, String contract, String law, String protection, String succession) {
        var profile = operators.get(new OperatorKey(key));

        assertThat(profile.clauseOf(TransferGround.CONSENT).orElse(null)).isEqualTo(consent);
        assertThat(profile.clauseOf(TransferGround.CONTRACT).orElse(null)).isEqualTo(contract);
        assertThat(profile.clauseOf(TransferGround.LAW).orElse(null)).isEqualTo(law);
        assertThat(profile.clauseOf(TransferGround.PROTECTION).orElse(null)).isEqualTo(protection);
        assertThat(profile.clauseOf(TransferGround.SUCCESSION).orElse(null)).isEqualTo(succession);
    }

    @Test
    void policies_set_the_terms_they_set() {
        assertThat(operators.get(new OperatorKey("zvonobot")).policyTerms())
                .containsExactly(
                        new PolicyTerm(Duty.ANSWER_CLAIM, Term.calendarDays(30), "6.2", PolicyTerm.Nature.DEADLINE));
        assertThat(operators.get(new OperatorKey("kz-pay-bot")).policyTerms())
                .containsExactly(new PolicyTerm(Duty.STOP_PROCESSING, Term.months(3), "3", PolicyTerm.Nature.NOTICE));
        assertThat(operators.get(new OperatorKey("kao-solutions")).policyTerms())
                .contains(
                        new PolicyTerm(Duty.STOP_PROCESSING, Term.workingDays(1), "8.1", PolicyTerm.Nature.DEADLINE),
                        new PolicyTerm(Duty.STOP_ADVERTISING, Term.workingDays(1), "8.2", PolicyTerm.Nature.DEADLINE));
        assertThat(operators.get(new OperatorKey("twelve")).policyTerms()).isEmpty();
    }

    @Test
    void unknown_operator_is_not_found() {
        assertThat(operators.find("nobody")).isEmpty();
        assertThat(operators.find("../zvonobot")).isEmpty();
        assertThatThrownBy(() -> operators.get(new OperatorKey("nobody"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> new OperatorKey("No Body")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void operator_that_a_higher_module_rejects_is_gone_and_named() {
        var fault = new RejectedOperator("twelve", "operators/twelve/data-map.yaml", 12, "unknown column");

        operators.reject(fault);

        assertThat(operators.find("twelve")).isEmpty();
        assertThat(operators.all()).hasSize(4);
        assertThat(operators.rejected()).containsExactly(fault);
        assertThat(fault).hasToString("operator twelve not started: operators/twelve/data-map.yaml:12: unknown column");
    }
}
