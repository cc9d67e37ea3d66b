package kz.qupiya.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kz.qupiya.subject.MadeUpIin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DemoDataTest {

    static final List<DemoData> OPERATORS = DemoData.ALL;

    private final DemoPeople people = DemoPeople.generate(DemoData.ALL.size());

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName("Two runs make the same rows, and the version names them")
    void deterministic(DemoData data) throws Exception {
        String first = data.rows(people).digest();
        String second = data.rows(DemoPeople.generate(DemoData.ALL.size())).digest();
        assertThat(second).isEqualTo(first);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(DemoDatabases.schema(data).getBytes(StandardCharsets.UTF_8));
        digest.update(first.getBytes(StandardCharsets.US_ASCII));
        assertThat(data.version())
                .as("version of %s: schema or rows changed, write this one", data.operator())
                .isEqualTo(HexFormat.of().formatHex(digest.digest()).substring(0, 12));
    }

    @Test
    @DisplayName("Every IIN has a right check digit, the person's date and sex, and a serial from 9000 up")
    void iins() {
        Set<String> seen = new HashSet<>();
        for (DemoPerson person : everyone()) {
            String iin = person.iin();
            assertThat(iin).matches("\\d{12}");
            assertThat(seen.add(iin)).as("%s only once", iin).isTrue();
            assertThat(checkDigit(iin)).as(iin).isEqualTo(iin.charAt(11) - '0');
            assertThat(Integer.parseInt(iin.substring(7, 11))).as(iin).isBetween(9000, 9999);
            LocalDate birth = person.birthDate();
            assertThat(iin.substring(0, 6))
                    .isEqualTo("%02d%02d%02d"
                            .formatted(birth.getYear() % 100, birth.getMonthValue(), birth.getDayOfMonth()));
            assertThat(iin.charAt(6) - '0').isEqualTo((birth.getYear() < 2000 ? 3 : 5) + (person.female() ? 1 : 0));
        }
    }

    @Test
    @DisplayName("A serial below 9000 could hit a living person and is refused")
    void lowSerial() {
        assertThatThrownBy(() -> MadeUpIin.of(LocalDate.of(1985, 5, 15), true, 8999))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("Phones are valid numbers of Kazakhstan from the made-up block, mail goes to example.kz")
    void contacts() throws NumberParseException {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        for (DemoPerson person : everyone()) {
            assertThat(person.phones()).isNotEmpty().doesNotHaveDuplicates();
            for (String phone : person.phones()) {
                assertThat(phone).matches("\\+7701000\\d{4}");
                assertThat(numbers.isValidNumberForRegion(numbers.parse(phone, null), "KZ"))
                        .as(phone)
                        .isTrue();
            }
            assertThat(person.emails()).allMatch(email -> email.matches("[a-z0-9.]+@example\\.kz"));
        }
        assertThat(numbers.isValidNumberForRegion(numbers.parse("+77020000000", null), "KZ"))
                .isTrue();
    }

    @Test
    @DisplayName(
            "Each operator has a thousand clients; hundreds are clients of several, some share a phone, some have several")
    void mixture() {
        Map<Integer, Integer> operatorsOf = new LinkedHashMap<>();
        for (int i = 0; i < DemoData.ALL.size(); i++) {
            List<DemoPerson> clients = people.clientsOf(i);
            assertThat(clients).hasSize(1_000).doesNotHaveDuplicates();
            assertThat(clients.get(0).iin()).isEqualTo("850515499993");
            clients.forEach(client -> operatorsOf.merge(client.number(), 1, Integer::sum));
            Map<String, Long> byPhone =
                    clients.stream().collect(Collectors.groupingBy(DemoPerson::phone, Collectors.counting()));
            assertThat(byPhone.values()).filteredOn(count -> count > 1).hasSizeBetween(5, 100);
            assertThat(clients).filteredOn(client -> client.phones().size() > 1).hasSizeBetween(100, 400);
            assertThat(clients).filteredOn(client -> client.emails().isEmpty()).hasSizeBetween(10, 150);
            assertThat(clients)
                    .filteredOn(client -> client.birthDate().isAfter(DemoPeople.REFERENCE_DAY.minusYears(18)))
                    .hasSizeBetween(1, 30);
        }
        assertThat(operatorsOf.values()).filteredOn(count -> count > 1).hasSizeBetween(300, 500);
        assertThat(operatorsOf).containsEntry(0, 5);
    }

    @Test
    @DisplayName("Names are written with every letter of Kazakh and in Russian, logins in Latin")
    void names() {
        String all = everyone().stream().map(DemoPerson::fullName).collect(Collectors.joining("\n"));
        assertThat(all).contains("ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і", "Иванова", "Сергеевич");
        assertThat(everyone()).allMatch(person -> person.login().matches("[a-z]+\\.[a-z]+\\d*"));
        assertThat(everyone()).extracting(DemoPerson::login).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("Values that COPY would read otherwise are escaped")
    void escaping() {
        DemoRows rows = new DemoRows();
        rows.table("t", "a", "b").row("x\ty\\z\nq", null);
        assertThat(new String(rows.tables().iterator().next().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("x\\ty\\\\z\\nq\t\\N\n");
    }

    private List<DemoPerson> everyone() {
        Map<Integer, DemoPerson> all = new LinkedHashMap<>();
        for (int i = 0; i < DemoData.ALL.size(); i++) {
            people.clientsOf(i).forEach(person -> all.put(person.number(), person));
        }
        return new ArrayList<>(all.values());
    }

    /** The rule of the register, written a second time on purpose: the generator must not be its own judge. */
    private static int checkDigit(String iin) {
        int first = 0;
        int second = 0;
        for (int i = 1; i <= 11; i++) {
            int digit = Character.digit(iin.charAt(i - 1), 10);
            first += digit * i;
            second += digit * (i + 2 > 11 ? i - 9 : i + 2);
        }
        return first % 11 < 10 ? first % 11 : second % 11;
    }
}
