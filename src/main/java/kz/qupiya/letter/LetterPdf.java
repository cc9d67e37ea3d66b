package kz.qupiya.letter;

import com.openhtmltopdf.extend.FSTextBreaker;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Objects;
import java.util.logging.Level;
import org.springframework.stereotype.Component;

/**
 * Prints the HTML of a letter. The fonts are embedded (as subsets), because the standard fonts of PDF have no Kazakh letters; nothing is loaded from anywhere else.
 */
@Component
final class LetterPdf implements PdfPrinter {

    private static final String FAMILY = "Noto Serif";

    LetterPdf() {
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
    }

    @Override
    public byte[] print(String html) {
        var out = new ByteArrayOutputStream();
        var builder = new PdfRendererBuilder();
        builder.useFont(() -> font("NotoSerif-Regular.ttf"), FAMILY, 400, FontStyle.NORMAL, true);
        builder.useFont(() -> font("NotoSerif-Bold.ttf"), FAMILY, 700, FontStyle.NORMAL, true);
        builder.usePdfUaAccessibility(true);
        builder.useUriResolver((base, uri) -> null);
        builder.useUnicodeLineBreaker(new UnbrokenNumbers());
        builder.withHtmlContent(html, null);
        builder.toStream(out);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static InputStream font(String file) {
        return Objects.requireNonNull(LetterPdf.class.getResourceAsStream("/fonts/" + file), "font " + file);
    }

    /**
     * Breaks lines as Unicode says, but not inside of what a reader takes in at once: «25-бабы», «94-V», «14:05», the number of a case. Markup around those would do too, but
     * would mix up the order of the text for screen readers.
     */
    private static final class UnbrokenNumbers implements FSTextBreaker {

        private final BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        private String text = "";

        @Override
        public int next() {
            int next = breaks.next();
            while (next != BreakIterator.DONE && next < text.length() && insideNumber(next)) {
                next = breaks.next();
            }
            return next;
        }

        @Override
        public void setText(String newText) {
            text = newText;
            breaks.setText(newText);
        }

        private boolean insideNumber(int position) {
            if (position < 2) {
                return false;
            }
            if (text.charAt(position - 1) == ':') {
                return Character.isDigit(text.charAt(position - 2)) && Character.isDigit(text.charAt(position));
            }
            return text.charAt(position - 1) == '-'
                    && Character.isLetterOrDigit(text.charAt(position))
                    && (Character.isDigit(text.charAt(position - 2)) || Character.isDigit(text.charAt(position)));
        }
    }
}
