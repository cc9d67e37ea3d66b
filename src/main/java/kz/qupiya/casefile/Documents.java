package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.problem.Violation;
import org.jspecify.annotations.Nullable;

/** The documents of a case, checked by content and stored encrypted under the key of the case. */
public interface Documents {

    /**
     * Files a document.
     *
     * @param fileName as the sender names it; only its last part is kept
     * @throws kz.qupiya.problem.InvalidInputException if it is empty, over 10 MB, of a type that is not allowed, or of another type than its name says
     *     (field {@code file})
     * @throws kz.qupiya.problem.ConflictException if the case file was destroyed
     */
    Document add(UUID caseId, DocumentPurpose purpose, @Nullable String fileName, byte[] content, Actor by);

    /**
     * What keeps {@link #add} from filing a document, so that whoever takes in several can leave one out.
     *
     * @return nothing if it would be filed
     */
    Optional<Violation> fault(@Nullable String fileName, byte[] content);

    /** The documents of a case, oldest first. */
    List<Document> of(UUID caseId);

    /** One document of a case. */
    Optional<Document> find(UUID caseId, UUID documentId);

    /**
     * The content of a document; the look is written to the timeline.
     *
     * @throws kz.qupiya.problem.NotFoundException if the case has no such document
     */
    byte[] read(UUID caseId, UUID documentId, Actor by);

    /**
     * Pages of a document as plain pictures that hold nothing but pixels; the look is written to the timeline.
     *
     * @param from number of the first page wanted, from 1; a few pages come at once
     * @throws kz.qupiya.problem.NotFoundException if the case has no such document
     * @throws kz.qupiya.problem.ConflictException if it cannot be drawn: of another type, damaged, protected, or without such a page
     * @throws kz.qupiya.problem.TooManyRequestsException if too many are being drawn
     */
    Pictures look(UUID caseId, UUID documentId, int from, Actor by);

    /** Some pages of a document of so many. */
    record Pictures(int pages, List<Picture> shown) {}

    /**
     * One page.
     *
     * @param page      number, from 1
     * @param width     pixels
     * @param height    pixels
     * @param mediaType {@code image/png} or {@code image/jpeg}
     */
    record Picture(int page, int width, int height, String mediaType, byte[] content) {}

    /**
     * A document.
     *
     * @param fileName  name of the file, from the vault
     * @param mediaType type by content
     * @param size      bytes
     * @param sha256    {@link kz.qupiya.subject.SaltedDigest} of the content, as in the timeline; its salt lies in the vault
     */
    record Document(
            UUID id,
            DocumentPurpose purpose,
            String fileName,
            String mediaType,
            long size,
            String sha256,
            Actor by,
            Instant at) {

        /** Whether its pages can be shown as pictures. */
        public boolean hasPictures() {
            return FileTypes.hasPictures(mediaType);
        }

        /** The file's name may name a person. */
        @Override
        public String toString() {
            return "Document[" + id + ", " + purpose.json() + ", " + mediaType + ", " + size + "]";
        }
    }
}
