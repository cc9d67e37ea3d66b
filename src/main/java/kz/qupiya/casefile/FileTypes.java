package kz.qupiya.casefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.Tika;

/**
 * Which files a case takes, judged by content. The name has to agree with it, so that nobody opens as a picture what is something else.
 */
final class FileTypes {

    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    static final String PDF = "application/pdf";
    static final String TEXT = "text/plain";

    /** Media types that are taken, with the endings a name may have. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            PDF,
            Set.of("pdf"),
            "image/jpeg",
            Set.of("jpg", "jpeg"),
            "image/png",
            Set.of("png"),
            "image/tiff",
            Set.of("tif", "tiff"),
            DOCX,
            Set.of("docx"),
            TEXT,
            Set.of("txt"));

    /** What can be drawn as pictures. */
    private static final Set<String> DRAWN = Set.of(PDF, "image/jpeg", "image/png", "image/tiff");

    /** A document of ours is small; a packed file with more entries is an attack. */
    private static final int MOST_ENTRIES = 2_000;

    private static final int END_MAGIC = 0x06054b50;
    private static final int END_RECORD = 22;
    private static final int DIRECTORY_MAGIC = 0x02014b50;
    private static final int DIRECTORY_ENTRY = 46;

    private static final Tika TIKA = new Tika();

    private FileTypes() {}

    /** The media type of a content that a case takes; nothing for all others. */
    static Optional<String> detect(byte[] content) {
        var type = TIKA.detect(content);
        if (type.equals("application/zip") || type.equals("application/x-tika-ooxml") || type.equals(DOCX)) {
            return isPlainDocx(content) ? Optional.of(DOCX) : Optional.empty();
        }
        if (type.equals(TEXT)) {
            return isUtf8(content) ? Optional.of(TEXT) : Optional.empty();
        }
        return ALLOWED.containsKey(type) ? Optional.of(type) : Optional.empty();
    }

    /** Whether the ending of the name is one of the type. */
    static boolean matches(String fileName, String mediaType) {
        int dot = fileName.lastIndexOf('.');
        var ending = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return ALLOWED.getOrDefault(mediaType, Set.of()).contains(ending);
    }

    /** The usual ending of a file of this type. */
    static String ending(String mediaType) {
        return ALLOWED.getOrDefault(mediaType, Set.of("bin")).stream()
                .min(java.util.Comparator.comparingInt(String::length).thenComparing(one -> one))
                .orElseThrow();
    }

    static boolean hasPictures(String mediaType) {
        return DRAWN.contains(mediaType);
    }

    /** A text document without macros: the magic number of a packed file says too little. Nothing is unpacked: the directory at its end names what is in it. */
    private static boolean isPlainDocx(byte[] content) {
        var zip = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int end = endOfDirectory(zip);
        if (end < 0) {
            return false;
        }
        int entries = Short.toUnsignedInt(zip.getShort(end + 10));
        long at = Integer.toUnsignedLong(zip.getInt(end + 16));
        if (entries > MOST_ENTRIES) {
            return false;
        }
        boolean types = false;
        boolean document = false;
        for (int i = 0; i < entries; i++) {
            if (at + DIRECTORY_ENTRY > end || zip.getInt((int) at) != DIRECTORY_MAGIC) {
                return false;
            }
            int length = Short.toUnsignedInt(zip.getShort((int) at + 28));
            long next = at
                    + DIRECTORY_ENTRY
                    + length
                    + Short.toUnsignedInt(zip.getShort((int) at + 30))
                    + Short.toUnsignedInt(zip.getShort((int) at + 32));
            if (next > end) {
                return false;
            }
            var name = new String(content, (int) at + DIRECTORY_ENTRY, length, StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
            if (name.endsWith("vbaproject.bin")) {
                return false;
            }
            types |= name.equals("[content_types].xml");
            document |= name.equals("word/document.xml");
            at = next;
        }
        return types && document;
    }

    /** Where the end record of a packed file stands; -1 for none. A comment may follow it. */
    private static int endOfDirectory(ByteBuffer zip) {
        int last = zip.limit() - END_RECORD;
        for (int at = last; at >= 0 && at >= last - 0xFFFF; at--) {
            if (zip.getInt(at) == END_MAGIC) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isUtf8(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
