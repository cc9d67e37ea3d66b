package kz.qupiya.affected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A file of people")
class PeopleFilesTest {

    private static final String TWO =
            "iin,phone,name,language\n850515499993,8 701 000 00 01,Айгүл,kk\n,+77010000002,\"Петров, Пётр\",ru\n";

    private record Taken(
            long line, List<String> values, @Nullable String name, @Nullable String language, List<String> faults) {}

    @Test
    @DisplayName("is read as systems write it: quotes, empty fields, names in any case")
    void plain() {
        assertThat(csv(TWO))
                .containsExactly(
                        new Taken(2, List.of("850515499993", "+77010000001"), "Айгүл", "kk", List.of()),
                        new Taken(3, List.of("+77010000002"), "Петров, Пётр", "ru", List.of()));
        assertThat(csv("Phone,FULLNAME\n+77010000002,  Иванов \t Иван  \n"))
                .containsExactly(new Taken(2, List.of("+77010000002"), "Иванов Иван", null, List.of()));
    }

    @Test
    @DisplayName("is read as spreadsheets write it: byte order mark, semicolons, tabs, CRLF, UTF-16, empty lines")
    void spreadsheets() {
        var expected = csv(TWO);
        assertThat(csv("\uFEFF" + TWO)).isEqualTo(expected);
        assertThat(csv(TWO.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(csv(TWO.replace(',', ';').replace("Петров;", "Петров,"))).isEqualTo(expected);
        assertThat(csv(TWO.replace(',', '\t').replace("Петров\t", "Петров,"))).isEqualTo(expected);
        assertThat(read(("\uFEFF" + TWO).getBytes(StandardCharsets.UTF_16LE))).isEqualTo(expected);
        assertThat(read(TWO.getBytes(StandardCharsets.UTF_16))).isEqualTo(expected);
        assertThat(csv(TWO + "\n\n").subList(0, 2)).isEqualTo(expected);
        assertThat(csv("phone\n+77010000002")).hasSize(1);
    }

    @Test
    @DisplayName("tells what is wrong with a line and keeps who is named by something else")
    void faults() {
        assertThat(csv("iin,phone,language\n850515499994,+77010000001,fr\n850515499994,,\n,,\n1,2,3,4\n,12,ru\n"))
                .containsExactly(
                        new Taken(
                                2,
                                List.of("+77010000001"),
                                null,
                                null,
                                List.of("iin subject.iin.check-digit", "language affected.line.language")),
                        new Taken(3, List.of(), null, null, List.of("iin subject.iin.check-digit")),
                        new Taken(4, List.of(), null, null, List.of("subject subject.identifier.missing")),
                        new Taken(5, List.of(), null, null, List.of(" affected.line.columns")),
                        new Taken(6, List.of(), null, "ru", List.of("phone subject.phone.invalid")));
        assertThat(csv("phone,name\n+77010000001," + "x".repeat(301) + "\n"))
                .containsExactly(
                        new Taken(2, List.of("+77010000001"), null, null, List.of("fullName subject.name.invalid")));
    }

    @Test
    @DisplayName("that cannot be read is refused with the reason, and never half understood")
    void refused() {
        assertThat(refusal("".getBytes(StandardCharsets.UTF_8))).containsExactly(" affected.load.header-missing");
        assertThat(refusal(utf8("\uFEFF"))).containsExactly(" affected.load.header-missing");
        assertThat(refusal(utf8("phone,iban,phone\n")))
                .containsExactly("column[2] affected.load.column-unknown", "column[3] affected.load.column-twice");
        assertThat(refusal(utf8("name,language\nA,ru\n"))).containsExactly(" affected.load.no-identifier");
        assertThat(refusal(utf8("850515499993,+77010000001\n")))
                .as("a file without header does not give its first person away")
                .containsExactly("column[1] affected.load.column-unknown", "column[2] affected.load.column-unknown");
        assertThat(refusal(TWO.getBytes(Charset.forName("windows-1251")))).containsExactly(" affected.load.encoding");
        assertThat(refusal(utf8("phone,name\n+77010000001,\"never closed\n" + "x\n".repeat(200_000))))
                .containsExactly(" affected.load.malformed");
        assertThat(refusal(utf8("phone\n+77010000001\n" + "7".repeat(10_000_000) + "\n")))
                .as("a line of ten megabytes")
                .containsExactly(" affected.load.malformed");
        var broken =
                new SequenceInputStream(new ByteArrayInputStream(utf8("phone\n+77010000001\n")), new InputStream() {
                    @Override
                    public int read() throws java.io.IOException {
                        throw new java.io.IOException("gone");
                    }
                });
        var e = catchThrowableOfType(InvalidInputException.class, () -> new CsvPeople(broken).read(ignore()));
        assertThat(e.violations().get(0).code()).isEqualTo("affected.load.broken");
    }

    @Test
    @DisplayName("has one hash, whoever sends it, and none until it is wholly read")
    void hash() {
        var one = AffectedKit.csv(TWO);
        assertThat(one.sha256()).isNull();
        one.read(ignore());
        var other = AffectedKit.csv(TWO);
        other.read(ignore());
        assertThat(one.sha256()).hasSize(64).isEqualTo(other.sha256());
    }

    @Test
    @DisplayName("may be JSON: an array, or an object after the other")
    void json() {
        var expected = List.of(
                new Taken(1, List.of("850515499993", "+77010000001"), "Айгүл", "kk", List.of()),
                new Taken(2, List.of("+77010000002"), null, null, List.of()));
        var first = "{\"iin\":\"850515499993\",\"phone\":\"87010000001\",\"name\":\"Айгүл\",\"language\":\"kk\"}";
        var second = "{\"phone\":\"+77010000002\",\"name\":null}";
        assertThat(json("[" + first + "," + second + "]")).isEqualTo(expected);
        assertThat(json(first + "\n" + second + "\n")).isEqualTo(expected);
        assertThat(json("[]")).isEmpty();
        assertThat(json("[{\"iin\": 850515499993, \"phone\": \"+77010000002\"}]"))
                .containsExactly(new Taken(1, List.of(), null, null, List.of("iin problem.field.invalid")));
    }

    @Test
    @DisplayName("of bad JSON is refused with the place")
    void badJson() {
        assertThat(jsonRefusal("")).isEqualTo("problem.body.missing");
        assertThat(jsonRefusal("17")).isEqualTo("affected.load.json");
        assertThat(jsonRefusal("[{\"phone\":\"+77010000002\"}")).isEqualTo("affected.load.json");
        assertThat(jsonRefusal("[{\"phone\":\"+77010000002\"},[]]")).isEqualTo("affected.load.json");
        assertThat(jsonRefusal("[{\"phone\":\"+77010000002\"}] x")).isEqualTo("affected.load.json");
        assertThat(jsonRefusal("[{\"telephone\":\"+77010000002\"}]")).isEqualTo("affected.load.field-unknown");
        assertThat(jsonRefusal("{\"phone\":\"" + "7".repeat(10_000) + "\"}")).isEqualTo("affected.load.json");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Taken> csv(String text) {
        return read(utf8(text));
    }

    private static List<Taken> read(byte[] bytes) {
        return all(new CsvPeople(new ByteArrayInputStream(bytes)));
    }

    private static List<Taken> json(String text) {
        return all(open(text));
    }

    private static PeopleSource open(String text) {
        return JsonPeople.open(new ByteArrayInputStream(utf8(text)), parser -> {
            throw new AssertionError("no query");
        });
    }

    private static List<Taken> all(PeopleSource source) {
        List<Taken> taken = new ArrayList<>();
        source.read((line, identifiers, name, language, faults) -> taken.add(new Taken(
                line,
                identifiers.stream().map(Identifier::value).toList(),
                name,
                language,
                faults.stream().map(PeopleFilesTest::text).toList())));
        return taken;
    }

    private static List<String> refusal(byte[] bytes) {
        return catchThrowableOfType(InvalidInputException.class, () -> new CsvPeople(new ByteArrayInputStream(bytes))
                        .read(ignore()))
                .violations()
                .stream()
                .map(PeopleFilesTest::text)
                .toList();
    }

    private static String jsonRefusal(String text) {
        return catchThrowableOfType(
                        InvalidInputException.class, () -> open(text).read(ignore()))
                .violations()
                .get(0)
                .code();
    }

    private static PeopleSource.Taker ignore() {
        return (line, identifiers, name, language, faults) -> {};
    }

    private static String text(Violation violation) {
        return violation.field() + " " + violation.code();
    }
}
