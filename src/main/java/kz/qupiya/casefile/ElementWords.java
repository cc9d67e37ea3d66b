package kz.qupiya.casefile;

import java.util.Locale;
import java.util.Optional;

/** Names of the elements of processes; implemented where the models are. */
public interface ElementWords {

    /** The name of a task or step of a process in the reader's language. */
    Optional<String> of(String process, String element, Locale locale);
}
