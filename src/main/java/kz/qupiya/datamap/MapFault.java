package kz.qupiya.datamap;

/**
 * Why a data map cannot be used.
 *
 * @param line line of the file, from 1; 0 if the file as a whole is meant
 * @param code what is wrong, for example {@code unknown-column}
 * @param cause for people, in English: what, where, and what would be right; names of tables and columns, never data
 */
public record MapFault(String file, int line, String code, String cause) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + cause + " [" + code + "]";
    }
}
