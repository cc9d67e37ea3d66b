package kz.qupiya.campaign;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kz.qupiya.campaign.Audience.Contact;
import kz.qupiya.campaign.NoticeLedger.Claimed;
import kz.qupiya.campaign.NoticeLedger.Settled;
import kz.qupiya.campaign.RateLimits.Wanted;
import kz.qupiya.letter.SmtpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One sender: claims a chunk of people under a lease and commits, sends with no transaction open, writes down what became of them every few acknowledgements. A crash costs at most the
 * few that were acknowledged and not yet written: they get a second copy under the same Message-ID. A sender that has lost its lease writes nothing. Belongs to one
 * thread; any number of them, on any number of nodes, work at once.
 */
final class NoticeSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NoticeSender.class);
    private static final int SLICE = 10_000;

    /** A chunk is no more than so many seconds at the operator's rate, so that a pause takes hold soon. */
    private static final double SECONDS = 2;

    /** So far ahead a slot of a receiving domain is waited for; who would have to wait longer goes back. */
    private static final Duration HORIZON = Duration.ofSeconds(5);

    private static final Duration FAR = Duration.ofHours(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long AGAIN_MILLIS = 250;

    private final Desk desk;
    private final BooleanSupplier stopped;
    private final Map<String, Long> looked = new HashMap<>();
    private @Nullable MailLine line;
    private int turn;

    NoticeSender(Desk desk, BooleanSupplier stopped) {
        this.desk = desk;
        this.stopped = stopped;
    }

    /** What all senders of a node share. */
    record Desk(
            CampaignStore store,
            NoticeLedger ledger,
            RateLimits limits,
            NoticeForms forms,
            SmsGateways gateways,
            Supplier<Audience> audience,
            SmtpServer server,
            CampaignBook book,
            CampaignSettings settings,
            TransactionTemplate transaction,
            Clock clock) {}

    /**
     * Does one chunk of something.
     *
     * @return whether there was anything to do
     */
    boolean work() {
        var running = desk.store().running();
        for (int i = 0; i < running.size(); i++) {
            var campaign = running.get((turn + i) % running.size());
            try {
                if (work(campaign)) {
                    turn++;
                    return true;
                }
            } catch (DataAccessException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                // Of this campaign; the others go on. What it says may quote an address.
                log.error(
                        "Campaign {} cannot be worked on: {}",
                        campaign.number(),
                        e.getClass().getName());
            }
        }
        return false;
    }

    private boolean work(CampaignRow campaign) {
        if (!campaign.enrolled() && enrol(campaign)) {
            return true;
        }
        var waits = desk.store().waits(campaign.number());
        if (waits.stream().anyMatch(wait -> wait.raisedAt() == null)) {
            desk.book().raise(campaign);
        }
        var now = desk.clock().instant();
        var channels = Channel.values();
        for (int i = 0; i < channels.length; i++) {
            var channel = channels[(turn + i) % channels.length];
            var wait = waits.stream().filter(each -> each.channel() == channel).findFirst();
            if (wait.isPresent() && wait.get().until().isAfter(now)) {
                continue;
            }
            var chunk = claim(campaign, channel, wait.isPresent());
            if (chunk != null) {
                chunk.waited = wait.isPresent();
                guarded(chunk);
                return true;
            }
        }
        if (campaign.enrolled()) {
            desk.book().drain(campaign);
        }
        return false;
    }

    /** Brings a slice of the list into the ledger, unless another sender is at it. */
    private boolean enrol(CampaignRow campaign) {
        var done = desk.transaction().execute(status -> {
            var from = desk.store().lockEnrolment(campaign.number());
            if (from.isEmpty()) {
                return false;
            }
            desk.store().started(campaign.number(), desk.clock().instant());
            var members = desk.audience().get().members(campaign.audience(), from.get(), SLICE);
            desk.ledger().enrol(campaign.number(), members, member -> first(campaign, member));
            var to = members.isEmpty()
                    ? from.get()
                    : members.get(members.size() - 1).seq();
            desk.store().enrolled(campaign.number(), to, members.isEmpty());
            return true;
        });
        return Boolean.TRUE.equals(done);
    }

    private Channel first(CampaignRow campaign, Audience.Member member) {
        if (member.email()) {
            return Channel.MAIL;
        }
        return member.phone() && desk.gateways().isThere(campaign.operator()) ? Channel.SMS : Channel.PRINT;
    }

    private Channel after(CampaignRow campaign, Channel channel, Claimed person) {
        return channel == Channel.MAIL && person.phone() && desk.gateways().isThere(campaign.operator())
                ? Channel.SMS
                : Channel.PRINT;
    }

    private @Nullable Chunk claim(CampaignRow campaign, Channel channel, boolean probe) {
        var settings = desk.settings();
        var rate = rate(campaign, channel);
        int most =
                rate > 0 ? Math.max(1, Math.min(settings.chunk(), (int) Math.ceil(rate * SECONDS))) : settings.chunk();
        var key = campaign.number() + channel.json();
        var hint = looked.getOrDefault(key, 0L);
        var owner = UUID.randomUUID();
        // What was down is tried with few.
        var people = claim(campaign, channel, hint, owner, probe ? 1 : most);
        if (people.isEmpty() && hint > 0) {
            looked.remove(key);
            people = claim(campaign, channel, 0, owner, probe ? 1 : most);
        }
        if (people.isEmpty()) {
            return null;
        }
        looked.put(
                key,
                people.stream()
                        .filter(Claimed::inOrder)
                        .mapToLong(Claimed::seq)
                        .max()
                        .orElse(hint));
        return new Chunk(campaign, channel, owner, people);
    }

    private List<Claimed> claim(CampaignRow campaign, Channel channel, long after, UUID owner, int most) {
        var now = desk.clock().instant();
        var claimed = desk.transaction().execute(status -> desk.ledger()
                .claim(
                        campaign.number(),
                        channel,
                        after,
                        owner,
                        now.plus(desk.settings().lease()),
                        now,
                        most));
        return claimed == null ? List.of() : claimed;
    }

    private double rate(CampaignRow campaign, Channel channel) {
        return switch (channel) {
            case MAIL -> desk.settings().rate();
            case SMS -> desk.gateways().rate(campaign.operator());
            case PRINT -> 0;
        };
    }

    /** A fault of ours must not keep other campaigns from being sent: this one waits, and says so. */
    private void guarded(Chunk chunk) {
        try {
            process(chunk);
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            // What it says may quote an address.
            log.error(
                    "A chunk of campaign {} failed: {}",
                    chunk.campaign.number(),
                    e.getClass().getName());
            desk.book().waits(chunk.campaign, chunk.channel, "fault");
        }
    }

    private void process(Chunk chunk) {
        try {
            var contacts = desk
                    .audience()
                    .get()
                    .contacts(
                            chunk.campaign.audience(),
                            chunk.people.stream().map(Claimed::seq).toList())
                    .stream()
                    .collect(Collectors.toMap(Contact::seq, contact -> contact));
            List<Due> due = new ArrayList<>();
            for (var person : chunk.people) {
                var contact = contacts.get(person.seq());
                if (contact == null) {
                    // Was destroyed since: nobody may be written to any more.
                    chunk.add(Settled.end(person.seq(), chunk.channel, "unreached", "destroyed"));
                } else if (chunk.channel == Channel.PRINT) {
                    chunk.add(Settled.end(
                            person.seq(), Channel.PRINT, isBlank(contact.address()) ? "unreached" : "listed", null));
                } else {
                    due.add(new Due(person, contact, chunk.claimedAt));
                }
            }
            var go = limited(chunk, due);
            try {
                send(chunk, go);
            } finally {
                chunk.flush();
            }
        } finally {
            // Whoever was not tried is given back at once, not when the lease ends.
            chunk.giveBack();
        }
        desk.book().pace(chunk.campaign, chunk.channel, chunk.done, chunk.sent, chunk.failed);
    }

    // --- when each may go

    private static final class Due {

        private final Claimed person;
        private final Contact contact;
        private Instant slot;

        Due(Claimed person, Contact contact, Instant slot) {
            this.person = person;
            this.contact = contact;
            this.slot = slot;
        }

        Instant slot() {
            return slot;
        }

        void notBefore(Instant other) {
            slot = other.isAfter(slot) ? other : slot;
        }
    }

    /** Those that may go now, each with its moment; the rest of a busy domain is sent back. */
    private List<Due> limited(Chunk chunk, List<Due> due) {
        var go = chunk.channel == Channel.MAIL ? limitedByDomain(chunk, due) : due;
        var rate = rate(chunk.campaign, chunk.channel);
        if (rate > 0 && !go.isEmpty()) {
            var bucket = chunk.channel.json() + ":" + chunk.campaign.operator();
            var given = desk.limits()
                    .take(
                            Map.of(bucket, new Wanted(go.size(), rate)),
                            desk.clock().instant(),
                            FAR)
                    .get(bucket);
            if (given != null) {
                for (int i = 0; i < given.slots().size(); i++) {
                    go.get(i).notBefore(given.slots().get(i));
                }
            }
        }
        return go.stream().sorted(Comparator.comparing(Due::slot)).toList();
    }

    private List<Due> limitedByDomain(Chunk chunk, List<Due> due) {
        Map<String, List<Due>> byDomain = new LinkedHashMap<>();
        List<Due> go = new ArrayList<>();
        for (var each : due) {
            var domain = domain(each.contact.email());
            if (desk.settings().rateOf(domain) > 0) {
                byDomain.computeIfAbsent(domain, key -> new ArrayList<>()).add(each);
            } else {
                go.add(each);
            }
        }
        var operator = "domain:" + chunk.campaign.operator() + ":";
        var given = desk.limits()
                .take(
                        byDomain.entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> operator + entry.getKey(),
                                        entry -> new Wanted(
                                                entry.getValue().size(),
                                                desk.settings().rateOf(entry.getKey())))),
                        desk.clock().instant(),
                        HORIZON);
        byDomain.forEach((domain, people) -> {
            var of = given.get(operator + domain);
            for (int i = 0; of != null && i < people.size(); i++) {
                var each = people.get(i);
                if (i < of.slots().size()) {
                    each.notBefore(of.slots().get(i));
                    go.add(each);
                } else {
                    chunk.add(Settled.back(
                            each.person.seq(),
                            chunk.channel,
                            of.again().get(i - of.slots().size())));
                }
            }
        });
        return go;
    }

    private static String domain(@Nullable String email) {
        return email == null
                ? ""
                : email.substring(email.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
    }

    // --- sending

    private void send(Chunk chunk, List<Due> due) {
        for (var each : due) {
            if (!chunk.sleepUntil(each.slot()) || !chunk.goesOn()) {
                return;
            }
            var outcome = attempt(chunk, each);
            if (outcome instanceof Outcome.Down down) {
                chunk.flush();
                desk.book().waits(chunk.campaign, chunk.channel, down.what());
                return;
            }
            chunk.add(settled(chunk, each.person, outcome));
            if (chunk.waited && outcome instanceof Outcome.Sent) {
                chunk.waited = false;
                desk.store().worksAgain(chunk.campaign.number(), chunk.channel);
            }
        }
    }

    private Outcome attempt(Chunk chunk, Due due) {
        var campaign = chunk.campaign;
        var contact = due.contact;
        if (chunk.channel == Channel.SMS) {
            if (isBlank(contact.phone())) {
                return new Outcome.Refused("no-phone");
            }
            return campaign.rehearsal()
                    ? new Outcome.Sent()
                    : desk.gateways()
                            .send(
                                    campaign.operator(),
                                    NoticeForms.smsId(campaign, contact.seq()),
                                    String.valueOf(contact.phone()).strip(),
                                    desk.forms().sms(campaign, due.person.language(), contact.seq()));
        }
        if (isBlank(contact.email())) {
            return new Outcome.Refused("no-address");
        }
        var open = line();
        if (open == null) {
            return new Outcome.Down("mail-server");
        }
        NoticeMessage message;
        try {
            message = desk.forms()
                    .mail(
                            open.session(),
                            campaign,
                            due.person.language(),
                            contact,
                            desk.clock().instant());
        } catch (MessagingException e) {
            return new Outcome.Refused("bad-address");
        }
        return campaign.rehearsal() ? new Outcome.Sent() : open.send(message);
    }

    private Settled settled(Chunk chunk, Claimed person, Outcome outcome) {
        var now = desk.clock().instant();
        var retries = desk.settings().retries();
        if (outcome instanceof Outcome.Sent) {
            chunk.done++;
            chunk.sent++;
            return Settled.sent(person.seq(), chunk.channel, chunk.campaign.rehearsal() ? "rehearsal" : null, now);
        }
        if (outcome instanceof Outcome.Later later && person.attempts() <= retries.size()) {
            return Settled.later(
                    person.seq(), chunk.channel, now.plus(retries.get(person.attempts() - 1)), later.code());
        }
        chunk.done++;
        // Somebody without an address is no sign that the mail server or the list is bad.
        var code = outcome instanceof Outcome.Refused refused
                ? refused.code()
                : outcome instanceof Outcome.Later later ? later.code() : "unknown";
        chunk.failed += code.startsWith("no-") ? 0 : 1;
        return Settled.next(person.seq(), after(chunk.campaign, chunk.channel, person), now, code);
    }

    private @Nullable MailLine line() {
        var smtp = desk.server().smtp();
        if (smtp == null) {
            return null;
        }
        var open = line;
        if (open == null || !open.isTo(smtp)) {
            close();
            open = new MailLine(smtp, desk.settings());
            line = open;
        }
        return open;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** Closes the line to the mail server; it is opened again when it is needed. */
    @Override
    public void close() {
        var open = line;
        line = null;
        if (open != null) {
            open.close();
        }
    }

    /** People that belong to this sender for a while, and what has become of them. */
    private final class Chunk {

        private final CampaignRow campaign;
        private final Channel channel;
        private final UUID owner;
        private final List<Claimed> people;
        private final Instant claimedAt = desk.clock().instant();
        private final long startedAt = System.nanoTime();
        private final long endsAt = startedAt
                + desk.settings().lease().minus(desk.settings().ioTimeout()).toNanos();
        private final Map<Long, Claimed> open = new LinkedHashMap<>();
        private final List<Settled> results = new ArrayList<>();
        private boolean waited;
        private boolean lost;
        private long flushedAt = startedAt;
        private long lookedAt = startedAt;
        private long done;
        private long sent;
        private long failed;

        Chunk(CampaignRow campaign, Channel channel, UUID owner, List<Claimed> people) {
            this.campaign = campaign;
            this.channel = channel;
            this.owner = owner;
            this.people = people;
            people.forEach(person -> open.put(person.seq(), person));
        }

        void add(Settled one) {
            open.remove(one.seq());
            results.add(one);
            // Only what a server or gateway was asked for has to be written soon; the rest would be found the same
            // again.
            if (channel != Channel.PRINT && results.size() >= desk.settings().flush()) {
                flush();
            }
        }

        /** Whether to go on: not after a stop, a lost lease, or when somebody paused the campaign. */
        boolean goesOn() {
            var now = System.nanoTime();
            if (lost || stopped.getAsBoolean() || now - endsAt > 0) {
                return false;
            }
            if (now - flushedAt > FLUSH_NANOS) {
                flush();
            }
            if (now - lookedAt > LOOK_NANOS) {
                lookedAt = now;
                return desk.store()
                        .find(campaign.id())
                        .filter(found -> found.state() == CampaignState.RUNNING)
                        .isPresent();
            }
            return true;
        }

        boolean sleepUntil(Instant slot) {
            var until = startedAt + Duration.between(claimedAt, slot).toNanos();
            for (var left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                if (!goesOn()) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }

        /** Writes down what is known. While the database is away it tries on: what was sent must not be sent again. */
        void flush() {
            flushedAt = System.nanoTime();
            if (results.isEmpty()) {
                return;
            }
            var written = List.copyOf(results);
            results.clear();
            for (int tries = 0; ; tries++) {
                try {
                    lost |= !desk.ledger().settle(campaign.number(), owner, written);
                    return;
                } catch (DataAccessException | TransactionException e) {
                    if (tries == 0) {
                        log.warn(
                                "The ledger of campaign {} cannot be written: {}",
                                campaign.number(),
                                e.getClass().getSimpleName());
                    }
                    if (isFault(e) || !pause()) {
                        throw e;
                    }
                }
            }
        }

        /** Whether it would fail again however long one waits. */
        private boolean isFault(RuntimeException e) {
            return e instanceof NonTransientDataAccessException
                    && !(e instanceof NonTransientDataAccessResourceException);
        }

        private boolean pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                return !stopped.getAsBoolean();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void giveBack() {
            if (open.isEmpty()) {
                return;
            }
            var now = desk.clock().instant();
            try {
                desk.ledger()
                        .settle(
                                campaign.number(),
                                owner,
                                open.keySet().stream()
                                        .map(seq -> Settled.back(seq, channel, now))
                                        .toList());
            } catch (DataAccessException | TransactionException e) {
                log.warn("People of campaign {} wait for the end of their lease", campaign.number());
            }
        }
    }
}
