package kz.qupiya.datamap;

/** How a database of an operator is reached. */
public record JdbcConnection(String url, String username, String password) {

    /** The password must not get into a log. */
    @Override
    public String toString() {
        return "JdbcConnection[***]";
    }
}
