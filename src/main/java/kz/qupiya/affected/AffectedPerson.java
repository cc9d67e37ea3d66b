package kz.qupiya.affected;

import org.jspecify.annotations.Nullable;

/**
 * A person of a list as the authority is told of: personal data, in memory only.
 *
 * @param version of the list
 * @param seq place in it
 * @param phone the mobile number first, in E.164; several are parted by a semicolon and a space
 */
public record AffectedPerson(
        int version, long seq, @Nullable String name, @Nullable String iin, @Nullable String phone) {

    @Override
    public String toString() {
        return "AffectedPerson[" + version + "/" + seq + "]";
    }
}
