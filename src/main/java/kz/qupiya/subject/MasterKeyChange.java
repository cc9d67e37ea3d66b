package kz.qupiya.subject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finishes a change of the master key: once the application stands, the keys of cases and purposes that an older one wraps are wrapped anew, in small
 * transactions, by whichever nodes have time. What the keys encrypt stays as it is. Then the old master key may be taken away.
 */
@Component
class MasterKeyChange {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyChange.class);
    private static final int BATCH = 200;

    private final CaseKeys caseKeys;
    private final SealKeys sealKeys;
    private final TransactionTemplate transaction;

    MasterKeyChange(CaseKeys caseKeys, SealKeys sealKeys, PlatformTransactionManager transactions) {
        this.caseKeys = caseKeys;
        this.sealKeys = sealKeys;
        this.transaction = new TransactionTemplate(transactions);
    }

    @EventListener(ApplicationReadyEvent.class)
    void finish() {
        transaction.executeWithoutResult(status -> sealKeys.rewrap());
        var total = 0;
        int done;
        do {
            var batch = transaction.execute(status -> caseKeys.rewrap(BATCH));
            done = batch == null ? 0 : batch;
            total += done;
        } while (done == BATCH);
        if (total > 0) {
            log.info("wrapped the keys of {} cases anew with the first master key", total);
        }
    }
}
