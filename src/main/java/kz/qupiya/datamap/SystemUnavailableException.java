package kz.qupiya.datamap;

/** A system of an operator cannot be reached or fails. A retry may help. Carries codes only: the driver's message may quote data. */
public final class SystemUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String system;
    private final String code;

    /**
     * @param system operator and system, for example {@code zvonobot/crm}
     * @param code what happened, for example {@code unreachable}, {@code timeout}, {@code sql-23503}
     */
    public SystemUnavailableException(String system, String code) {
        super("system " + system + ": " + code);
        this.system = system;
        this.code = code;
    }

    /** Operator and system. */
    public String system() {
        return system;
    }

    /** What happened. */
    public String code() {
        return code;
    }
}
