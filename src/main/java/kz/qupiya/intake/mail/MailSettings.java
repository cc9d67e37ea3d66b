package kz.qupiya.intake.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How mail comes in.
 *
 * @param mailboxes      by key of the operator; in names of environment variables its hyphens are left out
 * @param connectTimeout,ioTimeout of IMAP
 * @param lease          how long a node may read a mailbox before another takes over
 * @param batch          how many mails are taken from a mailbox at a time
 * @param backlog        how many may wait to be worked off before the rest are left in the mailbox for the while
 * @param largest        how much of a mail is read; what lies behind is kept out
 * @param perRun         how many a worker works off before it lets go
 * @param perSender      how many mails of one sender become cases within {@code senderWindow}; the others wait
 * @param perSenderDaily how many within a day; the others join the newest open case that the sender opened by mail
 * @param retries        waits between attempts at a mail that fails; after the last it becomes a case for a clerk unread
 */
@ConfigurationProperties("qupiya.mail")
record MailSettings(
        @DefaultValue Map<String, Mailbox> mailboxes,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration ioTimeout,
        @DefaultValue("10m") Duration lease,
        @DefaultValue("100") int batch,
        @DefaultValue("1000") int backlog,
        @DefaultValue("25MB") DataSize largest,
        @DefaultValue("200") int perRun,
        @DefaultValue("6") int perSender,
        @DefaultValue("1m") Duration senderWindow,
        @DefaultValue("30") int perSenderDaily,
        @DefaultValue({"1m", "5m", "30m", "2h"}) List<Duration> retries) {

    /**
     * A mailbox.
     *
     * @param protocol     {@code imaps} or {@code imap}; the latter only with TLS begun by {@code STARTTLS} or within one machine
     * @param startTls     whether {@code imap} must go over to TLS before the password is sent
     * @param passwordFile file whose first line is the password, as secrets are mounted
     * @param folder       where mail arrives
     * @param doneFolder   where mail is moved that was taken in; without it it stays and is marked as read
     */
    record Mailbox(
            @DefaultValue("imaps") String protocol,
            String host,
            @DefaultValue("993") int port,
            @DefaultValue("true") boolean startTls,
            String username,
            @Nullable String password,
            @Nullable Path passwordFile,
            @DefaultValue("INBOX") String folder,
            @Nullable String doneFolder) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Mailbox[" + protocol + "://" + host + ":" + port + "/" + folder + "]";
        }
    }
}
