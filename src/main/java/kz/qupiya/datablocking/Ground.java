package kz.qupiya.datablocking;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On what ground data are to be blocked. Law 94-V art. 24(1), 25(2)(8). */
public enum Ground {
    /** The data are said to be inaccurate, incomplete or outdated. */
    INACCURATE_DATA("inaccurate-data"),
    /** The data are said to be collected or processed against the law. */
    UNLAWFUL_PROCESSING("unlawful-processing");

    private final String json;

    Ground(String json) {
        this.json = json;
    }

    /** The name in REST, letters and the timeline; never renamed. */
    public String json() {
        return json;
    }

    /** The ground of a name. */
    public static Optional<Ground> find(@Nullable String json) {
        return Arrays.stream(values()).filter(g -> g.json.equals(json)).findFirst();
    }
}
