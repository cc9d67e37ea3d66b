package kz.qupiya.intake.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import kz.qupiya.intake.mail.ParsedMail.Attachment;
import kz.qupiya.intake.mail.ParsedMail.LeftOut;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Reads a mail that anybody may have made up: parts, depth, headers and sizes are bounded, nothing is unpacked or looked up, and nothing throws. It goes over the bytes itself, because a
 * parser of objects makes millions of them of a mail that is nothing but boundaries.
 */
final class MailParser {

    static final int MOST_PARTS = 200;
    static final int MOST_ATTACHMENTS = 20;
    static final int DEEPEST = 12;
    /** As a document of a case. */
    static final int LARGEST_ATTACHMENT = 10 * 1024 * 1024;

    static final int LONGEST_TEXT = 500_000;
    private static final int LONGEST_HTML = 512 * 1024;
    private static final int LONGEST_HEADERS = 256 * 1024;
    private static final int TOLD = 30;

    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\u2028\\u2029&&[^\\n\\r\\t]]");
    private static final Map<String, String> ENDINGS = Map.of(
            "application/pdf", ".pdf",
            "image/jpeg", ".jpg",
            "image/png", ".png",
            "image/tiff", ".tiff",
            "text/plain", ".txt",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");

    private final byte[] raw;
    private final boolean truncated;
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int leftOutMore;
    private int parts;
    private boolean textCut;

    private MailParser(byte[] raw, boolean truncated) {
        this.raw = raw;
        this.truncated = truncated;
    }

    /**
     * Reads a mail.
     *
     * @param truncated whether the mail goes on behind these bytes
     */
    static ParsedMail parse(byte[] raw, boolean truncated) {
        return new MailParser(raw, truncated).read();
    }

    /** The headers of a mail alone. */
    static MailHeaders headers(byte[] raw) {
        int end = endOfHeaders(raw, 0, raw.length);
        return MailHeaders.of(raw, 0, Math.min(end, LONGEST_HEADERS));
    }

    /** Where the content begins, behind the headers and an empty line. */
    static int content(byte[] raw) {
        return afterBlank(raw, endOfHeaders(raw, 0, raw.length), raw.length);
    }

    private ParsedMail read() {
        var text = new StringBuilder();
        var headers = headers(raw);
        part(0, raw.length, 0, text);
        if (truncated && leftOut.isEmpty()) {
            leave("", "too-large");
        }
        return new ParsedMail(headers, tidy(text), textCut, attachments, leftOut, leftOutMore);
    }

    private void part(int from, int to, int depth, StringBuilder text) {
        if (++parts > MOST_PARTS || depth > DEEPEST) {
            leave("", parts > MOST_PARTS ? "too-many" : "too-deep");
            return;
        }
        int end = endOfHeaders(raw, from, to);
        var headers = MailHeaders.of(raw, from, Math.min(end, from + LONGEST_HEADERS));
        int begin = afterBlank(raw, end, to);
        var type = headers.token("content-type");
        var boundary = headers.parameter("content-type", "boundary").orElse("");
        if (type.startsWith("multipart/") && !boundary.isBlank()) {
            several(begin, to, boundary, type.equals("multipart/alternative"), depth, text);
        } else if (type.equals("message/rfc822")) {
            var inner = headers(slice(begin, Math.min(to, begin + LONGEST_HEADERS)));
            append(text, "----- " + inner.subject() + " -----\n");
            part(begin, to, depth + 1, text);
        } else {
            leaf(headers, type, begin, to, text);
        }
    }

    private byte[] slice(int from, int to) {
        return Arrays.copyOfRange(raw, from, to);
    }

    /** The parts between lines of {@code --boundary}. Of alternatives the plain text counts, else the last that says anything. */
    private void several(int from, int to, String boundary, boolean alternative, int depth, StringBuilder text) {
        var mark = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        var best = new StringBuilder();
        boolean plain = false;
        int start = -1;
        for (int line = from; line < to && parts <= MOST_PARTS; line = nextLine(line, to)) {
            if (!isBoundary(line, to, mark)) {
                continue;
            }
            if (start >= 0) {
                var own = alternative ? new StringBuilder() : text;
                boolean isPlain = alternative && isPlain(start, line);
                part(start, withoutLineEnd(start, line), depth + 1, own);
                if (alternative && !own.toString().isBlank() && !plain) {
                    best = own;
                    plain = isPlain;
                }
            }
            start = nextLine(line, to);
            int after = line + mark.length;
            if (after + 1 < to && raw[after] == '-' && raw[after + 1] == '-') {
                start = -1;
                break;
            }
        }
        if (parts > MOST_PARTS) {
            leave("", "too-many");
        } else if (start >= 0 && start < to) {
            // The last boundary is missing: a broken mail, or one that was too large to be read to its end.
            var own = alternative ? new StringBuilder() : text;
            boolean isPlain = alternative && isPlain(start, to);
            part(start, to, depth + 1, own);
            if (alternative && !own.toString().isBlank() && !plain) {
                best = own;
                plain = isPlain;
            }
        }
        if (alternative) {
            append(text, best.toString());
        }
    }

    private boolean isPlain(int from, int to) {
        int end = endOfHeaders(raw, from, to);
        var type =
                MailHeaders.of(raw, from, Math.min(end, from + LONGEST_HEADERS)).token("content-type");
        return type.isEmpty() || type.equals("text/plain");
    }

    private void leaf(MailHeaders headers, String type, int from, int to, StringBuilder text) {
        var name = headers.parameter("content-disposition", "filename")
                .or(() -> headers.parameter("content-type", "name"))
                .map(written -> MailHeaders.line(written, 200))
                .orElse("");
        boolean attached = headers.token("content-disposition").equals("attachment") || !name.isBlank();
        boolean isText = type.isEmpty() || type.equals("text/plain") || type.equals("text/html");
        var encoding = headers.token("content-transfer-encoding");
        if (isText && !attached) {
            text(headers, type.equals("text/html"), encoding, from, to, text);
            return;
        }
        if (from >= to || type.startsWith("multipart/")) {
            return; // an empty part, or parts whose boundary nobody knows
        }
        var told = name.isBlank() ? "№ " + (attachments.size() + 1) + ENDINGS.getOrDefault(type, "") : name;
        if (truncated && to == raw.length) {
            leave(told, "too-large");
        } else if (attachments.size() >= MOST_ATTACHMENTS) {
            leave(told, "too-many");
        } else {
            var content = decoded(encoding, from, to, LARGEST_ATTACHMENT + 1);
            if (content.length() > LARGEST_ATTACHMENT) {
                leave(told, "too-large");
            } else if (content.broken()) {
                leave(told, "broken");
            } else if (content.length() > 0) {
                attachments.add(new Attachment(told, content.bytes()));
            }
        }
    }

    private void text(MailHeaders headers, boolean html, String encoding, int from, int to, StringBuilder text) {
        var content = decoded(encoding, from, to, html ? LONGEST_HTML : 4 * LONGEST_TEXT);
        textCut |= content.cut() || content.broken() || (truncated && to == raw.length);
        var words = words(
                content.bytes(), headers.parameter("content-type", "charset").orElse(""));
        append(text, html ? plain(words) : words);
    }

    private void append(StringBuilder text, String more) {
        if (text.length() > 0 && !more.isBlank()) {
            text.append("\n\n");
        }
        int room = LONGEST_TEXT - text.length();
        if (more.length() > room) {
            textCut = true;
        }
        text.append(more, 0, Math.max(0, Math.min(more.length(), room)));
    }

    private void leave(String name, String reason) {
        if (leftOut.size() < TOLD) {
            var one = new LeftOut(name, reason);
            if (!name.isEmpty() || !leftOut.contains(one)) {
                leftOut.add(one);
            }
        } else {
            leftOutMore++;
        }
    }

    private record Content(byte[] bytes, boolean cut, boolean broken) {
        int length() {
            return bytes.length;
        }
    }

    private Content decoded(String encoding, int from, int to, int limit) {
        var out = new ByteArrayOutputStream(Math.min(limit, Math.max(32, to - from)));
        try (InputStream in = encoding.isEmpty() || encoding.matches("7bit|8bit|binary")
                ? new ByteArrayInputStream(raw, from, to - from)
                : MimeUtility.decode(new ByteArrayInputStream(raw, from, to - from), encoding)) {
            var piece = new byte[8192];
            int read = in.read(piece);
            while (read > 0 && out.size() < limit) {
                out.write(piece, 0, Math.min(read, limit - out.size()));
                read = in.read(piece);
            }
            return new Content(out.toByteArray(), read > 0, false);
        } catch (IOException | MessagingException | RuntimeException e) {
            if (out.size() == 0 && e instanceof MessagingException) {
                // An encoding that nobody knows: shown as it came.
                return new Content(slice(from, Math.min(to, from + limit)), to - from > limit, true);
            }
            return new Content(out.toByteArray(), false, true);
        }
    }

    /** Text in the charset that it names; if that is none or does not fit, in UTF-8, and else in the code page that is common here. */
    private static String words(byte[] bytes, String charset) {
        try {
            // What calls itself ASCII and is not is no Latin-1 here, as the library takes it for.
            var ascii = charset.strip().equalsIgnoreCase("us-ascii");
            var named = charset.isBlank() || ascii
                    ? StandardCharsets.UTF_8
                    : Charset.forName(MimeUtility.javaCharset(charset));
            return named.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException | RuntimeException e) {
            var utf8 = new String(bytes, StandardCharsets.UTF_8);
            long bad = utf8.chars().filter(c -> c == '\uFFFD').count();
            // A text that was cut ends in the middle of a character.
            return bad <= 1 ? utf8 : new String(bytes, Charset.forName("windows-1251"));
        }
    }

    /** What a reader would see of HTML; scripts, styles and everything that is fetched from elsewhere fall away. */
    private static String plain(String html) {
        var body = Jsoup.parse(html).body();
        var text = new StringBuilder();
        NodeTraversor.traverse(
                new NodeVisitor() {
                    private int hidden;

                    @Override
                    public void head(Node node, int depth) {
                        if (node instanceof Element element) {
                            hidden += isHidden(element) ? 1 : 0;
                            if (element.isBlock() || element.normalName().equals("br")) {
                                text.append('\n');
                            }
                        } else if (node instanceof TextNode words && hidden == 0) {
                            text.append(words.getWholeText().replaceAll("\\s+", " "));
                        }
                    }

                    @Override
                    public void tail(Node node, int depth) {
                        if (node instanceof Element element) {
                            hidden -= isHidden(element) ? 1 : 0;
                            if (element.isBlock()) {
                                text.append('\n');
                            }
                        }
                    }
                },
                body);
        return text.toString();
    }

    private static boolean isHidden(Element element) {
        return switch (element.normalName()) {
            case "script", "style", "noscript", "template", "iframe", "object", "title", "svg" -> true;
            default -> false;
        };
    }

    /** Text without what does not print, and with one empty line for many. */
    private static String tidy(StringBuilder text) {
        var tidy = new StringBuilder();
        int empty = 0;
        for (var line : UNPRINTABLE.matcher(text).replaceAll("").lines().toList()) {
            empty = line.isBlank() ? empty + 1 : 0;
            if (empty <= 1) {
                tidy.append(line.stripTrailing()).append('\n');
            }
        }
        return tidy.toString().strip();
    }

    private static int endOfHeaders(byte[] raw, int from, int to) {
        for (int line = from; line < to; ) {
            if (raw[line] == '\n' || (raw[line] == '\r' && line + 1 < to && raw[line + 1] == '\n')) {
                return line;
            }
            int next = line;
            while (next < to && raw[next] != '\n') {
                next++;
            }
            line = next + 1;
        }
        return to;
    }

    private static int afterBlank(byte[] raw, int blank, int to) {
        int at = blank;
        if (at < to && raw[at] == '\r') {
            at++;
        }
        return at < to ? at + 1 : to;
    }

    private int nextLine(int from, int to) {
        int at = from;
        while (at < to && raw[at] != '\n') {
            at++;
        }
        return Math.min(to, at + 1);
    }

    /** Whether a line is the boundary, and not one that begins alike. */
    private boolean isBoundary(int at, int to, byte[] mark) {
        int end = at + mark.length;
        if (end > to || !Arrays.equals(raw, at, end, mark, 0, mark.length)) {
            return false;
        }
        return end == to
                || " \t\r\n".indexOf(raw[end]) >= 0
                || (raw[end] == '-' && end + 1 < to && raw[end + 1] == '-');
    }

    /** The end of a part: the line end before a boundary belongs to the boundary. */
    private int withoutLineEnd(int from, int to) {
        int end = to;
        if (end > from && raw[end - 1] == '\n') {
            end--;
        }
        if (end > from && raw[end - 1] == '\r') {
            end--;
        }
        return end;
    }
}
