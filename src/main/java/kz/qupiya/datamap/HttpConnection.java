package kz.qupiya.datamap;

import java.net.URI;

/**
 * How a service of an operator is reached.
 *
 * @param secret shared secret of the signatures, both ways
 */
public record HttpConnection(URI url, String secret) {

    /** The secret must not get into a log. */
    @Override
    public String toString() {
        return "HttpConnection[***]";
    }
}
