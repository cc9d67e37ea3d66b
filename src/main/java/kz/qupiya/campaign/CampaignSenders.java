package kz.qupiya.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The senders of this node: threads of their own, beside the job executor. They end when the application does, with what they sent written down. */
class CampaignSenders implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CampaignSenders.class);
    private static final long LONGEST_END_SECONDS = 25;

    private final NoticeSender.Desk desk;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    CampaignSenders(NoticeSender.Desk desk) {
        this.desk = desk;
    }

    @Override
    public boolean isAutoStartup() {
        return desk.settings().dispatch();
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        for (int i = 1; i <= desk.settings().threads(); i++) {
            var thread = new Thread(this::run, "campaign-sender-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_END_SECONDS);
        for (var thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        try (var sender = new NoticeSender(desk, () -> !running)) {
            var away = false;
            while (running) {
                try {
                    if (!sender.work()) {
                        sender.close();
                        idle();
                    }
                    away = false;
                } catch (DataAccessException | TransactionException e) {
                    if (!away) {
                        log.warn(
                                "The ledger of campaigns cannot be reached: {}",
                                e.getClass().getSimpleName());
                    }
                    away = true;
                    idle();
                } catch (RuntimeException e) {
                    // What it says may quote an address.
                    log.error("A sender of campaigns failed: {}", e.getClass().getName());
                    idle();
                }
            }
        }
    }

    private void idle() {
        var until = System.nanoTime() + desk.settings().idle().toNanos();
        while (running && System.nanoTime() < until) {
            try {
                TimeUnit.MILLISECONDS.sleep(Math.min(100, desk.settings().idle().toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
