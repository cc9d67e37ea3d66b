package kz.qupiya.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kz.qupiya.letter.LetterLanguage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A notice")
class NoticeFormTest {

    private static final String CODE = "7K2M-9QXR-4T8V-B3NC";
    private static final Session SESSION = Session.getInstance(new Properties());
    private final NoticeForm form = form(CampaignHouse.TEXTS, "https://requests.example");

    private static NoticeForm form(Map<String, NoticeText> texts, String url) {
        var byLanguage = new LinkedHashMap<LetterLanguage, NoticeText>();
        texts.forEach((tag, text) -> byLanguage.put(LetterLanguage.of(tag), text));
        return new NoticeForm(CampaignHouse.HEAD, byLanguage, new NoticeWords(), url);
    }

    @Test
    @DisplayName("is in the person's language, and in all of them where it is not known")
    void languages() {
        var russian = form.write("ru", "Айгүл", CODE);
        assertThat(russian.subject()).isEqualTo("О нарушении безопасности Ваших персональных данных");
        assertThat(russian.text())
                .contains("Здравствуйте, Айгүл!", "Ваш код: " + CODE, "https://requests.example/notice/" + CODE)
                .contains("ТОО «Звонобот»", "БИН 250640020303")
                .doesNotContain("Сәлеметсіз", "=====");
        var kazakh = form.write("kk", "Айгүл", CODE);
        assertThat(kazakh.html())
                .contains("Сәлеметсіз бе, Айгүл!", "lang=\"kk\"")
                .doesNotContain("Здравствуйте");
        for (var tag : new String[] {null, "en", "zz"}) {
            var both = form.write(tag, null, CODE);
            assertThat(both.languages()).containsExactly(LetterLanguage.KK, LetterLanguage.RU);
            assertThat(both.subject()).startsWith("Дербес деректеріңіздің").contains(" / О нарушении");
            assertThat(both.text()).contains("Сәлеметсіз бе!", "Здравствуйте!", "преимущественное значение");
        }
    }

    @Test
    @DisplayName("greets by name where the text says so, and does well without one")
    void name() {
        var text = new NoticeText("Тема", List.of("Уважаемый клиент, {name}! Мы пишем Вам.", "И ещё: {name}."));
        var named = form(Map.of("ru", text, "kk", text), "https://x.example").write("ru", "Ерлан", CODE);
        assertThat(named.text())
                .contains("Уважаемый клиент, Ерлан! Мы пишем Вам.", "И ещё: Ерлан.")
                .doesNotContain("Здравствуйте");
        var unnamed = form(Map.of("ru", text, "kk", text), "https://x.example").write("ru", " ", CODE);
        assertThat(unnamed.text()).contains("Уважаемый клиент! Мы пишем Вам.");
        assertThat(unnamed.html()).doesNotContain("{name}", "null");
    }

    @Test
    @DisplayName("lets no name and no text write markup, lines or headers of its own")
    void injection() throws Exception {
        var evil = "<b>x</b>\r\nBcc: all@example.kz\uE006{code}";
        var written = form.write("ru", evil, CODE);
        assertThat(written.html()).contains("&lt;b&gt;x&lt;/b&gt;").doesNotContain("<b>x</b>");
        var mail = read(message(written, "person@example.kz"));
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        for (var bad : List.of(
                "no-address",
                "@example.kz",
                "a@",
                "a@b\r\nBcc: x@y.kz",
                "a b@example.kz",
                "a@exa mple.kz",
                "адрес@example.kz",
                "a@b.kz, c@d.kz",
                "x".repeat(300) + "@example.kz")) {
            assertThatThrownBy(() -> message(written, bad)).as(bad).isInstanceOf(MessagingException.class);
        }
        assertThat(NoticeMessage.address(" Person@почта.қаз ").getAddress())
                .isEqualTo("Person@xn--80a1acny.xn--80ao21a");
    }

    @Test
    @DisplayName("is a mail of two alternatives to one person, by whom answering machines are not called")
    void mail() throws Exception {
        var written = form.write(null, "Сатыбалдыұлы Ерлан", CODE);
        var mail = read(message(written, "person@example.kz"));
        assertThat(mail.getMessageID()).isEqualTo("<0123456789012345678901234567890123456789@zvonobot.example>");
        assertThat(mail.getSubject()).isEqualTo(written.subject());
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("person@example.kz");
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("«Звонобот» ЖШС");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Content-Language")).containsExactly("kk, ru");
        assertThat(mail.getSentDate()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        var parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
        assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                .isEqualTo(written.text());
        assertThat(parts.getBodyPart(1).isMimeType("text/html")).isTrue();
        assertThat(parts.getBodyPart(1).getContent().toString().replace("\r\n", "\n"))
                .isEqualTo(written.html());
        assertThat(raw(message(written, "person@example.kz")).lines())
                .allMatch(line -> line.length() <= 200 && line.chars().allMatch(c -> c < 127));
    }

    @Test
    @DisplayName("says by SMS who writes, about what and where to answer")
    void sms() {
        assertThat(form.sms("ru", CODE))
                .isEqualTo(
                        "ТОО «Звонобот»: О нарушении безопасности Ваших персональных данных. Подтвердить получение или сообщить о "
                                + "злоупотреблении: https://requests.example/notice/" + CODE);
        assertThat(form(CampaignHouse.TEXTS, null).sms("kk", CODE)).endsWith(CODE);
        assertThat(form(CampaignHouse.TEXTS, null).write("ru", null, CODE).text())
                .contains(CODE)
                .doesNotContain("/notice/");
    }

    private static NoticeMessage message(NoticeForm.Written written, String to) throws MessagingException {
        return new NoticeMessage(
                SESSION,
                to,
                "bounces+token@zvonobot.example",
                "<0123456789012345678901234567890123456789@zvonobot.example>",
                written,
                Instant.parse("2026-11-21T10:00:00Z"));
    }

    private static String raw(NoticeMessage message) throws Exception {
        var out = new ByteArrayOutputStream();
        message.writeTo(out, new String[0]);
        return out.toString(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static MimeMessage read(NoticeMessage message) throws Exception {
        return new MimeMessage(
                SESSION, new ByteArrayInputStream(raw(message).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
}
