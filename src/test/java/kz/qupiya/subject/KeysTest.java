package kz.qupiya.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final String KEY = SubjectTables.key();
    private static final KeySettings NONE = new KeySettings(null, null, null, null);

    @TempDir
    Path directory;

    @Test
    void aProductionInstallationWithoutKeysDoesNotStart() {
        assertThatThrownBy(() -> Keys.of(NONE))
                .hasMessageContaining("qupiya.keys.master")
                .hasMessageContaining("QUPIYA_KEYS_MASTER")
                .hasMessageContaining("openssl rand -base64 32");
        assertThatThrownBy(() -> Keys.of(new KeySettings(KEY, null, null, null)))
                .hasMessageContaining("qupiya.keys.hash");
        assertThatThrownBy(() -> Keys.of(new KeySettings(KEY, null, " ", null)))
                .hasMessageContaining("qupiya.keys.hash");
    }

    @Test
    void aBadKeyIsNamedAndNotPrinted() {
        assertThatThrownBy(() -> Keys.of(new KeySettings("secretsecret", null, KEY, null)))
                .hasMessageContaining("qupiya.keys.master")
                .hasMessageNotContaining("secretsecret")
                .hasNoCause();
        assertThatThrownBy(() -> Keys.of(new KeySettings("не ключ", null, KEY, null)))
                .hasMessageNotContaining("не");
        assertThatThrownBy(() -> Keys.of(new KeySettings(KEY, null, KEY + "," + SubjectTables.key(), null)))
                .hasMessageContaining("one key only");
        assertThatThrownBy(() -> Keys.of(new KeySettings(KEY, Path.of("x"), KEY, null)))
                .hasMessageContaining("both set");
        assertThatThrownBy(() -> Keys.of(new KeySettings(null, directory.resolve("none"), KEY, null)))
                .hasMessageContaining("cannot be read");
        assertThat(new KeySettings(KEY, null, KEY, null).toString()).doesNotContain(KEY);
        assertThat(Keys.of(new KeySettings(KEY, null, KEY, null)).toString()).doesNotContain(KEY);
    }

    @Test
    void theFirstMasterKeyWrapsAndTheOthersStillOpen() throws Exception {
        var old = SubjectTables.key();
        var before = Keys.of(new KeySettings(old, null, KEY, null));
        Files.writeString(directory.resolve("master"), KEY + "\n" + old + "\n");
        var after = Keys.of(new KeySettings(null, directory.resolve("master"), KEY, null));
        assertThat(after.activeMaster()).isNotEqualTo(before.activeMaster());
        assertThat(after.masterIds()).containsExactly(after.activeMaster(), before.activeMaster());
        var sealed = before.master(before.activeMaster()).encrypt(new byte[] {1}, new byte[0]);
        assertThat(after.master(before.activeMaster()).decrypt(sealed, new byte[0]))
                .containsExactly(1);
        assertThatThrownBy(() -> before.master(after.activeMaster())).hasMessageContaining("not configured");
    }

    @Test
    void theEmbeddedModeMakesItsKeysOnceAndForItsOwnerOnly() throws Exception {
        var keys = directory.resolve("data/keys");
        var first = Keys.embedded(NONE, keys);
        var second = Keys.embedded(NONE, keys);
        assertThat(second.hash()).isEqualTo(first.hash());
        assertThat(second.activeMaster()).isEqualTo(first.activeMaster());
        assertThat(Files.readString(keys.resolve("hash"))).isNotEqualTo(Files.readString(keys.resolve("master")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("master"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("hash"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        try (var files = Files.list(keys)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void twoThatStartAtOnceReadTheSameKeys() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var starts = IntStream.range(0, 8)
                    .<Callable<String>>mapToObj(i ->
                            () -> Keys.embedded(NONE, directory.resolve("keys")).activeMaster())
                    .toList();
            assertThat(threads.invokeAll(starts))
                    .extracting(future -> future.get())
                    .containsOnly(Keys.embedded(NONE, directory.resolve("keys")).activeMaster());
        } finally {
            threads.shutdownNow();
        }
    }
}
