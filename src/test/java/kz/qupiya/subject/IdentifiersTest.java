package kz.qupiya.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @Test
    void theDemonstrationPersonIsValid() {
        assertThat(Identifiers.normalise(new SubjectInput(
                        "850515499993", "8 701 000 00 01", "Demo.Person@Example.KZ", "demo.person", null, "Айгүл")))
                .containsExactly(
                        new Identifier(IdentifierKind.IIN, "850515499993"),
                        new Identifier(IdentifierKind.LOGIN, "demo.person"),
                        new Identifier(IdentifierKind.PHONE, "+77010000001"),
                        new Identifier(IdentifierKind.EMAIL, "demo.person@example.kz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"850515499993", " 850515 499993 ", "850515-499993", "850515\u00A0499993", "８５０５１５４９９９９３"})
    void anIinIsReadAsPeopleWriteIt(String written) {
        var iin = iin(written);
        assertThat(iin.value()).isEqualTo("850515499993");
        assertThat(iin.legacy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "850515499994, subject.iin.check-digit",
        "85051549999, subject.iin.invalid",
        "8505154999931, subject.iin.invalid",
        "85051549999a, subject.iin.invalid",
        "٨٥٠٥١٥٤٩٩٩٩٣, subject.iin.invalid",
        "000000000000, subject.iin.check-digit",
        // the operators' own numbers: ТОО «Звонобот Казахстан», ТОО «KAO Solutions»
        "181140029019, subject.iin.bin",
        "250640020303, subject.iin.bin"
    })
    void anythingElseIsToldApart(String written, String code) {
        assertThatThrownBy(() -> iin(written))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .containsExactly(new Violation("subject.iin", code)));
    }

    @Test
    void legacyNumbersPassAndAreMarked() {
        assertThat(iin(withCheckDigit("85051500123")).legacy()).as("no century").isTrue();
        assertThat(iin(withCheckDigit("85023135012")).legacy())
                .as("31 February")
                .isTrue();
        assertThat(iin(withCheckDigit("85133035012")).legacy()).as("month 13").isTrue();
        assertThat(iin(withCheckDigit("00022950012")).legacy())
                .as("29.02.2000 existed")
                .isFalse();
        assertThat(iin(withCheckDigit("00022935012")).legacy())
                .as("29.02.1900 did not")
                .isTrue();
        assertThatThrownBy(() -> iin(withCheckDigit("85051570012"))).hasMessageContaining("subject.iin.century");
    }

    /** The rule once more, as a table of remainders instead of a second sum over shifted weights. */
    @Property
    void exactlyTheRightCheckDigitPasses(@ForAll("elevenDigits") String eleven) {
        var passing = IntStream.rangeClosed(0, 9)
                .filter(digit ->
                        Identifiers.find(IdentifierKind.IIN, eleven + digit).isPresent())
                .boxed()
                .toList();
        var first = 0;
        var second = 0;
        for (int i = 0; i < 11; i++) {
            var d = Character.getNumericValue(eleven.charAt(i));
            first += d * (i + 1);
            second += d * ((i + 2) % 11 + 1);
        }
        var expected = first % 11 == 10 ? second % 11 : first % 11;
        assertThat(passing).isEqualTo(expected == 10 ? List.of() : List.of(expected));
    }

    @Property
    void oneWrongDigitNeverPasses(
            @ForAll("iins") String iin,
            @ForAll @IntRange(max = 11) int at,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        var wrong = new StringBuilder(iin);
        wrong.setCharAt(at, (char) ('0' + (iin.charAt(at) - '0' + by) % 10));
        // The second pass is for a remainder of 10 only: weights of 1 to 11 catch every single wrong digit but the last
        // weight's.
        org.junit.jupiter.api.Assumptions.assumeTrue(at != 10 && firstPass(iin) && firstPass(wrong.toString()));
        assertThat(Identifiers.find(IdentifierKind.IIN, wrong.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+77010000001",
                "87010000001",
                "8 701 000 00 01",
                "7701 000 00 01",
                "+7 (701) 000-00-01",
                "8(701)0000001",
                "7010000001",
                "+7‑701‑000‑00‑01",
                " 77010000001",
                "0077010000001",
                "+７７０１００００００１"
            })
    void phonesComeToOneForm(String written) {
        assertThat(Identifiers.normalise(IdentifierKind.PHONE, written, "phone").value())
                .isEqualTo("+77010000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "112",
                "+7701000000",
                "+770100000011",
                "87010000001 доб. 5",
                "8701ABCDEFG",
                "+7 999",
                "+70000000000",
                "++77010000001"
            })
    void badPhonesAreRefused(String written) {
        assertThat(Identifiers.find(IdentifierKind.PHONE, written)).isEmpty();
    }

    @Test
    void peopleAbroadHavePhonesToo() {
        assertThat(Identifiers.normalise(IdentifierKind.PHONE, "+998 90 123 45 67", "phone")
                        .value())
                .isEqualTo("+998901234567");
    }

    @Property
    void everyWayToWriteAMobileNumberIsTheSameNumber(
            @ForAll @IntRange(max = 9_999_999) int number,
            @ForAll("mobileCodes") String code,
            @ForAll("prefixes") String prefix) {
        var seven = String.format("%07d", number);
        var written = prefix + " (" + code + ") " + seven.substring(0, 3) + "-" + seven.substring(3, 5) + "-"
                + seven.substring(5);
        assertThat(Identifiers.find(IdentifierKind.PHONE, written))
                .hasValue(new Identifier(IdentifierKind.PHONE, "+7" + code + seven));
        assertThat(Identifiers.find(IdentifierKind.PHONE, "+7" + code + seven))
                .as("the normal form is its own normal form")
                .hasValue(new Identifier(IdentifierKind.PHONE, "+7" + code + seven));
    }

    @ParameterizedTest
    @CsvSource({
        "User@Example.COM, user@example.com",
        "a.b+c@почта.рф, a.b+c@xn--80a1acny.xn--p1ai",
        "ИМЯ@example.kz, имя@example.kz",
        "a@example.kz., a@example.kz",
        "a@XN--80A1ACNY.xn--p1ai, a@xn--80a1acny.xn--p1ai"
    })
    void mailAddressesComeToOneForm(String written, String normal) {
        assertThat(Identifiers.normalise(IdentifierKind.EMAIL, written, "email").value())
                .isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@example.kz",
                "a@",
                "a@localhost",
                "a b@example.kz",
                "a..b@example.kz",
                ".a@example.kz",
                "a@b@example.kz",
                "a@-x.kz",
                "a@exa_mple.kz",
                "a@example.kz\r\nBcc: x@example.kz",
                "a@[127.0.0.1]",
                "\"a\"@example.kz",
                "a@1.2.3.4"
            })
    void badMailAddressesAreRefused(String written) {
        assertThat(Identifiers.find(IdentifierKind.EMAIL, written)).isEmpty();
    }

    @Test
    void loginsAndContractsKeepTheirLettersAndNothingElse() {
        assertThat(Identifiers.normalise(IdentifierKind.CONTRACT, "  ДГ-12 \t 34 ", "contract")
                        .value())
                .isEqualTo("ДГ-12 34");
        assertThat(Identifiers.normalise(IdentifierKind.LOGIN, "Demo.Person", "login")
                        .value())
                .isEqualTo("Demo.Person");
        assertThat(Identifiers.find(IdentifierKind.LOGIN, "a\u0000b")).isEmpty();
        assertThat(Identifiers.find(IdentifierKind.LOGIN, "a\u200Bb")).isEmpty();
        assertThat(Identifiers.find(IdentifierKind.LOGIN, "x".repeat(128))).isPresent();
        assertThat(Identifiers.find(IdentifierKind.LOGIN, "x".repeat(129))).isEmpty();
        assertThat(Identifiers.find(IdentifierKind.CONTRACT, "e\u0301"))
                .isEqualTo(Identifiers.find(IdentifierKind.CONTRACT, "\u00E9"));
    }

    @Test
    void aNameAloneNamesNobody() {
        assertViolations(
                new SubjectInput(null, " ", null, null, "", "Айгүл"),
                new Violation("subject", "subject.identifier.missing"));
        assertThatThrownBy(() -> Identifiers.normalise(null)).hasMessage("subject:subject.identifier.missing");
    }

    @Test
    void everyBadFieldIsNamed() {
        assertThatThrownBy(() -> Identifiers.normalise(new SubjectInput("1", "2", "3", null, "4", null), "subjects[3]"))
                .hasMessage(
                        "subjects[3].iin:subject.iin.invalid, subjects[3].phone:subject.phone.invalid, subjects[3].email:subject.email.invalid");
        assertThatThrownBy(() -> Identifiers.normalise(new SubjectInput("1", null, null, null, null, "a\nb"), ""))
                .hasMessage("iin:subject.iin.invalid, fullName:subject.name.invalid");
    }

    @Test
    void nothingPersonalIsPrinted() throws Exception {
        var input =
                new ObjectMapper().readValue("{\"iin\":\"850515499993\",\"fullName\":\"Айгүл\"}", SubjectInput.class);
        assertThat(input.toString()).doesNotContain("8505", "Айгүл").contains("iin");
        assertThat(Identifiers.normalise(input).toString()).doesNotContain("8505");
    }

    @Provide
    Arbitrary<String> elevenDigits() {
        // without the fifth digits that make a business number and the sevenths that nobody has
        return Combinators.combine(
                        Arbitraries.strings().numeric().ofLength(4),
                        Arbitraries.of('0', '1', '2', '3', '7', '8', '9'),
                        Arbitraries.strings().numeric().ofLength(1),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.strings().numeric().ofLength(4))
                .as((a, b, c, d, e) -> a + b + c + d + e)
                .filter(digits -> !digits.equals("00000000000"));
    }

    @Provide
    Arbitrary<String> iins() {
        return elevenDigits()
                .filter(eleven -> IntStream.rangeClosed(0, 9)
                        .anyMatch(d ->
                                Identifiers.find(IdentifierKind.IIN, eleven + d).isPresent()))
                .map(IdentifiersTest::withCheckDigit);
    }

    @Provide
    Arbitrary<String> mobileCodes() {
        return Arbitraries.of("700", "701", "702", "705", "707", "708", "747", "771", "775", "776", "777", "778");
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.of("8", "7", "+7", "");
    }

    private static boolean firstPass(String iin) {
        var sum = 0;
        for (int i = 0; i < 11; i++) {
            sum += (iin.charAt(i) - '0') * (i + 1);
        }
        return sum % 11 != 10;
    }

    private static String withCheckDigit(String eleven) {
        return IntStream.rangeClosed(0, 9)
                .mapToObj(d -> eleven + d)
                .filter(Iin::checkDigitHolds)
                .findFirst()
                .orElseThrow();
    }

    private static Identifier iin(String written) {
        return Identifiers.normalise(new SubjectInput(written, null, null, null, null, null))
                .get(0);
    }

    private static void assertViolations(SubjectInput input, Violation... violations) {
        assertThatThrownBy(() -> Identifiers.normalise(input))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .containsExactly(violations));
    }

    /** The short way for numbers in E.164 must not know better than the library. */
    @Test
    void numbersAlreadyInTheirFormAreJudgedAsTheLibraryDoes() throws Exception {
        var library = com.google.i18n.phonenumbers.PhoneNumberUtil.getInstance();
        var random = new java.util.Random(7);
        for (int i = 0; i < 20_000; i++) {
            // Few ranges, so that most are asked for more than once.
            var number = "+77" + "%03d%02d".formatted(i % 500 * 2, i % 4) + "%04d".formatted(random.nextInt(10_000));
            assertThat(Identifiers.find(IdentifierKind.PHONE, number).isPresent())
                    .as(number)
                    .isEqualTo(library.isValidNumber(library.parse(number, "KZ")));
        }
    }
}
