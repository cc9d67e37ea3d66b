package kz.qupiya.claimhandling;

import java.util.List;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.DocumentPurpose;
import kz.qupiya.casefile.Documents;
import kz.qupiya.letter.LetterAnnexes;
import kz.qupiya.letter.LetterTemplate;
import org.springframework.stereotype.Component;

/** An answer goes out with the documents that support it (Consumer Law art. 42-4(2)). */
@Component
class AnswerAnnexes implements LetterAnnexes {

    private static final Actor SYSTEM = Actor.system("claimhandling");

    private final Documents documents;

    AnswerAnnexes(Documents documents) {
        this.documents = documents;
    }

    @Override
    public List<Annex> of(UUID caseId, String template) {
        if (!LetterTemplate.CLAIM_ANSWERED.key().equals(template)) {
            return List.of();
        }
        return documents.of(caseId).stream()
                .filter(one -> one.purpose() == DocumentPurpose.ANSWER)
                .map(one -> new Annex(one.fileName(), one.mediaType(), documents.read(caseId, one.id(), SYSTEM)))
                .toList();
    }
}
