package kz.qupiya.intake;

import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Entitlement;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.operator.Language;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.Identifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Proof of identity by a one-time code to a mail address that is already on file. Asking for one only leaves a note; whether the address is on file is looked up by a job afterwards,
 * so that the page that was asked on takes the same time and says the same for everybody. A system that cannot be asked, an unclear person or a mail that cannot be sent proves nothing.
 */
@Service
public class ContactCodes {

    private static final Logger log = LoggerFactory.getLogger(ContactCodes.class);
    private static final String PURPOSE = "intake-contact-code";
    private static final Duration GOOD = Duration.ofMinutes(30);
    private static final int TRIES = 5;
    private static final int MOST_CODES = 3;
    private static final Actor JOB = Actor.job("contact-codes");

    private final JdbcClient jdbc;
    private final CaseFiles cases;
    private final Parties parties;
    private final PersonFinder finder;
    private final Operators operators;
    private final Codes codes;
    private final ObjectProvider<JavaMailSender> mail;
    private final MessageSource messages;
    private final Clock clock;
    private final TransactionTemplate transactions;

    ContactCodes(
            JdbcClient jdbc,
            CaseFiles cases,
            Parties parties,
            PersonFinder finder,
            Operators operators,
            Codes codes,
            ObjectProvider<JavaMailSender> mail,
            MessageSource messages,
            Clock clock,
            TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.cases = cases;
        this.parties = parties;
        this.finder = finder;
        this.operators = operators;
        this.codes = codes;
        this.mail = mail;
        this.messages = messages;
        this.clock = clock;
        this.transactions = transactions;
    }

    /** Notes that a code is wished for; no more than three codes for a case. */
    void ask(CaseFile caseFile) {
        jdbc.sql(
                        """
                        insert into qupiya.contact_code (case_id, asked_at, codes, tries) values (:case, :now, 0, 0)
                        on conflict (case_id) do update set asked_at = excluded.asked_at
                        where contact_code.codes < :most""")
                .param("case", caseFile.id())
                .param("now", Timestamp.from(clock.instant()))
                .param("most", MOST_CODES)
                .update();
    }

    /**
     * Sends the codes that were asked for to addresses that are on file. Any number of nodes may run it.
     *
     * @return how many were sent
     */
    public int sendAsked() {
        int sent = 0;
        for (var next = take(); next.isPresent(); next = take()) {
            sent += send(cases.get(next.get())) ? 1 : 0;
        }
        return sent;
    }

    private Optional<UUID> take() {
        return jdbc.sql(
                        """
                        update qupiya.contact_code set asked_at = null where case_id = (
                            select case_id from qupiya.contact_code where asked_at is not null
                            order by asked_at limit 1 for update skip locked)
                        returning case_id""")
                .query(UUID.class)
                .optional();
    }

    private boolean send(CaseFile caseFile) {
        var address = onFile(caseFile);
        var sender = mail.getIfAvailable();
        if (address.isEmpty() || sender == null) {
            return false;
        }
        var code = codes.oneTime();
        transactions.executeWithoutResult(status -> {
            jdbc.sql(
                            """
                            update qupiya.contact_code set code_hash = ?, expires_at = ?, tries = 0, codes = codes + 1
                            where case_id = ?""")
                    .params(
                            codes.hash(PURPOSE, caseFile.id() + "|" + code),
                            Timestamp.from(clock.instant().plus(GOOD)),
                            caseFile.id())
                    .update();
            cases.record(caseFile.id(), TimelineEvent.of("identity.code-sent", JOB));
        });
        try {
            sender.send(message(operators.get(caseFile.operator()), caseFile, address.get(), code));
            return true;
        } catch (MailException e) {
            // Its message may name the address.
            log.warn(
                    "a one-time code of case {} could not be sent: {}",
                    caseFile.number().value(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /** The requester's address, if the operator's systems hold it of the subject and of nobody else. */
    private Optional<String> onFile(CaseFile caseFile) {
        if (!caseFile.isOpen()
                || caseFile.requesterKind() != RequesterKind.SUBJECT
                || caseFile.entitlement() == Entitlement.PROVED) {
            return Optional.empty();
        }
        var given = parties.value(caseFile.id(), Parties.REQUESTER_EMAIL)
                .flatMap(written -> Identifiers.find(IdentifierKind.EMAIL, written));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Identifier email = given.get();
        var findings = finder.find(caseFile.operator(), parties.identifiers(caseFile.id()));
        var theirs = !findings.ambiguous()
                && findings.certain().contains(email)
                && findings.records().stream().anyMatch(record -> record.contains(email));
        return theirs ? Optional.of(email.value()) : Optional.empty();
    }

    private SimpleMailMessage message(OperatorProfile profile, CaseFile caseFile, String to, String code) {
        var text = new StringBuilder();
        for (var language : profile.languages()) {
            text.append(words(
                            "intake.code.mail",
                            language,
                            caseFile.number().value(),
                            code,
                            profile.name().in(language)))
                    .append("\n\n");
        }
        var message = new SimpleMailMessage();
        message.setFrom(profile.mailAddress());
        message.setTo(to);
        message.setSubject(words(
                "intake.code.subject",
                profile.languages().get(0),
                caseFile.number().value()));
        message.setText(text.toString().strip() + "\n");
        return message;
    }

    private String words(String key, Language language, Object... args) {
        return messages.getMessage(key, args, language.locale());
    }

    /**
     * Takes a code: the right one, in time and within five tries, proves the requester's identity.
     *
     * @return whether it did
     */
    @Transactional
    boolean prove(CaseFile caseFile, String code) {
        var expected = jdbc.sql(
                        """
                        update qupiya.contact_code set tries = tries + 1
                        where case_id = ? and tries < ? and expires_at > ? and code_hash is not null
                        returning code_hash""")
                .params(caseFile.id(), TRIES, Timestamp.from(clock.instant()))
                .query(byte[].class)
                .optional();
        var right = expected.isPresent()
                && MessageDigest.isEqual(expected.get(), codes.hash(PURPOSE, caseFile.id() + "|" + code.strip()));
        if (!right || !caseFile.isOpen() || caseFile.entitlement() == Entitlement.NOT_NEEDED) {
            return false;
        }
        jdbc.sql("update qupiya.contact_code set code_hash = null where case_id = ?")
                .param(caseFile.id())
                .update();
        parties.entitle(caseFile.id(), Entitlement.PROVED, null, Actor.outside(Channel.FORM.json()));
        return true;
    }
}
