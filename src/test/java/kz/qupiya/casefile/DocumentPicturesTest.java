package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import kz.qupiya.casefile.Documents.Picture;
import kz.qupiya.problem.ConflictException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A document shown as pictures")
class DocumentPicturesTest {

    private final DocumentPictures pictures = new DocumentPictures();

    @AfterEach
    void close() {
        pictures.destroy();
    }

    @Test
    @DisplayName("is drawn page by page, a few at once, each from its own page")
    void pages() throws IOException {
        var pdf = pdf(6, null);
        var first = pictures.of(pdf, "application/pdf", 1);
        assertThat(first.pages()).isEqualTo(6);
        assertThat(first.shown()).extracting(Picture::page).containsExactly(1, 2, 3, 4);
        var rest = pictures.of(pdf, "application/pdf", 5);
        assertThat(rest.shown()).extracting(Picture::page).containsExactly(5, 6);
        for (Picture one : rest.shown()) {
            var drawn = ImageIO.read(new ByteArrayInputStream(one.content()));
            assertThat(Math.max(drawn.getWidth(), drawn.getHeight())).isBetween(1_500, 1_601);
            // the page of number n has a black square at n tenths of its height
            int y = drawn.getHeight() - drawn.getHeight() * one.page() / 10;
            assertThat(new Color(drawn.getRGB(drawn.getWidth() / 2, y))).isEqualTo(Color.BLACK);
            assertThat(new Color(drawn.getRGB(drawn.getWidth() / 2, drawn.getHeight() * 2 / 10)))
                    .isEqualTo(Color.WHITE);
        }
    }

    @Test
    @DisplayName("carries nothing of its source but pixels")
    void onlyPixels() throws IOException {
        var image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_ARGB);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        var tail = "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
        bytes.write(tail);
        var shown = pictures.of(bytes.toByteArray(), "image/png", 1).shown().get(0);
        assertThat(shown.mediaType()).isEqualTo("image/png");
        assertThat(new String(shown.content(), StandardCharsets.ISO_8859_1)).doesNotContain("script");
        var drawn = ImageIO.read(new ByteArrayInputStream(shown.content()));
        assertThat(drawn.getWidth()).isEqualTo(40);
        assertThat(new Color(drawn.getRGB(5, 5)))
                .as("transparent is shown on white")
                .isEqualTo(Color.WHITE);
    }

    @Test
    @DisplayName("of many pixels is shown smaller, and a photograph not as a PNG")
    void large() throws IOException {
        var image = new BufferedImage(5_000, 2_500, BufferedImage.TYPE_INT_RGB);
        var random = new java.util.Random(7);
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        var shown = pictures.of(bytes.toByteArray(), "image/jpeg", 1).shown().get(0);
        assertThat(shown.width()).isBetween(1_200, 1_600);
        assertThat(shown.height()).isBetween(600, 800);
        assertThat(shown.mediaType()).isEqualTo("image/jpeg");
    }

    @Test
    @DisplayName(
            "that is damaged, protected, boundless or has no such page is refused with a code and nothing of the file")
    void refused() throws IOException {
        var pdf = pdf(1, null);
        refused(Arrays.copyOf(pdf, 40), "application/pdf", 1);
        refused(pdf(1, "secret"), "application/pdf", 1);
        refused(pdf, "application/pdf", 2);
        refused(pdf, "application/pdf", 0);
        refused("no picture".getBytes(StandardCharsets.US_ASCII), "image/png", 1);
        refused(boundless(), "image/png", 1);
        assertThat(pictures.of(pdf, "application/pdf", 1).pages()).isOne();
    }

    private void refused(byte[] content, String mediaType, int from) {
        assertThatThrownBy(() -> pictures.of(content, mediaType, from))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("casefile.document.no-picture")
                .hasNoCause();
    }

    /** A picture that says it is 60,000 pixels wide and high. */
    private static byte[] boundless() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
        var png = bytes.toByteArray();
        for (int at : new int[] {16, 20}) {
            png[at + 2] = (byte) 0xEA;
            png[at + 3] = 0x60;
        }
        var crc = new java.util.zip.CRC32();
        crc.update(png, 12, 17);
        for (int i = 0; i < 4; i++) {
            png[29 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
        }
        return png;
    }

    private static byte[] pdf(int pages, String password) throws IOException {
        try (var document = new PDDocument()) {
            for (int n = 1; n <= pages; n++) {
                var page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (var pen = new PDPageContentStream(document, page)) {
                    pen.addRect(PDRectangle.A4.getWidth() / 2 - 15, PDRectangle.A4.getHeight() * n / 10 - 15, 30, 30);
                    pen.fill();
                }
            }
            document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)"));
            if (password != null) {
                document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            }
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }
}
