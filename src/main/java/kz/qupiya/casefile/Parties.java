package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/** Requester and subject of a case. Their data lie in the vault under the key of the case. */
public interface Parties {

    /** Vault field of the requester's name. */
    String REQUESTER_NAME = "requester.name";

    /** Vault field of the requester's mail address. */
    String REQUESTER_EMAIL = "requester.email";

    /** Vault field of the requester's telephone. */
    String REQUESTER_PHONE = "requester.phone";

    /** Vault field of the requester's postal address. */
    String REQUESTER_ADDRESS = "requester.address";

    /** Vault field of the document that shows the requester's right to act. */
    String AUTHORITY_DOCUMENT = "requester.authorityDocument";

    /** Vault field of the subject's full name. */
    String SUBJECT_NAME = "subject.fullName";

    /** Vault field of the subject's IIN. */
    String SUBJECT_IIN = "subject.iin";

    /** Vault field of the subject's telephone. */
    String SUBJECT_PHONE = "subject.phone";

    /** Vault field of the subject's mail address. */
    String SUBJECT_EMAIL = "subject.email";

    /** Vault field of the subject's login. */
    String SUBJECT_LOGIN = "subject.login";

    /** Vault field of the subject's contract. */
    String SUBJECT_CONTRACT = "subject.contract";

    /** Vault field of the requester's own words. */
    String DESCRIPTION = "description";

    /** Every vault field of the requester, in the order in which people read them. */
    List<String> REQUESTER_FIELDS = List.of(
            REQUESTER_NAME,
            AUTHORITY_DOCUMENT,
            "requester.iin",
            REQUESTER_PHONE,
            REQUESTER_EMAIL,
            "requester.login",
            "requester.contract",
            REQUESTER_ADDRESS);

    /** The identifiers of the subject as given in the request, normalised. Empty when the case file was destroyed. */
    List<Identifier> identifiers(UUID caseId);

    /** The plain value of a vault field, for work inside the application such as a letter. A look of a person goes over the web and is recorded. */
    Optional<String> value(UUID caseId, String field);

    /** The subject as the request named it, for a case that carries this one on. */
    default SubjectInput subject(UUID caseId) {
        return new SubjectInput(
                value(caseId, SUBJECT_IIN).orElse(null),
                value(caseId, SUBJECT_PHONE).orElse(null),
                value(caseId, SUBJECT_EMAIL).orElse(null),
                value(caseId, SUBJECT_LOGIN).orElse(null),
                value(caseId, SUBJECT_CONTRACT).orElse(null),
                value(caseId, SUBJECT_NAME).orElse(null));
    }

    /** The requester as the request named it, for a case that carries this one on. */
    default Requester requester(CaseFile caseFile) {
        var caseId = caseFile.id();
        return new Requester(
                caseFile.requesterKind(),
                value(caseId, REQUESTER_NAME).orElse(null),
                value(caseId, AUTHORITY_DOCUMENT).orElse(null),
                value(caseId, "requester.iin").orElse(null),
                value(caseId, REQUESTER_PHONE).orElse(null),
                value(caseId, REQUESTER_EMAIL).orElse(null),
                value(caseId, "requester.login").orElse(null),
                value(caseId, "requester.contract").orElse(null),
                null,
                value(caseId, REQUESTER_ADDRESS).orElse(null));
    }

    /** Where the entitlement of the requester stands. */
    EntitlementView entitlement(UUID caseId);

    /**
     * Sets the entitlement; publishes {@link EntitlementChanged}. No effect when it stands there already.
     *
     * @param documentId document of the case on which it rests; null when nothing was filed, as at a visit or after the term for proof
     * @throws kz.qupiya.problem.ConflictException if the case needs no proof, or is closed
     * @throws kz.qupiya.problem.InvalidInputException if the document is not one of this case, or has another purpose
     */
    void entitle(UUID caseId, Entitlement state, @Nullable UUID documentId, Actor by);

    /** Earlier cases of the operator about the same person, newest first. */
    List<RelatedCase> related(UUID caseId);

    /** How many earlier cases about the same person were asked for by somebody who did not show the right to ask. */
    int earlierUnproved(UUID caseId);

    /** The entitlement, and who set it when on which document. */
    record EntitlementView(Entitlement state, @Nullable Actor by, @Nullable Instant at, @Nullable UUID documentId) {}

    /** Another case about the same person. */
    record RelatedCase(
            UUID caseId,
            CaseNumber number,
            CaseKind kind,
            CaseStatus status,
            @Nullable Outcome outcome,
            Entitlement entitlement,
            Instant receivedAt) {}
}
