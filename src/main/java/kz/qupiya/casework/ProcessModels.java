package kz.qupiya.casework;

import java.util.Optional;

/** The models of all processes that were ever deployed here, kept beside the engine: what a case's path is drawn on. */
public interface ProcessModels {

    /**
     * The BPMN XML of a model.
     *
     * @param digest SHA-256 of it, hexadecimal
     */
    Optional<String> xml(String digest);
}
