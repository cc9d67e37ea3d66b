package kz.qupiya.subject;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
class TinkCaseSeals implements CaseSeals {

    private static final String LABEL = "many/";

    private final CaseKeys caseKeys;

    TinkCaseSeals(CaseKeys caseKeys) {
        this.caseKeys = caseKeys;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Seal toWrite(UUID caseId) {
        return new KeySeal(caseKeys.toWrite(caseId));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Seal> toRead(UUID caseId) {
        return caseKeys.toRead(caseId).map(KeySeal::new);
    }

    /** Labels of its own, so that nothing sealed here opens as a value of the vault. */
    private static final class KeySeal implements Seal {

        private final CaseKeys.CaseKey key;

        KeySeal(CaseKeys.CaseKey key) {
            this.key = key;
        }

        @Override
        public byte[] seal(String label, byte[] plain) {
            return key.seal(LABEL + label, plain);
        }

        @Override
        public byte[] open(String label, byte[] sealed) {
            return key.open(LABEL + label, sealed);
        }
    }
}
