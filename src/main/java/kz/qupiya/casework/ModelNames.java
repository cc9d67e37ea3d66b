package kz.qupiya.casework;

import java.util.Locale;
import java.util.Map;

/** Names of processes and tasks in the reader's language. A model carries them itself: {@code name} in Russian, properties {@code name:kk} and {@code name:en} beside it. */
public interface ModelNames {

    /** The reader's names by the Russian ones, of every deployed process. */
    Map<String, String> in(Locale locale);
}
