package kz.qupiya.affected;

import java.io.InputStream;
import java.util.UUID;
import kz.qupiya.casefile.Actor;

/** Takes in people who are affected, as the endpoint does. */
public interface AffectedLoads {

    /**
     * Adds the people of a CSV to the list that collects. Commits by itself, in chunks: the case has to be committed before.
     *
     * @throws kz.qupiya.problem.InvalidInputException if the CSV cannot be read, or no further
     */
    void add(UUID caseId, InputStream csv, Actor by);
}
