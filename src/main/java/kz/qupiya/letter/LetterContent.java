package kz.qupiya.letter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.subject.CaseVault;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Text and PDF of letters, sealed under the key of their case. The PDF is printed once, when first needed, and then stays as it is. */
@Component
class LetterContent {

    private final LetterLedger ledger;
    private final CaseVault vault;
    private final PdfPrinter printer;
    private final ObjectMapper json = new ObjectMapper();

    LetterContent(LetterLedger ledger, CaseVault vault, PdfPrinter printer) {
        this.ledger = ledger;
        this.vault = vault;
        this.printer = printer;
    }

    byte[] seal(UUID caseId, UUID letterId, RenderedLetter letter) {
        try {
            return vault.seal(caseId, label(letterId, "content"), json.writeValueAsBytes(letter));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("letter " + letterId + " cannot be kept");
        }
    }

    /** The text of a letter; nothing if it was destroyed with the case file. */
    @Transactional
    public Optional<RenderedLetter> read(LetterRow row) {
        return vault.open(row.caseId(), label(row.id(), "content"), ledger.content(row.id()))
                .map(bytes -> {
                    try {
                        return json.readValue(bytes, RenderedLetter.class);
                    } catch (IOException e) {
                        throw new UncheckedIOException("letter " + row.id() + " cannot be read", e);
                    }
                });
    }

    /** The PDF of a letter; nothing if it was destroyed with the case file. */
    @Transactional
    public Optional<byte[]> pdf(LetterRow row) {
        var sealed = ledger.pdf(row.id());
        if (sealed != null) {
            return vault.open(row.caseId(), label(row.id(), "pdf"), sealed);
        }
        return read(row).map(letter -> {
            var pdf = print(letter);
            ledger.keepPdf(row.id(), vault.seal(row.caseId(), label(row.id(), "pdf"), pdf), letter.sha256OfPdf(pdf));
            return pdf;
        });
    }

    private static String label(UUID letterId, String part) {
        return "letter/" + letterId + "/" + part;
    }

    /** A letter as PDF; keeps nothing. */
    byte[] print(RenderedLetter letter) {
        return printer.print(letter.html());
    }
}
