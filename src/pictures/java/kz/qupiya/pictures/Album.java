package kz.qupiya.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** Where the pictures of the documentation go: as PNG with a palette, a third of the size that a browser's has, and no difference that an eye sees. */
final class Album {

    private static final Path FOLDER = Path.of("src", "docs", "pictures");
    private static final int LARGEST = 250 * 1024;
    private static final int COLOURS = 256;

    /** Between two sheets that lie on a desk. */
    private static final int GAP = 4;

    private static final int MARGIN = 28;

    private static final Color DESK = new Color(0xcb, 0xd5, 0xe1);

    private Album() {}

    /** Keeps a picture as {@code <name>.png}; fails if it is too large for a page that people load over a telephone. */
    static void keep(String name, byte[] png) throws IOException {
        keep(name, ImageIO.read(new ByteArrayInputStream(png)));
    }

    /** @see #keep(String, byte[]) */
    static void keep(String name, BufferedImage picture) throws IOException {
        var small = written(indexed(picture));
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(name + ".png"), small);
        assertThat(small.length).as("bytes of " + name).isLessThan(LARGEST);
    }

    /** Keeps a page of a document, as it comes out of the printer. */
    static void keepPage(String name, byte[] pdf, int page, float dpi) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            keep(name, new PDFRenderer(document).renderImageWithDPI(page, dpi, ImageType.RGB));
        }
    }

    /** Keeps two sheets beside each other. */
    static void keepBeside(String name, byte[] first, byte[] second) throws IOException {
        var one = ImageIO.read(new ByteArrayInputStream(first));
        var other = ImageIO.read(new ByteArrayInputStream(second));
        int left = one.getWidth() + 2 * MARGIN;
        var both = new BufferedImage(
                left + GAP + other.getWidth() + 2 * MARGIN,
                Math.max(one.getHeight(), other.getHeight()) + 2 * MARGIN,
                BufferedImage.TYPE_INT_RGB);
        var pen = both.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, both.getWidth(), both.getHeight());
        pen.setColor(DESK);
        pen.fillRect(left, 0, GAP, both.getHeight());
        pen.drawImage(one, MARGIN, MARGIN, null);
        pen.drawImage(other, left + GAP + MARGIN, MARGIN, null);
        pen.dispose();
        keep(name, both);
    }

    private static byte[] written(BufferedImage picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        try (var output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(0); // of deflate: the smallest file
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage indexed(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel & 0xffffff, 1, Integer::sum);
        }
        int[] palette = palette(counts);
        var reds = new byte[palette.length];
        var greens = new byte[palette.length];
        var blues = new byte[palette.length];
        for (int i = 0; i < palette.length; i++) {
            reds[i] = (byte) (palette[i] >> 16);
            greens[i] = (byte) (palette[i] >> 8);
            blues[i] = (byte) palette[i];
        }
        var small = new BufferedImage(
                width,
                height,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, reds, greens, blues));
        var places = new HashMap<Integer, Integer>();
        var raster = small.getRaster();
        for (int i = 0; i < pixels.length; i++) {
            int place =
                    places.computeIfAbsent(pixels[i] & 0xffffff, colour -> nearest(palette, palette.length, colour));
            raster.setSample(i % width, i / width, 0, place);
        }
        return small;
    }

    /** The commonest colours that lie apart from each other, by the smallest distance at which they are few enough. */
    private static int[] palette(Map<Integer, Integer> counts) {
        int[] commonest = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .mapToInt(Map.Entry::getKey)
                .toArray();
        for (int apart = 0; ; apart = Math.max(1, apart * 3 / 2 + 1)) {
            var chosen = new int[COLOURS];
            int size = 0;
            for (int colour : commonest) {
                if (size == 0 || distance(chosen[nearest(chosen, size, colour)], colour) > apart) {
                    if (size == COLOURS) {
                        size++;
                        break;
                    }
                    chosen[size++] = colour;
                }
            }
            if (size <= COLOURS) {
                return Arrays.copyOf(chosen, size);
            }
        }
    }

    private static int nearest(int[] palette, int size, int colour) {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (distance(palette[i], colour) < distance(palette[best], colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xff) - (other >> 16 & 0xff);
        int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
        int blue = (one & 0xff) - (other & 0xff);
        return 2 * red * red + 4 * green * green + 3 * blue * blue;
    }
}
