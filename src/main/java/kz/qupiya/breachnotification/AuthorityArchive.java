package kz.qupiya.breachnotification;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kz.qupiya.affected.AffectedLists;
import kz.qupiya.breachnotification.FilingRows.Filing;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.letter.Letters;
import kz.qupiya.problem.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The file for the authorised body in the contents of Order 481/НҚ: the letter as PDF (contacts of the responsible person, measures, counts, hash of the list), the people as CSV (name, IIN,
 * mobile number), and a manifest with the hashes of both. Streamed: memory does not grow with the list.
 */
@Service
public class AuthorityArchive {

    private static final Actor SYSTEM = Actor.system("breachnotification");

    private final CaseFiles cases;
    private final AffectedLists lists;
    private final BreachRows breaches;
    private final FilingRows rows;
    private final AuthorityFilings filings;
    private final FilingLetters filingLetters;
    private final Letters letters;
    private final ObjectMapper json;

    AuthorityArchive(
            CaseFiles cases,
            AffectedLists lists,
            BreachRows breaches,
            FilingRows rows,
            AuthorityFilings filings,
            FilingLetters filingLetters,
            Letters letters,
            ObjectMapper json) {
        this.cases = cases;
        this.lists = lists;
        this.breaches = breaches;
        this.rows = rows;
        this.filings = filings;
        this.filingLetters = filingLetters;
        this.letters = letters;
        this.json = json;
    }

    /**
     * The notification that the file is of: that of a round, else the newest; before one is prepared, what it would hold now.
     *
     * @throws NotFoundException if there is none of that round
     */
    @Transactional
    public Contents contents(CaseFile caseFile, @Nullable Integer round, Actor by) {
        var all = rows.of(caseFile.id());
        Filing filing;
        if (round != null) {
            filing = all.stream()
                    .filter(one -> one.round() == round)
                    .findFirst()
                    .orElseThrow(() -> new NotFoundException("problem.status.404"));
        } else if (all.isEmpty()) {
            filing = filings.asThingsStand(breaches.get(caseFile.id()), "hand", SYSTEM);
        } else {
            filing = all.get(all.size() - 1);
        }
        if (filing.sentAt() == null) {
            filingLetters.compose(filing);
        }
        cases.record(caseFile.id(), TimelineEvent.of("filing.file-read", by).with("round", filing.round()));
        var letter = filing.letterId();
        var pdf = letter == null ? letters.previewPdf(filingLetters.request(filing)) : letters.pdf(letter);
        return new Contents(filing, pdf);
    }

    /** What is about to be written. */
    public static final class Contents {

        private final Filing filing;
        private final byte[] letter;

        private Contents(Filing filing, byte[] letter) {
            this.filing = filing;
            this.letter = letter;
        }

        /** The letter as PDF. */
        public byte[] letter() {
            return letter.clone();
        }

        /** Which notification it is, from 1. */
        public int round() {
            return filing.round();
        }
    }

    /** Writes the people as CSV; the header alone while no list is frozen. */
    public void writePeople(CaseFile caseFile, Contents contents, OutputStream out) {
        var filing = contents.filing;
        lists.writeAuthorityCsv(caseFile.id(), filing.fromList(), filing.toList(), out);
    }

    /** Writes everything as one ZIP. */
    public void writeAll(CaseFile caseFile, Contents contents, OutputStream out) throws IOException {
        var filing = contents.filing;
        var number = caseFile.number().value() + "-" + filing.round();
        var digest = sha256();
        try (var zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(number + ".pdf"));
            zip.write(contents.letter);
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry(number + "-people.csv"));
            var csv = new DigestOutputStream(new Unclosed(zip), digest);
            writePeople(caseFile, contents, csv);
            csv.flush();
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest(caseFile, contents, digest)));
            zip.closeEntry();
        }
    }

    private Map<String, Object> manifest(CaseFile caseFile, Contents contents, MessageDigest people) {
        var filing = contents.filing;
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("case", caseFile.number().value());
        manifest.put("round", filing.round());
        manifest.put("discoveredAt", Almaty.at(caseFile.receivedAt()));
        manifest.put("people", filing.people());
        manifest.put("listVersions", filing.fromList() == 0 ? "" : filing.fromList() + "-" + filing.toList());
        manifest.put("listHash", filing.listHash());
        manifest.put("factsVersion", filing.factsVersion());
        manifest.put("letterSha256", HexFormat.of().formatHex(sha256().digest(contents.letter)));
        manifest.put("peopleSha256", HexFormat.of().formatHex(people.digest()));
        return manifest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The archive goes on behind an entry. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
