package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

        /** Whether a browser may show it by itself, running nothing. */
        public boolean inline() {
            return FileTypes.inline(mediaType);
        }

        /** The file's name may name a person. */
        @Override
        public String toString() {
            return "Document[" + id + ", " + purpose.json() + ", " + mediaType + ", " + size + "]";
        }
    }
}
