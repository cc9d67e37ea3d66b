package kz.qupiya.campaign;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Sends what is due in campaigns, since no senders run by themselves in tests. */
@Component
@Profile("test")
public class SendCampaigns {

    private final NoticeSender.Desk desk;

    SendCampaigns(NoticeSender.Desk desk) {
        this.desk = desk;
    }

    /** Sends until nothing is due. */
    public void run() {
        try (var sender = new NoticeSender(desk, () -> false)) {
            var moved = true;
            while (moved) {
                moved = sender.work();
            }
        }
    }
}
