package kz.qupiya.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Also leaves the PDFs in {@code target/letters}, to be looked at. */
class LetterPdfTest {

    private final LetterRenderer renderer = new LetterRenderer();
    private final LetterPdf printer = new LetterPdf();

    @Test
    void kazakhLettersShowAndCanBeFoundInThePdf() throws Exception {
        try (var pdf = print(
                "kao-request-received", SampleLetters.draft(SampleLetters.KAO, LetterTemplate.REQUEST_RECEIVED))) {
            var text = text(pdf);
            assertThat(text)
                    .contains("Өтініштің қабылданғаны және дербес деректердің бұғатталғаны туралы хабарлама")
                    .contains(
                            "«Дербес деректер және оларды қорғау туралы» Қазақстан Республикасының 2013 жылғы 21 мамырдағы № 94-V")
                    .contains("Айгүл Демонстрационная", "иесіздендіруді", "құқығы")
                    .contains("Уведомление о принятии обращения и блокировании персональных данных")
                    .contains("№ ZVN-2026-000123/1", "Бет / Стр. 1 / ");
            for (var letter : "әғқңөұүһі".toCharArray()) {
                if (letter != 'һ') {
                    assertThat(text).as("letter %s", letter).contains(String.valueOf(letter));
                }
            }
            assertThat(pdf.getDocumentInformation().getTitle()).contains("ZVN-2026-000123", "бұғатталды");
            assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("kk");
            assertFontsEmbedded(pdf);
        }
    }

    @Test
    void aRussianLetterHasItsTitleLanguageAndPageNumbers() throws Exception {
        try (var pdf = print(
                "zvonobot-request-received",
                SampleLetters.draft(SampleLetters.ZVONOBOT, LetterTemplate.REQUEST_RECEIVED))) {
            assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("ru");
            assertThat(text(pdf))
                    .contains(
                            "ТОО «Звонобот Казахстан»",
                            "БИН 181140029019",
                            "Исх. № ZVN-2026-000123/1 от 20 ноября 2026 года")
                    .contains("Стр. 1 / " + pdf.getNumberOfPages())
                    .contains("(подпись)");
            assertFontsEmbedded(pdf);
        }
    }

    @Test
    void whatAnOfficerWroteInLinesIsPrintedInLines() throws Exception {
        try (var pdf =
                print("zvonobot-lines", SampleLetters.draft(SampleLetters.ZVONOBOT, LetterTemplate.REQUEST_ANSWERED))) {
            assertThat(new PDFTextStripper().getText(pdf).lines().map(String::strip))
                    .containsSequence(
                            "Оператор хранит имя, телефон и адрес электронной почты.",
                            "Цель хранения: исполнение договора.");
        }
    }

    @Test
    void everyLetterCanBePrinted() throws Exception {
        for (var template : LetterTemplate.values()) {
            for (var head : List.of(SampleLetters.ZVONOBOT, SampleLetters.KAO)) {
                try (var pdf = print(head.operator() + "-" + template.key(), SampleLetters.draft(head, template))) {
                    assertThat(pdf.getNumberOfPages())
                            .as("pages of %s", template.key())
                            .isBetween(1, 2 * head.languages().size());
                    assertThat(new PDFTextStripper().getText(pdf))
                            .as("times of %s", template.key())
                            .doesNotContainPattern("\\d:\\s*\\R");
                }
            }
        }
    }

    @Test
    void longNamesBreakAndNothingIsCut() throws Exception {
        var head = new Letterhead(
                "kao-solutions",
                new LocalText(
                        "Товарищество с ограниченной ответственностью «Международный вычислительный центр обработки и хранения сведений о транспортных средствах»",
                        "«Көлік құралдары туралы мәліметтерді өңдеу және сақтау халықаралық есептеу орталығы» жауапкершілігі шектеулі серіктестігі"),
                "250640020303",
                new LocalText(
                        "Республика Казахстан, 050000, г. Алматы, Медеуский район, микрорайон Самал-2, проспект Достык, дом 97Б, блок 12, офис 1204",
                        "Қазақстан Республикасы, 050000, Алматы қ., Медеу ауданы, Самал-2 шағын ауданы, Достық даңғылы, 97Б үй, 12-блок, 1204-кеңсе"),
                List.of("+7 727 000 00 00", "+7 701 000 00 00", "+7 777 000 00 00"),
                "very.long.address.of.the.privacy.office@subdomain.example.kz",
                "subdomain.example.kz",
                List.of(LetterLanguage.values()),
                LetterLanguage.RU);
        var draft = new Draft(
                head,
                LetterTemplate.RESULT_DESTROYED_IN_PART,
                head.languages(),
                Addressee.REPRESENTATIVE,
                "Абдрахманова-Серікбайқызы Қарлығаш-Үміт Нұрсұлтанқызы Екатеринбургская-Констан\u00adтинопольская",
                "050000, Республика Казахстан, Алматинская область, Енбекшиказахский район, село Байтерек,\nулица Алмалы-Бәйтерек-Көктөбе, дом 150, корпус 12, квартира 1204",
                "KAO-2026-000999",
                "KAO-2026-000999/12",
                java.time.LocalDate.of(2026, 11, 20),
                SampleLetters.facts(LetterTemplate.RESULT_DESTROYED_IN_PART),
                SampleLetters.vault());
        try (var pdf = print("long-names", draft)) {
            assertThat(text(pdf))
                    .contains(
                            "Нұрсұлтанқызы",
                            "квартира 1204",
                            "office@subdomain.example.kz",
                            "13-бабы 12-тармағының 3)");
            assertFontsEmbedded(pdf);
        }
    }

    private PDDocument print(String name, Draft draft) throws Exception {
        var bytes = printer.print(renderer.render(draft).html());
        var directory = Files.createDirectories(Path.of("target", "letters"));
        Files.write(directory.resolve(name + ".pdf"), bytes);
        return Loader.loadPDF(bytes);
    }

    private static String text(PDDocument pdf) throws Exception {
        return new PDFTextStripper().getText(pdf).replaceAll("[\\s\u00a0]+", " ");
    }

    private static void assertFontsEmbedded(PDDocument pdf) throws Exception {
        var fonts = new ArrayList<String>();
        for (var page : pdf.getPages()) {
            for (var name : page.getResources().getFontNames()) {
                var font = page.getResources().getFont(name);
                assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                fonts.add(font.getName());
            }
        }
        assertThat(fonts).isNotEmpty().allSatisfy(name -> assertThat(name).contains("NotoSerif"));
    }
}
