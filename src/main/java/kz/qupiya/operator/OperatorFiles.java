package kz.qupiya.operator;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds the profiles: those that come with the application, and over them those of the operator's own directory. */
final class OperatorFiles {

    private static final String PROFILE = "profile.yaml";

    private OperatorFiles() {}

    /**
     * A profile's file.
     *
     * @param name how a fault names it
     */
    record ProfileFile(String name, Resource resource) {

        /** Opens it; bytes that are no UTF-8 are refused instead of replaced. */
        Reader open() throws IOException {
            return new InputStreamReader(
                    resource.getInputStream(),
                    StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
        }
    }

    /**
     * The profiles by the names of their folders, in order.
     *
     * @throws IllegalStateException if the directory is set but is none
     */
    static Map<String, ProfileFile> find(@Nullable Path directory) {
        var found = new TreeMap<String, ProfileFile>();
        try {
            for (var resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:operators/*/" + PROFILE)) {
                var path = resource.getURL().getPath();
                var folder = path.substring(0, path.length() - PROFILE.length() - 1);
                var key = folder.substring(folder.lastIndexOf('/') + 1);
                found.put(key, new ProfileFile("operators/" + key + "/" + PROFILE, resource));
            }
            if (directory != null) {
                if (!Files.isDirectory(directory)) {
                    throw new IllegalStateException("qupiya.operator-dir: " + directory + " is no directory");
                }
                try (var folders = Files.list(directory)) {
                    folders.map(folder -> folder.resolve(PROFILE))
                            .filter(Files::isRegularFile)
                            .forEach(file -> found.put(
                                    String.valueOf(file.getName(file.getNameCount() - 2)),
                                    new ProfileFile(file.toString(), new FileSystemResource(file))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("operator profiles", e);
        }
        return found;
    }
}
