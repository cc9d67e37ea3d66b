package kz.qupiya.operator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A duty of an operator that has a term. In JSON, profiles and decision tables in kebab case, such as {@code stop-processing}; outside
 * systems may rely on the names.
 */
public enum Duty {
    /** Decide whether data are inaccurate or processed unlawfully. */
    VERIFICATION,
    /** Show who one is, or that one may act for another: owed by the requester, counted from the request for it. */
    PROOF_OF_ENTITLEMENT,
    /** Block data on information that conditions of processing are violated. */
    BLOCK,
    /** Change or supplement data on documents, or destroy them if they cannot be changed. */
    RECTIFY,
    /** Unblock data when the violation is not confirmed. */
    UNBLOCK,
    /** Destroy data when the violation is confirmed, and in other cases of the law. */
    DESTROY,
    /** Stop collecting and processing after a withdrawal of consent, or refuse with reasons. */
    STOP_PROCESSING,
    /** Stop advertising after a withdrawal of the consent to it. */
    STOP_ADVERTISING,
    /** Tell the authorised body of a breach of security. */
    NOTIFY_AUTHORITY,
    /** Tell the people affected by a breach. */
    NOTIFY_PEOPLE,
    /** Answer a pre-trial claim. */
    ANSWER_CLAIM,
    /** Answer a claim that is also a consumer's. */
    ANSWER_CONSUMER_CLAIM,
    /** Explain oneself to the consumer-protection body that passed on a complaint. */
    EXPLAIN_TO_CONSUMER_BODY,
    /** Give the subject information about the data held. */
    GIVE_INFORMATION,
    /** Refuse that information, with reasons. */
    REFUSE_INFORMATION,
    /** Consider an objection to an automated decision. */
    ANSWER_OBJECTION,
    /** Tell the subject of a transfer to a third party, where that was agreed. */
    NOTIFY_TRANSFER,
    /** Remove unlawfully processed data from public sources. */
    REMOVE_PUBLIC,
    /** Ask anew for a consent to cookies. */
    RENEW_COOKIE_CONSENT,
    /** Keep data that identify payer and payee. */
    KEEP_PAYMENT_DATA,
    /** Keep the file and correspondence of a client under financial monitoring. */
    KEEP_CLIENT_FILE,
    /** Keep data on operations under financial monitoring. */
    KEEP_OPERATION_DATA,
    /** Keep the file of a closed case. */
    KEEP_CASE_FILE,
    /** Keep what may be needed as evidence until nobody can sue any more. */
    KEEP_EVIDENCE;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JSON. */
    @JsonValue
    public String code() {
        return code;
    }

    /** Whether the duty is to keep something so long, so that the later end is the safe one. */
    public boolean isRetention() {
        return this == KEEP_PAYMENT_DATA
                || this == KEEP_CLIENT_FILE
                || this == KEEP_OPERATION_DATA
                || this == KEEP_CASE_FILE
                || this == KEEP_EVIDENCE;
    }

    /** The duty of a name as in JSON. */
    public static Optional<Duty> of(String code) {
        return Arrays.stream(values()).filter(duty -> duty.code.equals(code)).findFirst();
    }

    @JsonCreator
    static Duty fromJson(String code) {
        return of(code).orElseThrow(() -> new IllegalArgumentException("unknown duty " + code));
    }
}
