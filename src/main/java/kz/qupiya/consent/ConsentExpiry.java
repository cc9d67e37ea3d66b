package kz.qupiya.consent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts on record which consents have run out. Permits know it without: they compare with the clock. Any number of nodes may sweep at the same time. */
@Component
public class ConsentExpiry {

    private static final Logger log = LoggerFactory.getLogger(ConsentExpiry.class);

    private final JdbcConsents consents;
    private final ConsentLoads loads;
    private final TransactionTemplate transaction;

    ConsentExpiry(JdbcConsents consents, ConsentLoads loads, PlatformTransactionManager transactions) {
        this.consents = consents;
        this.loads = loads;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Forgets which lines of loads were rejected months ago; what was loaded stays. */
    public void forgetLoads() {
        loads.forgetOld();
    }

    /**
     * Records every expiry that is due, in small transactions.
     *
     * @return how many
     */
    public int sweep() {
        var total = 0;
        int done;
        do {
            var chunk = transaction.execute(status -> consents.expire());
            done = chunk == null ? 0 : chunk;
            total += done;
        } while (done > 0);
        if (total > 0) {
            log.info("{} consents have expired", total);
        }
        return total;
    }
}
