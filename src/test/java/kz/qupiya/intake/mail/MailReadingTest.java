package kz.qupiya.intake.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kz.qupiya.intake.mail.ParsedMail.LeftOut;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a mail, however it is made, and what its headers say about who wrote it. */
@DisplayName("A mail")
class MailReadingTest {

    private static final String ADDRESS = "kazakhstan@zvonobot.kz";

    private static ParsedMail parse(String mail) {
        return MailParser.parse(mail.getBytes(UTF_8), false);
    }

    private static MailHeaders headers(String headers) {
        return MailParser.headers((headers + "\r\n\r\nтекст").getBytes(UTF_8));
    }

    private static String setAside(String headers) {
        return MailKind.setAside(
                        headers(headers), ADDRESS::equals, address -> address.contains("+abcdefghijklmnopqrstuvwxyz@"))
                .orElse("");
    }

    @ParameterizedTest
    @DisplayName("that nobody wrote is told by its headers")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "From: a@example.kz                                        | -",
                "From: a@example.kz; Auto-Submitted: no                    | -",
                "From: a@example.kz; Auto-Submitted: NO (really)           | -",
                "From: a@example.kz; Auto-Submitted: auto-replied          | auto-submitted",
                "From: a@example.kz; Auto-Submitted: auto-generated, x=y   | auto-submitted",
                "From: a@example.kz; Precedence: first-class               | -",
                "From: a@example.kz; Precedence: Bulk                      | precedence",
                "From: a@example.kz; precedence: junk                      | precedence",
                "From: a@example.kz; Precedence: list                      | precedence",
                "From: a@example.kz; Precedence: auto_reply                | precedence",
                "From: a@example.kz; X-Autoreply: yes                      | auto-reply",
                "From: a@example.kz; X-Autorespond: Out of office          | auto-reply",
                "From: a@example.kz; X-Auto-Response-Suppress: All         | auto-reply",
                "From: a@example.kz; List-Id: <news.example.kz>            | list",
                "From: a@example.kz; List-Unsubscribe: <mailto:u@x.kz>     | list",
                "From: a@example.kz; Return-Path: <a@example.kz>           | -",
                "From: a@example.kz; Return-Path: <>                       | empty-return-path",
                "From: a@example.kz; Return-Path: < >                      | empty-return-path",
                "From: MAILER-DAEMON@example.kz                            | mail-daemon",
                "From: Mail <postmaster@example.kz>                        | mail-daemon",
                "From: kazakhstan@zvonobot.kz                              | own-address",
                "From: a@x.kz; Content-Type: multipart/report; boundary=x  | report",
                "From: a@x.kz; To: i+abcdefghijklmnopqrstuvwxyz@z.kz       | to-return-path",
                "Subject: nothing else                                     | -",
            })
    void automatic(String headers, String reason) {
        // A semicolon parts headers here; that of the content type is one of its own.
        var lines = headers.replace("report; boundary", "report\u0000 boundary")
                .replace("; ", "\r\n")
                .replace('\u0000', ';');
        assertThat(setAside(lines)).isEqualTo(reason == null ? "" : reason);
    }

    @ParameterizedTest
    @DisplayName(
            "withdraws from advertising by its whole subject or by the address of the link, and by nothing less clear")
    @CsvSource(
            delimiter = '|',
            value = {
                "unsubscribe                     | kazakhstan@zvonobot.kz             | true",
                "Unsubscribe!                    | kazakhstan@zvonobot.kz             | true",
                "ОТПИСАТЬСЯ                      | kazakhstan@zvonobot.kz             | true",
                "«Отписаться»                    | kazakhstan@zvonobot.kz             | true",
                "Жарнамадан бас тарту            | kazakhstan@zvonobot.kz             | true",
                "жарнамадан  бас  тарту.         | kazakhstan@zvonobot.kz             | true",
                "Отказ от рекламы                | kazakhstan@zvonobot.kz             | true",
                "anything                        | kazakhstan+unsubscribe@zvonobot.kz | true",
                "anything                        | <unsubscribe@zvonobot.kz>          | true",
                "Re: unsubscribe                 | kazakhstan@zvonobot.kz             | false",
                "How do I unsubscribe?           | kazakhstan@zvonobot.kz             | false",
                "Отписаться и удалить всё        | kazakhstan@zvonobot.kz             | false",
                "Отзыв согласия                  | kazakhstan@zvonobot.kz             | false",
                "anything                        | unsubscribe@elsewhere.kz           | false",
            })
    void unsubscribe(String subject, String to, boolean expected) {
        assertThat(MailKind.unsubscribes(headers("Subject: " + subject + "\r\nTo: " + to), ADDRESS))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @DisplayName("is a claim when its subject begins with saying so")
    @CsvSource(
            delimiter = '|',
            value = {
                "Претензия                                   | true",
                "ПРЕТЕНЗИЯ № 5 от 1 марта                    | true",
                "Re: Fwd: Досудебная претензия               | true",
                "Претензионное письмо                        | true",
                "Наразылық                                   | true",
                "Сотқа дейінгі наразылық, 3-бет              | true",
                "Pre-trial claim                             | true",
                "Претензий не имею                           | false",
                "Ответ на Вашу претензию                     | false",
                "Claim your prize                            | false",
                "Отзыв согласия                              | false",
            })
    void claims(String subject, boolean is) {
        assertThat(MailKind.claims(headers("Subject: " + subject))).as(subject).isEqualTo(is);
    }

    @Test
    @DisplayName("that withdraws may say more, which somebody has to read")
    void saysMore() {
        assertThat(List.of(
                        "",
                        "  \n",
                        "unsubscribe",
                        "Отписаться.\n\n--\nАсель, директор",
                        "> вы писали\n> реклама",
                        "Отправлено с iPhone",
                        "Sent from my iPad"))
                .noneMatch(MailKind::saysMore);
        assertThat(List.of("и удалите мои данные", "unsubscribe\nПочему вы мне звоните?", "> цитата\nВерните деньги"))
                .allMatch(MailKind::saysMore);
    }

    @Test
    @DisplayName("is read with its words, names and files in whatever form they come")
    void ordinary() {
        var mail = parse(
                """
                From: =?utf-8?B?%s?= <Asel@Example.KZ>
                Subject: =?koi8-r?B?%s?=
                 =?utf-8?Q?_=D0=B8_=D0=B5=D1=89=D1=91?=
                References: <1@a> <2@a>
                In-Reply-To: <3@a>
                Content-Type: multipart/mixed; boundary="b=1"

                Preamble
                --b=1
                Content-Type: multipart/alternative; boundary=b=12

                --b=12
                Content-Type: text/html; charset=utf-8

                <p>HTML</p>
                --b=12
                Content-Type: text/plain; charset=windows-1251
                Content-Transfer-Encoding: base64

                %s
                --b=12--
                --b=1
                Content-Type: application/pdf
                Content-Disposition: attachment;
                 filename*0*=utf-8''%%D1%%81%%D0%%BF%%D1%%80;
                 filename*1*=%%D0%%B0%%D0%%B2%%D0%%BA%%D0%%B0.pdf
                Content-Transfer-Encoding: base64

                %s
                --b=1
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                iVBORw0KGgo=
                --b=1--
                """
                        .formatted(
                                base64("Әсел Қызы".getBytes(UTF_8)),
                                base64("Жалоба".getBytes(Charset.forName("koi8-r"))),
                                base64("Прошу ответить".getBytes(Charset.forName("windows-1251"))),
                                base64("%PDF-1.4".getBytes(UTF_8)))
                        .replace("\n", "\r\n"));
        assertThat(mail.headers().sender()).contains("asel@example.kz");
        assertThat(mail.headers().senderName()).contains("Әсел Қызы");
        assertThat(mail.headers().subject()).isEqualTo("Жалоба и ещё");
        assertThat(mail.headers().references()).containsExactly("<3@a>", "<2@a>", "<1@a>");
        assertThat(mail.text()).isEqualTo("Прошу ответить");
        assertThat(mail.attachments())
                .extracting(ParsedMail.Attachment::name)
                .containsExactly("справка.pdf", "№ 2.png");
        assertThat(new String(mail.attachments().get(0).content(), UTF_8)).isEqualTo("%PDF-1.4");
        assertThat(mail.leftOut()).isEmpty();
        assertThat(mail.textCut()).isFalse();
    }

    @Test
    @DisplayName("in HTML is read as text; scripts and what is fetched from elsewhere fall away")
    void html() {
        var mail = parse(
                """
                From: a@example.kz
                Content-Type: text/html; charset=utf-8

                <html><head><title>T</title><style>p {color: red}</style></head><body onload="alert(1)">
                <p>Прошу&nbsp;<b>удалить</b> данные</p><script>alert('x')</script><br>Спасибо
                <img src="https://track.example/x.gif"><iframe src="//evil"></iframe></body></html>
                """);
        assertThat(mail.text().replace('\u00A0', ' '))
                .contains("Прошу удалить данные", "Спасибо")
                .doesNotContain("alert", "color", "track", "evil", "<");
        assertThatCode(() -> parse("Content-Type: text/html\n\n" + "<div><b>".repeat(200_000))
                        .text())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @DisplayName("in a charset that is none is read all the same")
    @ValueSource(strings = {"x-unknown", "utf-99", "\"; drop", "us-ascii", "utf-8", ""})
    void charsets(String charset) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("Content-Type: text/plain; charset=" + charset + "\r\n\r\n").getBytes(UTF_8));
        out.writeBytes("Прошу ответить".getBytes(Charset.forName("windows-1251")));
        assertThat(MailParser.parse(out.toByteArray(), false).text()).isEqualTo("Прошу ответить");
        assertThat(parse("Subject: Привет\r\n\r\nтекст").headers().subject()).isEqualTo("Привет");
    }

    @Test
    @Timeout(20)
    @DisplayName("of a million parts, of endless depth or of headers alone costs little and loses no words")
    void bounded() {
        var parts = parse("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nслова\n" + "--a\n\n".repeat(2_000_000));
        assertThat(parts.text()).isEqualTo("слова");
        assertThat(parts.leftOut()).contains(new LeftOut("", "too-many"));
        var deep = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n\nслова\n--b%d\n".formatted(i, i, i));
        }
        var nested = parse(deep.toString());
        assertThat(nested.text()).contains("слова");
        assertThat(nested.leftOut()).extracting(LeftOut::reason).containsAnyOf("too-deep", "too-many");
        var wide = parse("From: a@example.kz\nX-Long: " + "x".repeat(5_000_000) + "\n" + "X-More: 1\n".repeat(500_000)
                + "\nслова");
        assertThat(wide.text()).isEqualTo("слова");
        assertThat(wide.headers().sender()).contains("a@example.kz");
        var attached = parse("Content-Type: multipart/mixed; boundary=a\n\n"
                + "--a\nContent-Disposition: attachment; filename=a.txt\n\nx\n".repeat(100) + "--a--");
        assertThat(attached.attachments()).hasSize(MailParser.MOST_ATTACHMENTS);
        assertThat(attached.leftOut().size() + attached.leftOutMore()).isEqualTo(80);
        assertThat(parse("Subject: x\n\n" + "я\n".repeat(2_000_000)).textCut()).isTrue();
    }

    @Test
    @DisplayName("that was too large to be read to its end keeps its words and says what is missing")
    void truncated() {
        var whole =
                "From: a@example.kz\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nслова\n--a\nContent-Type: application/pdf; name=big.pdf\n\n"
                        + "x".repeat(1000);
        var mail = MailParser.parse(whole.getBytes(UTF_8), true);
        assertThat(mail.text()).isEqualTo("слова");
        assertThat(mail.attachments()).isEmpty();
        assertThat(mail.leftOut()).containsExactly(new LeftOut("big.pdf", "too-large"));
        var large = parse(
                "Content-Type: application/pdf; name=big.pdf\n\n" + "x".repeat(MailParser.LARGEST_ATTACHMENT + 1));
        assertThat(large.leftOut()).containsExactly(new LeftOut("big.pdf", "too-large"));
    }

    @Test
    @Timeout(30)
    @DisplayName("is never unpacked: a bomb in it is a file among files")
    void bomb() throws Exception {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            var zeros = new byte[1024 * 1024];
            out.putNextEntry(new ZipEntry("bomb"));
            for (int i = 0; i < 1024; i++) {
                out.write(zeros);
            }
            out.closeEntry();
        }
        var started = System.nanoTime();
        var mail = parse("Content-Type: application/zip; name=a.docx\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(zip.toByteArray()));
        assertThat(mail.attachments().get(0).content()).hasSize(zip.size());
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("with a sender made up to write headers of its own has none that could")
    void injection() {
        for (var from : List.of(
                "=?utf-8?Q?a=40example.kz=0D=0ABcc:_b=40example.kz?=",
                "\"x\r\nBcc: b@example.kz\" <a@example.kz\r\n>",
                "a@example.kz\u0000, b",
                "a b c",
                "<<<>>>",
                "@",
                ":;",
                "\"".repeat(5000))) {
            var headers = headers("From: " + from + "\r\nSubject: =?utf-8?Q?x=0D=0ABcc:_b=40example.kz?=");
            headers.sender()
                    .ifPresent(address ->
                            assertThat(address).doesNotContainAnyWhitespaces().matches("[^@]+@[^@]+"));
            assertThat(headers.subject()).doesNotContain("\r", "\n");
            headers.senderName().ifPresent(name -> assertThat(name).doesNotContain("\r", "\n"));
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("of any bytes whatever makes no exception")
    void anything() {
        var random = new Random(104);
        var words = List.of(
                "Content-Type: multipart/mixed; boundary=a\r\n",
                "--a\r\n",
                "--a--",
                "\r\n\r\n",
                "Content-Type: message/rfc822\n\n",
                "Content-Transfer-Encoding: base64\n",
                "Content-Transfer-Encoding: uuencode\n",
                "=?utf-8?B?",
                "?=",
                "<html><",
                "From: \"",
                "charset=\"",
                "; filename*0*=x'",
                "begin 644 a\n",
                "Content-Disposition: attachment; filename=",
                "\u0000",
                "текст",
                "===");
        for (int i = 0; i < 3000; i++) {
            var out = new ByteArrayOutputStream();
            for (int n = random.nextInt(40); n > 0; n--) {
                if (random.nextInt(4) == 0) {
                    var noise = new byte[random.nextInt(30)];
                    random.nextBytes(noise);
                    out.writeBytes(noise);
                } else {
                    out.writeBytes(words.get(random.nextInt(words.size())).getBytes(UTF_8));
                }
            }
            var raw = out.toByteArray();
            var mail = MailParser.parse(raw, random.nextBoolean());
            MailKind.setAside(mail.headers(), address -> false, address -> false);
            MailKind.unsubscribes(mail.headers(), ADDRESS);
            MailKind.saysMore(mail.text());
            mail.headers().references();
            assertThat(mail.toString()).doesNotContain("текст");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
