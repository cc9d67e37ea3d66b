package kz.qupiya.letter;

import static kz.qupiya.letter.FactType.CODE;
import static kz.qupiya.letter.FactType.CORRECTIONS;
import static kz.qupiya.letter.FactType.DATE;
import static kz.qupiya.letter.FactType.DEADLINES;
import static kz.qupiya.letter.FactType.KEPT_ITEMS;
import static kz.qupiya.letter.FactType.LIST;
import static kz.qupiya.letter.FactType.MOMENT;
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

/**
 * The letters there are, with the facts each one needs. The texts lie in {@code letters/<key>/<language>.html}, and in
 * {@code operators/<operator>/letters/<key>/<language>.html} where an operator's own text takes their place.
 *
 * <p>Codes of {@code ground}: {@code inaccurate-data}, {@code unlawful-processing}. Codes of {@code missingProof}: {@code identity}, {@code authority}. Codes of
 * {@code finding}: {@code not-correctable}, {@code unlawful-processing}. Entries of {@code reasons} are codes worded in {@code letters/words_*.properties} or
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
            needed("destroyedAt", MOMENT));

    private final String key;
    private final Set<Addressee> addressees;
    private final Map<String, LetterFact> facts;

    LetterTemplate(String key, EnumSet<Addressee> addressees, LetterFact... facts) {
        this.key = key;
        this.addressees = Set.copyOf(addressees);
        this.facts = Arrays.stream(facts).collect(Collectors.toUnmodifiableMap(LetterFact::name, fact -> fact));
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
