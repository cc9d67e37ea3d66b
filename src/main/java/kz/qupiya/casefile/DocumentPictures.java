package kz.qupiya.casefile;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import kz.qupiya.casefile.Documents.Picture;
import kz.qupiya.casefile.Documents.Pictures;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.TooManyRequestsException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Draws documents as plain pictures, so that staff look at a stranger's file without their browser ever reading it: no script, form or link of a PDF and nothing that
 * hides in a picture comes through. Files are hostile until proved otherwise, so drawing is bound in number at a time, in time and in pixels, and writes no file.
 */
@Component
class DocumentPictures implements DisposableBean {

    /** Pages of one answer. */
    static final int AT_ONCE = 4;

    private static final int AT_A_TIME = 2;
    private static final int WAITING = 16;
    private static final long SECONDS = 20;

    /** The longer side, in pixels: enough to read a page of text. */
    private static final int SIDE = 1_600;

    private static final float INCH = 72;
    private static final float MOST_DPI = 200;

    /** A picture of more pixels than any camera takes is made to exhaust who opens it. */
    private static final long MOST_PIXELS = 250_000_000;

    /** Above this a page is a photograph, for which JPEG is smaller. */
    private static final int LARGE_PNG = 300 * 1024;

    private static final float QUALITY = 0.85f;

    private final ThreadPoolExecutor workers;

    DocumentPictures() {
        workers = new ThreadPoolExecutor(
                AT_A_TIME, AT_A_TIME, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    var thread = new Thread(work, "document-pictures");
                    thread.setDaemon(true);
                    thread.setPriority(Thread.MIN_PRIORITY);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
    }

    /**
     * Pages of a document, or the picture that it is.
     *
     * @param from number of the first page wanted, from 1
     * @throws ConflictException if the file is damaged, protected by a password, too large to draw, or has no such page
     * @throws TooManyRequestsException if too many wait already
     */
    Pictures of(byte[] content, String mediaType, int from) {
        try {
            var drawing = workers.submit(drawing(content, mediaType, from));
            try {
                return drawing.get(SECONDS, TimeUnit.SECONDS);
            } finally {
                drawing.cancel(true);
            }
        } catch (RejectedExecutionException e) {
            throw new TooManyRequestsException("casefile.document.busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyRequestsException("casefile.document.busy");
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            // the cause may quote the file
            throw new ConflictException("casefile.document.no-picture");
        }
    }

    private static Callable<Pictures> drawing(byte[] content, String mediaType, int from) {
        return () -> FileTypes.PDF.equals(mediaType) ? pdf(content, from) : image(content, from);
    }

    private static Pictures pdf(byte[] content, int from) throws IOException {
        try (var document = Loader.loadPDF(content, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            var renderer = new PDFRenderer(document);
            renderer.setSubsamplingAllowed(true);
            int pages = document.getNumberOfPages();
            var shown = new ArrayList<Picture>();
            for (int page = require(from, pages); page <= Math.min(pages, from + AT_ONCE - 1); page++) {
                var box = document.getPage(page - 1).getCropBox();
                float longer = Math.max(1, Math.max(box.getWidth(), box.getHeight()));
                float dpi = Math.min(MOST_DPI, SIDE * INCH / longer);
                shown.add(picture(page, renderer.renderImageWithDPI(page - 1, dpi, ImageType.RGB)));
            }
            return new Pictures(pages, List.copyOf(shown));
        }
    }

    private static Pictures image(byte[] content, int from) throws IOException {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            var readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new IOException("no reader");
            }
            var reader = readers.next();
            try {
                reader.setInput(input);
                int pages = reader.getNumImages(true);
                var shown = new ArrayList<Picture>();
                for (int page = require(from, pages); page <= Math.min(pages, from + AT_ONCE - 1); page++) {
                    shown.add(picture(page, small(reader, page - 1)));
                }
                return new Pictures(pages, List.copyOf(shown));
            } finally {
                reader.dispose();
            }
        }
    }

    private static int require(int from, int pages) throws IOException {
        if (from < 1 || from > pages) {
            throw new IOException("no such page");
        }
        return from;
    }

    /** Reads no more pixels than are shown: a small file may unpack to a huge picture. */
    private static BufferedImage small(ImageReader reader, int index) throws IOException {
        long width = reader.getWidth(index);
        long height = reader.getHeight(index);
        if (width * height > MOST_PIXELS) {
            throw new IOException("too many pixels");
        }
        int step = (int) Math.max(1, (Math.max(width, height) + SIDE - 1) / SIDE);
        var how = reader.getDefaultReadParam();
        how.setSourceSubsampling(step, step, 0, 0);
        return reader.read(index, how);
    }

    private static Picture picture(int page, BufferedImage drawn) throws IOException {
        // on white, and without whatever the source carried beside its pixels
        var plain = new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = plain.createGraphics();
        pen.drawImage(drawn, 0, 0, Color.WHITE, null);
        pen.dispose();
        var png = written(plain, "png");
        var content = png.length > LARGE_PNG ? written(plain, "jpeg") : png;
        return new Picture(
                page, plain.getWidth(), plain.getHeight(), content == png ? "image/png" : "image/jpeg", content);
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format)
                .next();
        try (var output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            var how = writer.getDefaultWriteParam();
            if ("jpeg".equals(format)) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
