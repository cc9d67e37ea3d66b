package kz.qupiya.subject;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys of purposes. One is made once and never destroyed, so that a node may keep it in memory once it is read. */
@Component
class SealKeys implements SealedValues {

    private final JdbcClient jdbc;
    private final Keys keys;
    private final Clock clock;
    private final TransactionTemplate ownTransaction;
    private final Map<String, Aead> open = new ConcurrentHashMap<>();

    SealKeys(JdbcClient jdbc, Keys keys, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
    }

    @Override
    public byte[] seal(String purpose, String label, byte[] plain) {
        try {
            return key(purpose).encrypt(plain, bound(purpose, label));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("nothing can be sealed for " + purpose, e);
        }
    }

    @Override
    public byte[] open(String purpose, String label, byte[] sealed) {
        try {
            return key(purpose).decrypt(sealed, bound(purpose, label));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what is sealed as " + label + " for " + purpose + " does not open", e);
        }
    }

    /** Wraps the keys anew that an older master key wraps: a handful. In the caller's transaction. */
    void rewrap() {
        for (String purpose : jdbc.sql("select purpose from qupiya.seal_key where master_key <> ? for update")
                .param(keys.activeMaster())
                .query(String.class)
                .list()) {
            var handle = read(purpose).orElseThrow();
            jdbc.sql("update qupiya.seal_key set master_key = ?, wrapped = ? where purpose = ?")
                    .params(keys.activeMaster(), wrap(handle, purpose), purpose)
                    .update();
        }
    }

    private Aead key(String purpose) {
        var known = open.get(purpose);
        if (known != null) {
            return known;
        }
        var stored = read(purpose);
        if (stored.isEmpty()) {
            // Of its own, since what others seal with it must open when this caller's transaction is rolled back.
            ownTransaction.executeWithoutResult(status -> make(purpose));
            stored = read(purpose);
        }
        var key =
                aead(stored.orElseThrow(() -> new IllegalStateException("no key of the purpose " + purpose)), purpose);
        open.put(purpose, key);
        return key;
    }

    private void make(String purpose) {
        jdbc.sql("insert into qupiya.seal_key (purpose, master_key, wrapped, created_at) values (?, ?, ?, ?)"
                        + " on conflict (purpose) do nothing")
                .params(
                        purpose,
                        keys.activeMaster(),
                        wrap(generate(), purpose),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private Optional<KeysetHandle> read(String purpose) {
        return jdbc.sql("select master_key, wrapped from qupiya.seal_key where purpose = ?")
                .param(purpose)
                .query((rs, n) -> unwrap(rs.getBytes(2), rs.getString(1), purpose))
                .optional();
    }

    private static Aead aead(KeysetHandle handle, String purpose) {
        try {
            return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the purpose " + purpose + " cannot be used", e);
        }
    }

    private static KeysetHandle generate() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    private byte[] wrap(KeysetHandle handle, String purpose) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    handle, keys.master(keys.activeMaster()), bound(purpose, "key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the purpose " + purpose + " cannot be wrapped", e);
        }
    }

    private KeysetHandle unwrap(byte[] wrapped, String master, String purpose) {
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, keys.master(master), bound(purpose, "key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the purpose " + purpose + " does not open", e);
        }
    }

    private static byte[] bound(String purpose, String label) {
        return (purpose + "\n" + label).getBytes(StandardCharsets.UTF_8);
    }
}
