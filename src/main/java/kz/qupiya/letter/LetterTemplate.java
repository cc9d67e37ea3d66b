package kz.qupiya.letter;

import static kz.qupiya.letter.FactType.CODE;
import static kz.qupiya.letter.FactType.CORRECTIONS;
import static kz.qupiya.letter.FactType.DATE;
import static kz.qupiya.letter.FactType.DEADLINES;
import static kz.qupiya.letter.FactType.KEPT_ITEMS;
import static kz.qupiya.letter.FactType.LIST;
import static kz.qupiya.letter.FactType.MOMENT;
import static kz.qupiya.letter.FactType.PERSONAL;
import static kz.qupiya.letter.FactType.PERSONAL_LIST;
import static kz.qupiya.letter.FactType.TEXT;
import static kz.qupiya.letter.LetterFact.needed;
import static kz.qupiya.letter.LetterFact.optional;
import static kz.qupiya.letter.LetterFact.optionalWith;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The letters there are, with the facts each one needs. The texts lie in {@code letters/<key>/<language>.html}, and in
 * {@code operators/<operator>/letters/<key>/<language>.html} where an operator's own text takes their place.
 *
 * <p>Codes of {@code ground}: {@code inaccurate-data}, {@code unlawful-processing}. Codes of {@code missingProof}: {@code identity}, {@code authority}. Codes of
 * {@code finding}: {@code not-correctable}, {@code unlawful-processing}. Code of {@code neutral}: {@code unproved}. Entries of {@code demands}, {@code met} and
 * {@code notMet} are codes worded by {@code demand.<code>}. Entries of {@code reasons} are codes worded in {@code letters/words_*.properties} or
 * a {@link LocalText}.
 */
public enum LetterTemplate {
    /**
     * To the requester of a block: receipt, what is blocked since when, what comes next, by when. With {@code missingProof} and {@code proofDueOn} it asks for the
     * document that is missing.
     */
    REQUEST_RECEIVED(
            "request-received",
            people(),
            needed("receivedAt", MOMENT),
            needed("ground", CODE),
            needed("blockedSince", MOMENT),
            needed("deadlines", DEADLINES),
            optionalWith("proofDueOn", "missingProof", CODE),
            optionalWith("missingProof", "proofDueOn", DATE)),
    /** To the requester of a block whose identity or authority is not shown yet: the dated reminder. */
    PROOF_REMINDER(
            "proof-reminder",
            people(),
            needed("receivedAt", MOMENT),
            needed("missingProof", CODE),
            needed("requestedOn", DATE),
            needed("proofDueOn", DATE)),
    /** To the authorised body: its demand has arrived, the data are blocked. */
    AUTHORITY_REQUEST_RECEIVED(
            "authority-request-received",
            EnumSet.of(Addressee.AUTHORITY),
            needed("receivedAt", MOMENT),
            needed("ground", CODE),
            needed("blockedSince", MOMENT),
            needed("deadlines", DEADLINES),
            optional("incomingNumber", TEXT)),
    /** Result: not confirmed, the block is lifted; with the reasons. */
    RESULT_UNBLOCKED(
            "result-unblocked",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("ground", CODE),
            needed("decidedAt", MOMENT),
            needed("reasons", LIST),
            needed("unblockedAt", MOMENT)),
    /** Result: the right to ask was not shown in time, the block is lifted. */
    RESULT_NOT_ENTITLED(
            "result-not-entitled",
            people(),
            needed("receivedAt", MOMENT),
            needed("missingProof", CODE),
            needed("proofDueOn", DATE),
            needed("decidedAt", MOMENT),
            needed("unblockedAt", MOMENT),
            optional("reasons", LIST)),
    /** Result: decided and done; what was decided is kept from a requester whose right to ask was never shown (Law art. 11). */
    RESULT_WITHHELD(
            "result-withheld",
            people(),
            needed("receivedAt", MOMENT),
            needed("missingProof", CODE),
            needed("decidedAt", MOMENT)),
    /** Result: the data were inaccurate and are corrected, the block is lifted. */
    RESULT_RECTIFIED(
            "result-rectified",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("decidedAt", MOMENT),
            needed("corrections", CORRECTIONS),
            optional("confirmedOn", DATE),
            needed("rectifiedAt", MOMENT),
            needed("unblockedAt", MOMENT)),
    /** Result: the data are destroyed. */
    RESULT_DESTROYED(
            "result-destroyed",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("decidedAt", MOMENT),
            needed("finding", CODE),
            optional("reasons", LIST),
            needed("destroyedAt", MOMENT)),
    /** Result: the data are destroyed but for what the law orders to keep: which, on which article, until when. */
    RESULT_DESTROYED_IN_PART(
            "result-destroyed-in-part",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("decidedAt", MOMENT),
            needed("finding", CODE),
            optional("reasons", LIST),
            needed("destroyedAt", MOMENT),
            needed("kept", KEPT_ITEMS)),
    /**
     * To the authorised body: a breach of security (Law 94-V art. 25(2)(8); Order 481/НҚ): contacts of the responsible person, what is known, measures, how many people and the hash of their
     * list. With {@code annex} the list itself. {@code rehearsal} marks a letter that leaves the house never.
     */
    BREACH_NOTIFICATION("breach-notification", EnumSet.of(Addressee.AUTHORITY), breach()),
    /** To the same: what has become known since. */
    BREACH_SUPPLEMENT("breach-supplement", EnumSet.of(Addressee.AUTHORITY), breach(needed("supplements", TEXT))),
    /** To the requester of something that has no process of its own: receipt, and what comes by when; asks for a missing document. */
    OTHER_REQUEST_RECEIVED(
            "other-request-received",
            people(),
            needed("receivedAt", MOMENT),
            needed("about", CODE),
            needed("deadlines", DEADLINES),
            optionalWith("proofDueOn", "missingProof", CODE),
            optionalWith("missingProof", "proofDueOn", DATE)),
    /** To the same: a document is still missing. */
    OTHER_REQUEST_PROOF(
            "other-request-proof",
            people(),
            needed("receivedAt", MOMENT),
            needed("missingProof", CODE),
            needed("proofDueOn", DATE)),
    /** To the same: the right to ask was not shown. */
    OTHER_REQUEST_NOT_ENTITLED(
            "other-request-not-entitled",
            people(),
            needed("receivedAt", MOMENT),
            needed("about", CODE),
            needed("decidedAt", MOMENT),
            needed("missingProof", CODE),
            needed("reasons", LIST)),
    /** To the same: the reasoned answer in the officer's words; with grounds where something is refused. */
    REQUEST_ANSWERED(
            "request-answered",
            people(),
            needed("receivedAt", MOMENT),
            needed("about", CODE),
            needed("decidedAt", MOMENT),
            needed("decision", CODE),
            needed("answer", PERSONAL),
            optional("reasons", LIST)),
    /** To a recipient of the data: they are blocked, block yours. */
    RECIPIENT_BLOCKED(
            "recipient-blocked",
            EnumSet.of(Addressee.THIRD_PARTY),
            needed("subject", PERSONAL_LIST),
            needed("ground", CODE),
            needed("blockedSince", MOMENT)),
    /** To a recipient of the data: the block is lifted. */
    RECIPIENT_UNBLOCKED(
            "recipient-unblocked",
            EnumSet.of(Addressee.THIRD_PARTY),
            needed("subject", PERSONAL_LIST),
            needed("unblockedAt", MOMENT)),
    /** To a recipient of the data: they are corrected, correct yours. */
    RECIPIENT_RECTIFIED(
            "recipient-rectified",
            EnumSet.of(Addressee.THIRD_PARTY),
            needed("subject", PERSONAL_LIST),
            needed("corrections", CORRECTIONS),
            needed("rectifiedAt", MOMENT)),
    /** To a recipient of the data: they are destroyed, destroy yours. */
    RECIPIENT_DESTROYED(
            "recipient-destroyed",
            EnumSet.of(Addressee.THIRD_PARTY),
            needed("subject", PERSONAL_LIST),
            needed("finding", CODE),
            needed("destroyedAt", MOMENT)),
    /** To a recipient of the data: the consent is withdrawn, stop for these purposes. */
    RECIPIENT_STOPPED(
            "recipient-stopped",
            EnumSet.of(Addressee.THIRD_PARTY),
            needed("subject", PERSONAL_LIST),
            needed("purposes", LIST),
            needed("stoppedAt", MOMENT)),
    /** A withdrawal of consent has arrived: for which purposes, what comes next, by when, and which document is missing. */
    WITHDRAWAL_RECEIVED(
            "withdrawal-received",
            people(),
            needed("receivedAt", MOMENT),
            needed("purposes", LIST),
            needed("deadlines", DEADLINES),
            optional("continues", TEXT),
            optional("effectiveOn", DATE),
            optionalWith("proofDueOn", "missingProof", CODE),
            optionalWith("missingProof", "proofDueOn", DATE)),
    /** A document that a withdrawal needs has not come yet. */
    WITHDRAWAL_PROOF(
            "withdrawal-proof",
            people(),
            needed("receivedAt", MOMENT),
            needed("missingProof", CODE),
            needed("proofDueOn", DATE)),
    /** The day that the person named is near. */
    WITHDRAWAL_REMINDER(
            "withdrawal-reminder",
            people(),
            needed("receivedAt", MOMENT),
            needed("purposes", LIST),
            needed("effectiveOn", DATE)),
    /** Result: processing has stopped; from when on, what goes on for an obligation, what is destroyed, what stays on which article until when. */
    WITHDRAWAL_STOPPED(
            "withdrawal-stopped",
            people(),
            needed("receivedAt", MOMENT),
            needed("purposes", LIST),
            needed("withdrawnAt", MOMENT),
            optional("allowed", LIST),
            optional("destroyedAt", MOMENT),
            optional("kept", KEPT_ITEMS),
            optional("neutral", CODE)),
    /** Result: everything was stopped before, nothing changes. */
    WITHDRAWAL_REPEATED("withdrawal-repeated", people(), needed("receivedAt", MOMENT), needed("purposes", LIST)),
    /** Result: refused, with the grounds of art. 8(2). */
    WITHDRAWAL_REFUSED(
            "withdrawal-refused",
            people(),
            needed("receivedAt", MOMENT),
            needed("decidedAt", MOMENT),
            needed("purposes", LIST),
            needed("reasons", LIST),
            optional("optedOut", LIST)),
    /** Result: the right to withdraw was not shown in time. */
    WITHDRAWAL_NOT_ENTITLED(
            "withdrawal-not-entitled",
            people(),
            needed("receivedAt", MOMENT),
            needed("missingProof", CODE),
            needed("proofDueOn", DATE),
            needed("decidedAt", MOMENT),
            needed("reasons", LIST)),
    /** The withdrawal was taken back before it took effect. */
    WITHDRAWAL_TAKEN_BACK(
            "withdrawal-taken-back", people(), needed("receivedAt", MOMENT), needed("takenBackAt", MOMENT)),
    /**
     * A pre-trial claim has arrived, from a person or from the body that passed it on: what is demanded, which linked cases run, since when evidence is kept, what comes
     * by when, and which document is missing. {@code linked} names them as «kind — number».
     */
    CLAIM_RECEIVED(
            "claim-received",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("demands", LIST).wordedAs("demand"),
            needed("heldSince", MOMENT),
            needed("deadlines", DEADLINES),
            optional("linked", LIST),
            optionalWith("proofDueOn", "missingProof", CODE),
            optionalWith("missingProof", "proofDueOn", DATE)),
    /**
     * The reasoned answer to a claim (Zvonobot policy 6.2; Consumer Law 274-IV art. 42-4): what is met and what not, on which grounds, and where the claimant can turn
     * (policy 6.3). Codes of {@code result}: {@code satisfied}, {@code satisfied-in-part}, {@code refused}. {@code amount} is a number of tenge without the unit.
     * {@code lateSince} is the last day of the term that the answer missed. {@code limited}: {@code real-damage}, where the policy lets the operator admit no more by
     * itself (KAO 9.11). {@code consumer}: {@code yes}, if the claimant may turn to the body for consumers' rights.
     */
    CLAIM_ANSWERED(
            "claim-answered",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("decidedAt", MOMENT),
            needed("result", CODE),
            needed("reasons", LIST),
            needed("answer", PERSONAL),
            optional("met", LIST).wordedAs("demand"),
            optional("notMet", LIST).wordedAs("demand"),
            optionalWith("payBy", "amount", TEXT),
            optional("payBy", DATE),
            optional("lateSince", DATE),
            optional("limited", CODE),
            optional("consumer", CODE),
            optional("attachments", LIST)),
    /**
     * The term for the answer to a claim, set by policy or an operator's rule, is prolonged. Codes of {@code reason}: those of
     * a manager who prolongs a deadline, such as {@code expert-opinion}.
     */
    CLAIM_PROLONGED(
            "claim-prolonged",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("dueFrom", DATE),
            needed("dueTo", DATE),
            needed("reason", CODE)),
    /**
     * To the body for consumers' rights: the explanations that it asked for (Consumer Law 274-IV art. 42-7). {@code receivedAt} is when its message came,
     * {@code claimReceivedAt} when the claim did.
     */
    CLAIM_EXPLANATION(
            "claim-explanation",
            EnumSet.of(Addressee.AUTHORITY),
            needed("receivedAt", MOMENT),
            needed("claimReceivedAt", MOMENT),
            needed("answer", PERSONAL),
            optional("answeredAt", MOMENT)),
    /** A claim is settled by agreement: what was agreed, and what then becomes of the evidence. {@code amount} as in {@link #CLAIM_ANSWERED}. */
    CLAIM_SETTLED(
            "claim-settled",
            peopleAndAuthority(),
            needed("receivedAt", MOMENT),
            needed("settledAt", DATE),
            optional("met", LIST).wordedAs("demand"),
            optionalWith("payBy", "amount", TEXT),
            optional("payBy", DATE));

    private final String key;
    private final Set<Addressee> addressees;
    private final Map<String, LetterFact> facts;

    LetterTemplate(String key, EnumSet<Addressee> addressees, LetterFact... facts) {
        this.key = key;
        this.addressees = Set.copyOf(addressees);
        this.facts = Arrays.stream(facts).collect(Collectors.toUnmodifiableMap(LetterFact::name, fact -> fact));
    }

    /** What the authority is told of a breach, and more. */
    private static LetterFact[] breach(LetterFact... more) {
        var facts = Stream.of(
                needed("discoveredAt", MOMENT),
                needed("breachKind", CODE),
                needed("responsible", TEXT),
                optional("occurredFrom", MOMENT),
                optional("facts", PERSONAL),
                optional("measures", PERSONAL),
                optional("categories", LIST),
                optionalWith("listHash", "people", TEXT),
                optionalWith("people", "listHash", TEXT),
                optional("annex", PERSONAL),
                optional("rehearsal", CODE));
        return Stream.concat(facts, Arrays.stream(more)).toArray(LetterFact[]::new);
    }

    private static EnumSet<Addressee> people() {
        return EnumSet.of(Addressee.SUBJECT, Addressee.REPRESENTATIVE);
    }

    private static EnumSet<Addressee> peopleAndAuthority() {
        return EnumSet.of(Addressee.SUBJECT, Addressee.REPRESENTATIVE, Addressee.AUTHORITY);
    }

    /** The name of its folder, and its name in the ledger. */
    public String key() {
        return key;
    }

    /** Who may get it. */
    public Set<Addressee> addressees() {
        return addressees;
    }

    /** The facts it may show. */
    public List<LetterFact> facts() {
        return List.copyOf(facts.values());
    }

    /** The declared facts by name. */
    Map<String, LetterFact> factsByName() {
        return facts;
    }
}
