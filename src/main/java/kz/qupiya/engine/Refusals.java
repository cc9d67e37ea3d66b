package kz.qupiya.engine;

import java.util.Optional;
import java.util.function.Supplier;
import kz.qupiya.problem.ProblemException;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Carries a refusal from a listener inside the engine to the filter that answers the web application or engine REST. The engine's own answer would be "500" with a code
 * that nobody understands; the transaction is rolled back either way.
 */
public final class Refusals {

    private static final String ATTRIBUTE = Refusals.class.getName();

    private Refusals() {}

    /** Runs the work of a listener; a refusal goes on record for the filter and on to the engine. */
    public static <T> T noting(Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException refusal) {
            var request = RequestContextHolder.getRequestAttributes();
            if (request != null) {
                request.setAttribute(ATTRIBUTE, refusal, RequestAttributes.SCOPE_REQUEST);
            }
            throw refusal;
        }
    }

    /** As {@link #noting(Supplier)}, for work without a result. */
    public static void noting(Runnable work) {
        noting(() -> {
            work.run();
            return true;
        });
    }

    /** The refusal that a listener noted during this request. */
    public static Optional<ProblemException> noted() {
        var request = RequestContextHolder.getRequestAttributes();
        return request == null
                ? Optional.empty()
                : Optional.ofNullable(
                        (ProblemException) request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST));
    }
}
