package kz.qupiya.subject;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of the installation, read once at the start. The embedded mode makes them; a production installation without them does not
 * start, since a key made up at a start would leave what was stored before unreadable and unfindable.
 */
final class Keys {

    static final int LENGTH = 32;
    private static final String HOW = ": 32 random bytes in Base64, for example from \"openssl rand -base64 32\"";

    private final Map<String, Aead> masters;
    private final String activeMaster;
    private final byte[] hash;

    private Keys(List<byte[]> masters, byte[] hash) {
        this.masters = new LinkedHashMap<>();
        for (byte[] master : masters) {
            this.masters.put(id(master), aead(master));
        }
        this.activeMaster = id(masters.get(0));
        this.hash = hash;
    }

    /** The keys that the settings name. */
    static Keys of(KeySettings settings) {
        return new Keys(
                decode(required("master", settings.master(), settings.masterFile()), "master", settings.masterFile()),
                one(decode(required("hash", settings.hash(), settings.hashFile()), "hash", settings.hashFile())));
    }

    /** The keys that the settings name, or those of the directory, made if there are none. */
    static Keys embedded(KeySettings settings, Path directory) {
        return of(new KeySettings(
                settings.master(),
                settings.master() == null && settings.masterFile() == null
                        ? made(directory.resolve("master"))
                        : settings.masterFile(),
                settings.hash(),
                settings.hash() == null && settings.hashFile() == null
                        ? made(directory.resolve("hash"))
                        : settings.hashFile()));
    }

    /** Id of the key that wraps from now on. */
    String activeMaster() {
        return activeMaster;
    }

    /** Ids of all master keys at hand. */
    List<String> masterIds() {
        return List.copyOf(masters.keySet());
    }

    /**
     * A master key.
     *
     * @throws IllegalStateException if it is not at hand
     */
    Aead master(String id) {
        var master = masters.get(id);
        if (master == null) {
            throw new IllegalStateException("the master key " + id + " is not configured in qupiya.keys.master");
        }
        return master;
    }

    byte[] hash() {
        return hash.clone();
    }

    private static String required(String name, @Nullable String value, @Nullable Path file) {
        if (value != null && !value.isBlank() && file != null) {
            throw new IllegalStateException(
                    "qupiya.keys." + name + " and qupiya.keys." + name + "-file are both set: keep one");
        }
        if (value != null && !value.isBlank()) {
            return value;
        }
        if (file == null) {
            throw new IllegalStateException("qupiya.keys." + name + " (QUPIYA_KEYS_" + name.toUpperCase(Locale.ROOT)
                    + ") or qupiya.keys." + name + "-file must be set" + HOW);
        }
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("qupiya.keys." + name + "-file cannot be read: " + file, e);
        }
    }

    private static List<byte[]> decode(String text, String name, @Nullable Path file) {
        List<byte[]> keys = new ArrayList<>();
        for (String part : text.split("[,\\s]+")) {
            if (!part.isEmpty()) {
                byte[] key;
                try {
                    key = Base64.getDecoder().decode(part);
                } catch (IllegalArgumentException e) {
                    key = new byte[0]; // the cause would carry a piece of the secret
                }
                if (key.length != LENGTH) {
                    throw new IllegalStateException("qupiya.keys." + name + (file == null ? "" : "-file")
                            + " holds something else than a key" + HOW);
                }
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("qupiya.keys." + name + (file == null ? "" : "-file") + " is empty" + HOW);
        }
        return keys;
    }

    private static byte[] one(List<byte[]> keys) {
        if (keys.size() > 1) {
            throw new IllegalStateException("qupiya.keys.hash holds one key only: it cannot be changed");
        }
        return keys.get(0);
    }

    /** Writes a new key unless the file is there; of two that try at once, both read what one has written. */
    private static Path made(Path file) {
        try {
            if (!Files.exists(file)) {
                var directory = file.toAbsolutePath().getParent();
                Files.createDirectories(directory, attributes(file, "rwx------"));
                var written = Files.createTempFile(directory, ".new", "", attributes(file, "rw-------"));
                var key = new byte[LENGTH];
                new SecureRandom().nextBytes(key);
                Files.writeString(written, Base64.getEncoder().encodeToString(key) + "\n", StandardCharsets.US_ASCII);
                try {
                    Files.createLink(file, written); // fails where a move would overwrite
                } catch (FileAlreadyExistsException other) {
                    // somebody was faster: theirs counts
                } catch (UnsupportedOperationException e) {
                    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
                }
                Files.deleteIfExists(written);
            }
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("the keys of the embedded mode cannot be written: " + file, e);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** A name for the key that says nothing about it. */
    private static String id(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("qupiya/master-key-id/v1".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @AccessesPartialKey
    private static Aead aead(byte[] key) {
        try {
            AeadConfig.register();
            var parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(LENGTH)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            var imported = AesGcmKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(imported).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key cannot be used", e);
        }
    }

    @Override
    public String toString() {
        return "Keys[" + masters.keySet() + "]";
    }
}
