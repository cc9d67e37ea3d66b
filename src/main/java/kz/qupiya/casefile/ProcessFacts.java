package kz.qupiya.casefile;

import java.util.Optional;

/** How the process of a case stands; implemented over the engine. */
public interface ProcessFacts {

    /** The state of the case's process instance, or nothing when it has none or its history is gone. */
    Optional<ProcessState> of(CaseFile caseFile);

    /**
     * The state of a process instance.
     *
     * @param instanceId    the instance
     * @param definitionKey id of the model, for example {@code dataBlocking}
     * @param running       whether it has not ended
     * @param incidents     how many of its steps stand still after the last retry
     */
    record ProcessState(String instanceId, String definitionKey, boolean running, int incidents) {}
}
