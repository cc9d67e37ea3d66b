package kz.qupiya.letter;

import java.nio.file.Path;

/** Where the mail server of the embedded mode listens; there is no such bean in other modes. */
public interface MailPorts {

    /** Port of SMTP on 127.0.0.1. */
    int smtpPort();

    /** Port of IMAP on 127.0.0.1. */
    int imapPort();

    /** Password of the operators' mailboxes; the name of each is the operator's mail address. */
    String mailboxPassword();

    /** Directory in which every mail lands as a file. */
    Path directory();
}
