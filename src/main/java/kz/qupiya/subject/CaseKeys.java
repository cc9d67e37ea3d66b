package kz.qupiya.subject;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys of cases. Nothing is kept in memory: a key destroyed on one node is gone on all.
 *
 * <p>What is sealed is bound to its case and to a label, so that a row copied to another place does not open.
 */
@Component
class CaseKeys {

    private final JdbcClient jdbc;
    private final Keys keys;
    private final Clock clock;

    CaseKeys(JdbcClient jdbc, Keys keys, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The key of a case to write with, made if there is none. Held against destruction until the transaction ends.
     *
     * @throws IllegalStateException if it has been destroyed
     */
    CaseKey toWrite(UUID caseId) {
        var held = read(caseId, " for share");
        if (held.isEmpty()) {
            var made = generate();
            var inserted = jdbc.sql(
                            "insert into qupiya.vault_key (case_id, master_key, wrapped, created_at) values (?, ?, ?, ?)"
                                    + " on conflict (case_id) do nothing")
                    .params(caseId, keys.activeMaster(), wrap(made, keys.activeMaster(), caseId), now())
                    .update();
            if (inserted == 1) {
                // Nobody else sees the row, let alone destroys it, before this transaction ends.
                return key(caseId, made);
            }
            held = read(caseId, " for share");
        }
        var row = held.orElseThrow(() -> new IllegalStateException("no key of case " + caseId));
        if (row.destroyed()) {
            throw new IllegalStateException("the key of case " + caseId + " has been destroyed");
        }
        return key(caseId, row);
    }

    /** The key of a case to read with; nothing if there is none or it has been destroyed. */
    Optional<CaseKey> toRead(UUID caseId) {
        return read(caseId, "").filter(row -> !row.destroyed()).map(row -> key(caseId, row));
    }

    /** Destroys the key of a case, also of one that has none yet, so that none is made later. */
    void destroy(UUID caseId) {
        jdbc.sql("insert into qupiya.vault_key (case_id, created_at, destroyed_at) values (?, ?, ?)"
                        + " on conflict (case_id) do update set wrapped = null, master_key = null,"
                        + " destroyed_at = coalesce(vault_key.destroyed_at, excluded.destroyed_at)")
                .params(caseId, now(), now())
                .update();
    }

    /**
     * Wraps a batch of keys anew that an older master key wraps.
     *
     * @return how many; fewer than asked for when no more are left or other nodes work on them
     */
    int rewrap(int atMost) {
        record Old(UUID caseId, String master, byte[] wrapped) {}
        var old = jdbc.sql(
                        "select case_id, master_key, wrapped from qupiya.vault_key where master_key <> ? limit ? for update skip locked")
                .params(keys.activeMaster(), atMost)
                .query((rs, n) -> new Old(rs.getObject(1, UUID.class), rs.getString(2), rs.getBytes(3)))
                .list();
        for (Old row : old) {
            var handle = unwrap(row.wrapped(), row.master(), row.caseId());
            jdbc.sql("update qupiya.vault_key set master_key = ?, wrapped = ? where case_id = ?")
                    .params(keys.activeMaster(), wrap(handle, keys.activeMaster(), row.caseId()), row.caseId())
                    .update();
        }
        return old.size();
    }

    private Optional<Row> read(UUID caseId, String lock) {
        return jdbc.sql("select master_key, wrapped from qupiya.vault_key where case_id = ?" + lock)
                .param(caseId)
                .query((rs, n) -> new Row(
                        rs.getString(1) == null ? "" : rs.getString(1),
                        rs.getBytes(2) == null ? new byte[0] : rs.getBytes(2)))
                .optional();
    }

    private CaseKey key(UUID caseId, Row row) {
        return key(caseId, unwrap(row.wrapped, row.master, caseId));
    }

    private static CaseKey key(UUID caseId, KeysetHandle handle) {
        try {
            return new CaseKey(caseId, handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of case " + caseId + " cannot be used", e);
        }
    }

    private static KeysetHandle generate() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    private byte[] wrap(KeysetHandle handle, String master, UUID caseId) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, keys.master(master), bound(caseId, "key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of case " + caseId + " cannot be wrapped", e);
        }
    }

    private KeysetHandle unwrap(byte[] wrapped, String master, UUID caseId) {
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, keys.master(master), bound(caseId, "key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of case " + caseId + " does not open", e);
        }
    }

    private java.time.OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }

    private static byte[] bound(UUID caseId, String label) {
        return (caseId + "\n" + label).getBytes(StandardCharsets.UTF_8);
    }

    private static final class Row {

        private final String master;
        private final byte[] wrapped;

        Row(String master, byte[] wrapped) {
            this.master = master;
            this.wrapped = wrapped;
        }

        boolean destroyed() {
            return wrapped.length == 0;
        }
    }

    /** The open key of a case, for the length of one call. */
    static final class CaseKey {

        private final UUID caseId;
        private final Aead aead;

        CaseKey(UUID caseId, Aead aead) {
            this.caseId = caseId;
            this.aead = aead;
        }

        byte[] seal(String label, byte[] plain) {
            try {
                return aead.encrypt(plain, bound(caseId, label));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("nothing can be sealed for case " + caseId, e);
            }
        }

        byte[] open(String label, byte[] sealed) {
            try {
                return aead.decrypt(sealed, bound(caseId, label));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(
                        "what is sealed as " + label + " for case " + caseId + " does not open", e);
            }
        }
    }
}
