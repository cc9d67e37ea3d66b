package kz.qupiya.datablocking;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.Parties;
import kz.qupiya.casework.CaseLetterFacts;
import kz.qupiya.casework.Destructions;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.RecipientMail;
import kz.qupiya.datamap.RecipientMap;
import kz.qupiya.datamap.Recipients;
import kz.qupiya.letter.LetterTemplate;
import kz.qupiya.letter.Letters;
import kz.qupiya.restriction.Restrictions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Letters to the recipients of a subject's data: blocked, released, corrected, destroyed. A letter names the subject by no more than the recipient needs. */
@Component
class RecipientLetters implements RecipientMail {

    private final CaseFiles cases;
    private final Parties parties;
    private final Restrictions restrictions;
    private final DataBlockRows rows;
    private final CaseLetters caseLetters;
    private final CaseLetterFacts common;
    private final Destructions destructions;
    private final Letters letters;
    private final Clock clock;

    RecipientLetters(
            CaseFiles cases,
            Parties parties,
            Restrictions restrictions,
            DataBlockRows rows,
            CaseLetters caseLetters,
            CaseLetterFacts common,
            Destructions destructions,
            Letters letters,
            Clock clock) {
        this.cases = cases;
        this.parties = parties;
        this.restrictions = restrictions;
        this.rows = rows;
        this.caseLetters = caseLetters;
        this.common = common;
        this.destructions = destructions;
        this.letters = letters;
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
        Map<String, Object> facts = new HashMap<>();
        facts.put("subject", common.subjectFor(caseId, recipient));
        LetterTemplate template;
        switch (what) {
            case BLOCK -> {
                template = LetterTemplate.RECIPIENT_BLOCKED;
                facts.put("ground", String.valueOf(caseFile.ground()));
                facts.put(
                        "blockedSince",
                        restrictions
                                .find(rows.get(caseId).restrictionId())
                                .orElseThrow()
                                .since());
            }
            case UNBLOCK -> {
                template = LetterTemplate.RECIPIENT_UNBLOCKED;
                facts.put("unblockedAt", at(caseId, what));
            }
            case RECTIFY -> {
                template = LetterTemplate.RECIPIENT_RECTIFIED;
                facts.put("corrections", caseLetters.corrections(caseFile));
                facts.put("rectifiedAt", at(caseId, what));
            }
            case DESTROY -> {
                template = LetterTemplate.RECIPIENT_DESTROYED;
                facts.put(
                        "finding",
                        CaseLetters.finding(Decision.find(caseFile.decision()).orElseThrow()));
                facts.put("destroyedAt", at(caseId, what));
            }
            default -> throw new IllegalArgumentException("no letter tells of " + what);
        }
        letters.send(common.toRecipient(caseFile, notice, template, recipient, address, facts));
    }

    private Instant at(UUID caseId, ActKind what) {
        return destructions.doneAt(caseId, what).orElseGet(clock::instant);
    }
}
