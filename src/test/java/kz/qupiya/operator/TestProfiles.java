package kz.qupiya.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.io.ClassPathResource;

/** Profiles of operators for the tests of other modules. */
public final class TestProfiles {

    private TestProfiles() {}

    /** As it ships. */
    public static OperatorProfile shipped(String key) {
        return Fixtures.shipped().get(new OperatorKey(key));
    }

    /** As a customer might change it: one line for another. */
    public static OperatorProfile changed(String key, String line, String to, Path directory) throws IOException {
        var shipped =
                new ClassPathResource("operators/" + key + "/profile.yaml").getContentAsString(StandardCharsets.UTF_8);
        if (!shipped.contains(line)) {
            throw new IllegalArgumentException(line);
        }
        Files.createDirectories(directory.resolve(key));
        Files.writeString(directory.resolve(key).resolve("profile.yaml"), shipped.replace(line, to));
        return Fixtures.in(directory).get(new OperatorKey(key));
    }
}
