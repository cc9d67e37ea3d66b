package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a system is reached. */
public enum Connector {
    /** A PostgreSQL database, by SQL. */
    JDBC,
    /** A service of the operator, by signed calls; may answer later. */
    HTTP,
    /** A custodian, by instructions and proof. */
    MANUAL;

    /** The name in maps and JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
