package kz.qupiya.security;

/**
 * The check that a use case or a controller makes before it touches anything of an operator.
 *
 * <p>What a caller may not know of does not exist for the caller: an operator that is unknown and one that is somebody else's give the
 * same answer.
 */
public interface Access {

    /**
     * Lets the current caller pass or throws.
     *
     * @param operatorKey the operator in question, as written by the caller; it need not exist
     * @param anyOf roles of which one is enough; none given means that any role of the operator will do
     * @throws kz.qupiya.problem.NotFoundException if the caller is not of this operator (404)
     * @throws kz.qupiya.problem.ForbiddenException if the caller is, but has none of the roles (403)
     */
    void require(String operatorKey, Role... anyOf);

    /**
     * Lets the current caller pass or throws; for what belongs to no operator, such as the working calendar.
     *
     * @throws kz.qupiya.problem.ForbiddenException if the caller has none of the roles (403)
     */
    void requireRole(Role... anyOf);

    /** Whether {@link #require} would let the current caller pass; without a caller it would not. */
    boolean may(String operatorKey, Role... anyOf);
}
