package kz.qupiya.campaign;

import java.time.Duration;
import kz.qupiya.testing.TestClock;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Sends what is due in campaigns, since no senders run by themselves in tests. */
@Component
@Profile("test")
public class SendCampaigns {

    private final NoticeSender.Desk desk;
    private final NoticeAnswers answers;
    private final NoticeCodes codes;

    SendCampaigns(NoticeSender.Desk desk, NoticeAnswers answers, NoticeCodes codes) {
        this.desk = desk;
        this.answers = answers;
        this.codes = codes;
    }

    /** Reports misuse under the code of a person's notice, as on the public page. */
    public void report(int campaign, long seq, String text) {
        answers.take(codes.code(campaign, seq), NoticeAnswered.Kind.MISUSE, text);
    }

    /** Takes so many chunks, one after the other, and lets so much time pass before each; then some are sent and the others wait. */
    public void run(int chunks, Duration apart) {
        try (var sender = new NoticeSender(desk, () -> false)) {
            for (int i = 0; i < chunks; i++) {
                TestClock.forward(apart);
                sender.work();
            }
        }
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
