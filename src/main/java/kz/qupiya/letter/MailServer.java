package kz.qupiya.letter;

import java.util.List;

/** Where mail goes out and bounces come in. */
interface MailServer extends SmtpServer {

    /** The mailboxes in which bounces arrive. */
    List<LetterSettings.Mailbox> bounces();
}
