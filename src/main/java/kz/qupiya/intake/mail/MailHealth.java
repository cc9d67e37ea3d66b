package kz.qupiya.intake.mail;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.stereotype.Component;

/** Whether the mailboxes can be read: a request that lies on a mail server that nobody reaches has a term that runs. */
@Component("mailIntakeHealthIndicator")
class MailHealth extends AbstractHealthIndicator {

    /** A mail server may be restarted without an alarm. */
    private static final int ALARM = 3;

    private final MailLedger ledger;

    MailHealth(MailLedger ledger) {
        super("the state of the mailboxes cannot be read");
        this.ledger = ledger;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (var box : ledger.health()) {
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("failures", box.failures());
            detail.put("waiting", box.waiting());
            if (box.failure() != null) {
                detail.put("failure", box.failure());
            }
            if (box.lastReadAt() != null) {
                detail.put("lastReadAt", box.lastReadAt());
            }
            if (box.oldest() != null) {
                detail.put("waitingSince", box.oldest());
            }
            builder.withDetail(box.operator(), detail);
            if (box.failures() >= ALARM) {
                builder.down();
            }
        }
    }
}
