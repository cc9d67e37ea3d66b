package kz.qupiya.subject;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The two secrets, each 32 random bytes in Base64, directly or in a file.
 *
 * @param master wraps the keys of cases; several parted by commas or line breaks while it is being changed, the first one wraps
 * @param hash the key of the hashes by which people are found; it can never change
 */
@ConfigurationProperties("qupiya.keys")
record KeySettings(@Nullable String master, @Nullable Path masterFile, @Nullable String hash, @Nullable Path hashFile) {

    @Override
    public String toString() {
        return "KeySettings[***]";
    }
}
