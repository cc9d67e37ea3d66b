package kz.qupiya.casefile;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a caller writes it. Goes into the vault of the case; {@link #toString} tells the kind only.
 *
 * @param kind              subject, representative or authority; required
 * @param name              full name, or the name of the authority
 * @param authorityDocument what shows the right to act: number and date of a power of attorney, reference of the authority's demand
 * @param email             where to answer, if other than to the subject's own address
 * @param phone             where to call
 * @param address           postal address for an answer on paper
 */
public record Requester(
        @Nullable RequesterKind kind,
        @Nullable String name,
        @Nullable String authorityDocument,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String address) {

    public Requester(RequesterKind kind, @Nullable String name, @Nullable String authorityDocument) {
        this(kind, name, authorityDocument, null, null, null);
    }

    /** No personal data: a record of this type may end in a log. */
    @Override
    public String toString() {
        return "Requester[" + (kind == null ? "?" : kind.json()) + "]";
    }
}
