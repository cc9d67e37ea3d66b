package kz.qupiya.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Told which way processes went. A higher module implements it and keeps the path where it outlives the engine's history.
 */
public interface ProcessPaths {

    /**
     * What moved in one command of the engine, in the transaction of that command and before the engine writes its own rows: whoever locks something of a case here takes that
     * lock before those of the engine, as every delegate does.
     *
     * @param moves one for each process instance, in the order in which they moved first
     */
    void moved(List<Move> moves);

    /**
     * The steps of one process instance.
     *
     * @param businessKey number of the case; null for a process that belongs to none
     * @param instance    id of the process instance
     * @param process     id of the model, for example {@code dataBlocking}
     * @param model       SHA-256 of the model's XML, hexadecimal
     * @param parent      the instance that called this one; told when the instance begins
     * @param about       key of the system that the instance is about; told when the instance begins
     */
    record Move(
            @Nullable String businessKey,
            String instance,
            String process,
            String model,
            @Nullable String parent,
            @Nullable String about,
            List<Step> steps) {

        public Move {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One step.
     *
     * @param element id of the flow node, or of the sequence flow that was taken
     */
    record Step(Kind kind, String element) {}

    /** What happened to an element. */
    enum Kind {
        /** A flow node was entered. */
        ENTERED,
        /** It was left as the model has it. */
        LEFT,
        /** It was ended from outside, for example by the end of the case. */
        CANCELLED,
        /** A sequence flow was taken. */
        TAKEN
    }
}
