package kz.qupiya.bulk;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import kz.qupiya.problem.ConflictException;
import org.jspecify.annotations.Nullable;

/** Stores the chunks of one reader behind its back: while a chunk is stored, the next one is read. Not for several readers. */
public final class Behind {

    private final ExecutorService storers;
    private final String interrupted;
    private @Nullable Future<?> storing;

    /**
     * @param storers     where chunks are stored
     * @param interrupted code of the conflict that the reader is told when it is interrupted while it waits
     */
    public Behind(ExecutorService storers, String interrupted) {
        this.storers = storers;
        this.interrupted = interrupted;
    }

    /** Waits for the chunk before, as {@link #await()} does, and lets this one be stored. */
    public void store(Runnable chunk) {
        await();
        storing = storers.submit(chunk);
    }

    /**
     * Waits for the chunk that is being stored, if any is.
     *
     * @throws RuntimeException  what storing it threw
     * @throws ConflictException if the thread is interrupted: it is not known whether the chunk is stored
     */
    public void await() {
        var current = storing;
        storing = null;
        if (current == null) {
            return;
        }
        try {
            current.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a chunk could not be stored");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConflictException(interrupted);
        }
    }
}
