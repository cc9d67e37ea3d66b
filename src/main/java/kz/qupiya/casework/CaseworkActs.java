package kz.qupiya.casework;

/** What other processes have to know of the shared model that acts on one system. */
public final class CaseworkActs {

    /** In place of the id of an act where there is nothing to do in any system. */
    public static final String NOTHING = "none";

    private CaseworkActs() {}
}
