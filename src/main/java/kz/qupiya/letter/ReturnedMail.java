package kz.qupiya.letter;

/** Implemented by a higher module that sends mail which is no letter, with {@linkplain ReturnPaths return paths} of its own. */
public interface ReturnedMail {

    /**
     * Takes the word of a mail server that a mail did not arrive. Takes part in the caller's transaction if there is one; safe to
     * repeat.
     *
     * @param token  what stood in the return path
     * @param status enhanced status code such as {@code 5.1.1}, or {@code unknown}
     * @return whether the token is one of this module's and the news was new
     */
    boolean returned(String token, String status);
}
