package kz.qupiya.consentwithdrawal;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casework.CaseLetterFacts;
import kz.qupiya.casework.Destructions;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.RecipientMail;
import kz.qupiya.datamap.RecipientMap;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.Letters;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What third parties that were given the data are told of a withdrawal (KAO Solutions 6.1, 6.2), and what they say. */
@Component
class WithdrawalRecipients implements RecipientMail {

    private final CaseFiles cases;
    private final Letters letters;
    private final Destructions destructions;
    private final CaseLetterFacts common;
    private final WithdrawalLetters words;
    private final WithdrawalRows rows;
    private final WithdrawalProcess process;
    private final ObjectProvider<Recipients> recipients;
    private final Clock clock;

    /** @param recipients lazily: the ledger of recipients asks for those who write to them */
    WithdrawalRecipients(
            CaseFiles cases,
            Letters letters,
            Destructions destructions,
            CaseLetterFacts common,
            WithdrawalLetters words,
            WithdrawalRows rows,
            WithdrawalProcess process,
            ObjectProvider<Recipients> recipients,
            Clock clock) {
        this.cases = cases;
        this.letters = letters;
        this.destructions = destructions;
        this.common = common;
        this.words = words;
        this.rows = rows;
        this.process = process;
        this.recipients = recipients;
        this.clock = clock;
    }

    @Override
    public boolean knows(UUID caseId) {
        return rows.exists(caseId);
    }

    @Override
    public void write(Recipients.Notice notice, RecipientMap recipient, @Nullable String address) {
        var caseId = notice.caseId();
        var what = notice.what();
        var caseFile = cases.get(caseId);
        var withdrawal = rows.get(caseId);
        Map<String, Object> facts = new HashMap<>();
        facts.put("subject", common.subjectFor(caseId, recipient));
        LetterTemplate template;
        switch (what) {
            case STOP -> {
                template = LetterTemplate.RECIPIENT_STOPPED;
                facts.put("purposes", words.purposes(notice.purposes()));
                facts.put("stoppedAt", words.tookEffect(withdrawal));
            }
            case DESTROY -> {
                template = LetterTemplate.RECIPIENT_DESTROYED;
                facts.put("finding", "consent-withdrawn");
                facts.put(
                        "destroyedAt",
                        destructions.doneAt(caseId, ActKind.DESTROY).orElseGet(clock::instant));
            }
            default -> throw new IllegalArgumentException("no letter tells of " + what);
        }
        letters.send(common.toRecipient(caseFile, notice, template, recipient, address, facts));
    }

    /** The last of them ends the chase. */
    @Override
    public void acknowledged(UUID caseId) {
        if (recipients.getObject().open(caseId).isEmpty()) {
            process.recipientsAcknowledged(cases.get(caseId));
        }
    }
}
