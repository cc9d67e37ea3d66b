package kz.qupiya.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kz.qupiya.calendar.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class FaultyProfilesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // the line to find | what takes its place | what the fault says
                "case-prefix: ZVN | case-prefix: Zvonobot | case-prefix: three Latin capitals, not Zvonobot",
                "case-prefix: ZVN | case-prefiks: ZVN | case-prefix is missing",
                "bin: \"181140029019\" | bin: \"123\" | bin: twelve digits",
                "key: zvonobot | key: other | key: other stands in the folder zvonobot",
                "languages: [ru] | languages: [en] | letters are in ru and kk",
                "languages: [ru] | languages: ru | languages must be a list",
                "languages: [ru] | languages: [ru, ru] | languages: each once",
                "languages: [ru] | languages: [kk, ru] | languages: each once, the prevailing one first",
                "prevailing-language: ru | prevailing-language: kk | kk is not one of the languages",
                "working-week: 5 | working-week: 7 | a working week has 5 or 6 days, not 7",
                "working-week: 5 | working-week: five | a whole number, not five",
                "  site: https://lk.zvonobot.kz | ~  site: lk.zvonobot.kz~ | not a web address",
                "mail-address: kazakhstan@zvonobot.kz | mail-address: kazakhstan | a mail address",
                "channels: [api, engine, form, mail, letter, call, visit] | channels: [api, fax] | unknown fax",
                "  consent-required: [advertising] | ~  consent-required: [adverts]~ | unknown adverts",
                "  consent-required: [advertising] | ~  consent-required: [storage]~ | storage goes on without a consent",
                "  - {ground: law, clause: \"3.3.3\"} | ~  - {ground: love, clause: \"3.3.3\"}~ | unknown love",
                "  - {ground: law, clause: \"3.3.3\"} | ~  - {ground: consent, clause: \"3.3.3\"}~ | the same entry twice",
                "warnings: {half: true, | warnings: {half: yes, | true or false, not yes",
                "notice-precedence: law | notice-precedence: both | unknown both",
                "amount: 30, unit: calendar-days | amount: 0, unit: calendar-days | 1 to 5000, not 0",
                "amount: 30, unit: calendar-days | amount: 30, unit: days | unknown days",
                "nature: deadline | nature: notice | a notice goes before a withdrawal of consent only",
                "  - {duty: verification, amount: 10, unit: working-days} |  | set a term for verification",
                "  - {kind: no-storage-limit, clause: \"3.4\"} | ~  - {kind: anything, clause: \"3.4\"}~ | unknown anything",
                "events: [] | ~events: [{name: crm, url: \"http://crm.example.kz/e\", allow-identifiers: false}]~ | https",
                "events: [] | ~events: [{name: crm, url: \"http://localhost/e\", allow-identifiers: true}]~ | identifiers go over https",
                "events: [] | ~events: []\nevents: []~ | events stands here twice",
                "events: [] | ~events: []\nmore: 1~ | unknown key more",
                "events: [] | ~events: []\nprolongations: [{duty: answer-claim, amount: 0, unit: calendar-days}]~ | 1 to 5000, not 0",
                "events: [] | ~events: []\nprolongations: [{duty: answer, amount: 5, unit: calendar-days}]~ | unknown answer",
                "events: [] | events: [ | not YAML",
                "events: [] | events: !!java.net.URL [http://example.kz] | Global tag is not allowed",
            })
    void fault_is_named_with_file_line_and_cause_and_the_others_start(String line, String replacement, String cause)
            throws IOException {
        var shipped = shipped("zvonobot");
        var wanted = line.indexOf("  ") == 0 || line.startsWith("-") ? "  " + line.strip() : line.strip();
        assertThat(shipped).as("the profile has the line to spoil").contains(wanted.strip());
        write("zvonobot", shipped.replace(wanted.strip(), replacement == null ? "" : replacement.strip()));

        var operators = Fixtures.in(directory);

        assertThat(operators.find("zvonobot")).isEmpty();
        assertThat(operators.all()).hasSize(4);
        assertThat(operators.rejected()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo("zvonobot");
            assertThat(fault.file())
                    .isEqualTo(directory.resolve("zvonobot/profile.yaml").toString());
            assertThat(fault.cause()).contains(cause.strip());
            assertThat(fault.line()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "working-week: 5, working-week: 8, working-week: 5",
        "bin: \"181140029019\", bin: \"1811\", bin: \"181140029019\"",
        "ground: law, ground: consent, third-party-transfer:",
        "duty: verification, duty: block, operator-rules:",
    })
    void line_is_that_of_the_fault(String part, String replacement, String lineOfFault) throws IOException {
        var shipped = shipped("zvonobot");
        write("zvonobot", shipped.replace(part, replacement));
        var expected = shipped.lines().toList().indexOf(lineOfFault) + 1;
        assertThat(expected).isPositive();

        assertThat(Fixtures.in(directory).rejected())
                .singleElement()
                .extracting(RejectedOperator::line)
                .isEqualTo(expected);
    }

    @Test
    void empty_and_non_utf8_files_are_faults() throws IOException {
        write("empty-one", "");
        Files.createDirectories(directory.resolve("cyrillic"));
        Files.write(
                directory.resolve("cyrillic/profile.yaml"),
                "key: cyrillic\nname: Звонобот".getBytes(java.nio.charset.Charset.forName("windows-1251")));

        assertThat(Fixtures.in(directory).rejected())
                .extracting(RejectedOperator::key)
                .containsExactly("cyrillic", "empty-one");
    }

    @Test
    void an_operators_own_directory_goes_before_the_shipped_profile_and_adds_others() throws IOException {
        write("twelve", shipped("twelve").replace("working-week: 5", "working-week: 6"));
        write(
                "my-shop",
                shipped("twelve").replace("key: twelve", "key: my-shop").replace("TWL", "SHP"));

        var operators = Fixtures.in(directory);

        assertThat(operators.rejected()).isEmpty();
        assertThat(operators.all()).hasSize(6);
        assertThat(operators.get(new OperatorKey("twelve")).week().days()).isEqualTo(6);
        assertThat(operators.get(new OperatorKey("my-shop")).casePrefix()).isEqualTo("SHP");
    }

    @Test
    void a_profile_may_say_how_long_a_deadline_is_prolonged_at_most() throws IOException {
        write(
                "twelve",
                shipped("twelve")
                        .replace(
                                "events: []",
                                "events: []\nprolongations: [{duty: answer-claim, amount: 15, unit: calendar-days}]"));

        var operators = Fixtures.in(directory);

        assertThat(operators.rejected()).isEmpty();
        assertThat(operators.get(new OperatorKey("twelve")).prolongations())
                .containsExactly(Map.entry(Duty.ANSWER_CLAIM, Term.calendarDays(15)));
        assertThat(operators.get(new OperatorKey("zvonobot")).prolongations()).isEmpty();
    }

    @Test
    void case_prefix_of_another_operator_is_a_fault() throws IOException {
        write("my-shop", shipped("twelve").replace("key: twelve", "key: my-shop"));

        var operators = Fixtures.in(directory);

        assertThat(operators.rejected()).singleElement().satisfies(fault -> assertThat(fault.cause())
                .contains("case-prefix: TWL"));
        assertThat(operators.all()).hasSize(5);
    }

    @Test
    void only_the_operators_named_start_and_a_name_without_profile_is_a_fault() {
        var operators = Fixtures.in(directory, "twelve", "nobody");

        assertThat(operators.all()).extracting(profile -> profile.key().value()).containsExactly("twelve");
        assertThat(operators.rejected()).extracting(RejectedOperator::key).containsExactly("nobody");
    }

    @Test
    void directory_that_does_not_exist_stops_the_start() {
        assertThatThrownBy(() -> Fixtures.in(directory.resolve("nowhere")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("qupiya.operator-dir");
    }

    @Test
    void event_endpoint_may_have_identifiers_over_https() throws IOException {
        write(
                "zvonobot",
                shipped("zvonobot")
                        .replace(
                                "events: []",
                                "events: [{name: crm, url: \"https://crm.example.kz/e\", allow-identifiers: true}]"));

        assertThat(Fixtures.in(directory).get(new OperatorKey("zvonobot")).events())
                .isEqualTo(List.of(new EventEndpoint("crm", java.net.URI.create("https://crm.example.kz/e"), true)));
    }

    private void write(String key, String yaml) throws IOException {
        Files.createDirectories(directory.resolve(key));
        Files.writeString(directory.resolve(key).resolve("profile.yaml"), yaml);
    }

    private static String shipped(String key) throws IOException {
        return new ClassPathResource("operators/" + key + "/profile.yaml").getContentAsString(StandardCharsets.UTF_8);
    }
}
