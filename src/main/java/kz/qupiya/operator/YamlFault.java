package kz.qupiya.operator;

import java.io.Serial;

/** A fault in a settings file, with its line. */
final class YamlFault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line from 1; 0 for the file as a whole */
    YamlFault(int line, String cause) {
        super(cause);
        this.line = line;
    }

    int line() {
        return line;
    }

    /** What is wrong. */
    String cause() {
        return String.valueOf(getMessage());
    }
}
