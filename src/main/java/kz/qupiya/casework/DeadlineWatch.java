package kz.qupiya.casework;

import java.util.UUID;

/** The watch over a case's deadlines by the engine's timers. */
public interface DeadlineWatch {

    /** Sets the timer of the watch to the next step of the case; to be called when a deadline has started after the process. */
    void refresh(UUID caseId);
}
