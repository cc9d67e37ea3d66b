package kz.qupiya.letter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kz.qupiya.casefile.CaseExport;
import kz.qupiya.casefile.CaseFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The letters of a case in its archive: as PDF, as they were sent; in the full text that the timeline has the digest of; and the ledger of their delivery. */
@Component
class LettersArchive implements CaseExport.Part {

    private static final Logger log = LoggerFactory.getLogger(LettersArchive.class);

    private final LetterLedger ledger;
    private final LetterContent content;

    LettersArchive(LetterLedger ledger, LetterContent content) {
        this.ledger = ledger;
        this.content = content;
    }

    @Override
    public String name() {
        return "letters";
    }

    /** A letter that nobody has printed yet gets the PDF that it will keep. */
    @Override
    public void prepare(CaseFile caseFile) {
        ledger.ofCase(caseFile.id()).stream()
                .filter(row -> ledger.pdf(row.id()) == null)
                .forEach(row -> tried(row, () -> content.pdf(row)));
    }

    @Override
    public void write(CaseFile caseFile, CaseExport.Entries entries) throws IOException {
        var index = new ArrayList<Map<String, @Nullable Object>>();
        for (var row : ledger.ofCase(caseFile.id())) {
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("letter", row.view());
            if (entries.personal()) {
                var name = "letters/" + (index.size() + 1) + "-" + row.id();
                var letter = tried(row, () -> content.read(row));
                if (letter.isPresent()) {
                    entries.attested(
                            name + ".txt",
                            letter.get().digested().getBytes(StandardCharsets.UTF_8),
                            letter.get().salt(),
                            row.contentSha256());
                    line.put("text", name + ".txt");
                }
                // one that was printed since has to wait for the next archive: nothing is written here
                var pdf = ledger.pdf(row.id()) == null ? Optional.<byte[]>empty() : tried(row, () -> content.pdf(row));
                if (pdf.isPresent()) {
                    entries.bytes(name + ".pdf", pdf.get());
                    line.put("pdf", name + ".pdf");
                }
            }
            index.add(line);
        }
        entries.json("letters/index.json", index);
    }

    private interface Read<T> {
        Optional<T> read();
    }

    /** A letter that somebody has tampered with must not keep the rest of the case from being shown: without it the archive does not verify. */
    private static <T> Optional<T> tried(LetterRow row, Read<T> what) {
        try {
            return what.read();
        } catch (IllegalStateException e) {
            log.error("letter {} cannot be opened", row.id());
            return Optional.empty();
        }
    }
}
