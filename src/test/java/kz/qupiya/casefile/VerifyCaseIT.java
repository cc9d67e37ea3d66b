package kz.qupiya.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is handed out, on the command line of whoever is shown an archive: nothing of this build but the jar is there. */
@DisplayName("java -jar with verify-case")
class VerifyCaseIT {

    private static final Path JAR = Path.of(Objects.requireNonNull(System.getProperty("qupiya.jar")));

    @TempDir
    Path directory;

    private record Ended(int code, String said) {}

    private Ended run(String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-jar",
                JAR.toString(),
                "verify-case"));
        command.addAll(List.of(args));
        var said = directory.resolve("said.txt");
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("it started something");
        }
        return new Ended(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("says in the reader's language whether an archive is as it was made, and starts no application")
    void verdicts() throws Exception {
        var archive = new MadeUpArchive().written();
        var sound = Files.write(directory.resolve("case.zip"), archive);
        var checked = run("--lang", "ru", sound.toString());
        assertThat(checked.said()).contains("РЕЗУЛЬТАТ: архив цел", MadeUpArchive.NUMBER);
        assertThat(checked.code()).isZero();

        archive[archive.length / 2] ^= 1;
        var broken = Files.write(directory.resolve("broken.zip"), archive);
        var refused = run("--lang", "kk", broken.toString());
        assertThat(refused.said()).isNotBlank().doesNotContain("Exception");
        assertThat(refused.code()).isEqualTo(1);

        assertThat(run("--lang", "en", "no-such-file.zip").code()).isEqualTo(2);
        try (var left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("case.zip", "broken.zip", "said.txt");
        }
    }
}
