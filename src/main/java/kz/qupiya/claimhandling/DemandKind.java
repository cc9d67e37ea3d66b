package kz.qupiya.claimhandling;

import java.util.Arrays;
import java.util.Optional;
import kz.qupiya.casefile.CaseKind;
import org.jspecify.annotations.Nullable;

/** What somebody may demand in a claim. */
public enum DemandKind {
    /** Compensation of real damage (Zvonobot 5.1; KAO Solutions 9.11). */
    REAL_DAMAGE("real-damage", null),
    /** Compensation of moral damage (digital-rocket and twelve 4.1). */
    MORAL_DAMAGE("moral-damage", null),
    /** Correction of data: a request of its own. */
    CORRECTION("correction", CaseKind.OTHER_REQUEST),
    /** Destruction of data: a request of its own. */
    DESTRUCTION("destruction", CaseKind.OTHER_REQUEST),
    /** Information about the data held: a request of its own. */
    ACCESS("access", CaseKind.OTHER_REQUEST),
    /** That an unlawful use ends: the data are blocked while it is verified. */
    STOP_USE("stop-use", CaseKind.DATA_BLOCK),
    /** A consent is withdrawn. */
    WITHDRAWAL("withdrawal", CaseKind.CONSENT_WITHDRAWAL),
    /** Data that are said to be wrong are blocked while it is verified. */
    BLOCK("block", CaseKind.DATA_BLOCK),
    /** An apology. */
    APOLOGY("apology", null),
    /** An explanation of what happened. */
    EXPLANATION("explanation", null),
    /** Anything else; the letter says what. */
    OTHER("other", null);

    private final String json;
    private final @Nullable CaseKind linked;

    DemandKind(String json, @Nullable CaseKind linked) {
        this.json = json;
        this.linked = linked;
    }

    /** The code in the register and in JSON; never renamed. */
    public String json() {
        return json;
    }

    /** The kind of the linked case in which the demand is handled under its own duty; null where the claim itself answers it. */
    public @Nullable CaseKind linked() {
        return linked;
    }

    /** Whether it may name an amount. */
    public boolean isMoney() {
        return this == REAL_DAMAGE || this == MORAL_DAMAGE;
    }

    /** The constant of a code. */
    public static Optional<DemandKind> find(@Nullable String json) {
        return Arrays.stream(values()).filter(v -> v.json.equals(json)).findFirst();
    }
}
