package kz.qupiya.casefile;

import kz.qupiya.subject.SubjectInput;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a caller writes it: by the same fields as a subject, and by what right. Goes into the vault of the case; {@link #toString} tells the kind only.
 *
 * @param kind              subject, representative or authority; required
 * @param name              full name, or the name of the authority; {@code fullName} is taken when it is missing
 * @param authorityDocument what shows the right to act: number and date of a power of attorney, reference of the authority's demand
 * @param address           postal address for an answer on paper
 */
public record Requester(
        @Nullable RequesterKind kind,
        @Nullable String name,
        @Nullable String authorityDocument,
        @Nullable String iin,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String login,
        @Nullable String contract,
        @Nullable String fullName,
        @Nullable String address) {

    public Requester(RequesterKind kind, @Nullable String name, @Nullable String authorityDocument) {
        this(kind, name, authorityDocument, null, null, null, null, null, null, null);
    }

    SubjectInput identifiers() {
        return new SubjectInput(iin, phone, email, login, contract, fullName);
    }

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "Requester[" + (kind == null ? "?" : kind.json()) + "]";
    }
}
