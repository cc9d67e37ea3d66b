package kz.qupiya.letter;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Sends the letters that are due, since no sender runs by itself in tests. */
@Component
@Profile("test")
public class DueLetters {

    private final LetterSender sender;

    DueLetters(LetterSender sender) {
        this.sender = sender;
    }

    /** Sends until nothing is due. */
    public void run() {
        while (sender.sendDue() > 0) {
            // the next batch
        }
    }
}
