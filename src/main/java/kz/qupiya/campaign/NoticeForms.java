package kz.qupiya.campaign;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import kz.qupiya.campaign.Audience.Contact;
import kz.qupiya.letter.LetterLanguage;
import kz.qupiya.letter.Letterhead;
import kz.qupiya.operator.OperatorKey;
import org.jspecify.annotations.Nullable;

/** Writes the notices of campaigns for people. A draft never changes, so its form is made once. */
class NoticeForms {

    private static final int KEPT = 50;

    private final CampaignStore store;
    private final Function<OperatorKey, Letterhead> heads;
    private final BinaryOperator<String> returnPaths;
    private final NoticeCodes codes;
    private final @Nullable String publicUrl;
    private final NoticeWords words = new NoticeWords();
    private final Map<UUID, NoticeForm> forms = new ConcurrentHashMap<>();

    /**
     * @param returnPaths the return path of a sender's address and a token
     * @param publicUrl   address under which people reach the application; null if there is none
     */
    NoticeForms(
            CampaignStore store,
            Function<OperatorKey, Letterhead> heads,
            BinaryOperator<String> returnPaths,
            NoticeCodes codes,
            @Nullable String publicUrl) {
        this.store = store;
        this.heads = heads;
        this.returnPaths = returnPaths;
        this.codes = codes;
        this.publicUrl = publicUrl == null ? null : publicUrl.replaceAll("/+$", "");
    }

    NoticeForm of(CampaignRow campaign) {
        if (forms.size() > KEPT) {
            forms.clear();
        }
        return forms.computeIfAbsent(campaign.id(), id -> form(campaign.operator(), store.texts(id)));
    }

    private NoticeForm form(String operator, Map<String, NoticeText> texts) {
        Map<LetterLanguage, NoticeText> byLanguage = new LinkedHashMap<>();
        texts.forEach((tag, text) -> byLanguage.put(LetterLanguage.of(tag), text));
        return new NoticeForm(heads.apply(new OperatorKey(operator)), byLanguage, words, publicUrl);
    }

    /**
     * A notice as a mail.
     *
     * @throws MessagingException if the person's address is none
     */
    NoticeMessage mail(Session session, CampaignRow campaign, @Nullable String language, Contact to, Instant now)
            throws MessagingException {
        var form = of(campaign);
        var email = Objects.requireNonNull(form.head().email(), "an operator that writes has a mail address");
        var notice = form.write(language, to.name(), codes.code(campaign.number(), to.seq()));
        return new NoticeMessage(
                session,
                Objects.requireNonNull(to.email()),
                returnPaths.apply(email, codes.token(campaign.number(), to.seq())),
                messageId(campaign, to.seq(), email),
                notice,
                now);
    }

    String sms(CampaignRow campaign, @Nullable String language, long seq) {
        return of(campaign).sms(language, codes.code(campaign.number(), seq));
    }

    /** The same for every try of one person. */
    static String messageId(CampaignRow campaign, long seq, String from) {
        return "<" + digest(campaign, seq).substring(0, 40) + from.substring(from.lastIndexOf('@')) + ">";
    }

    /** Names one person's SMS to a gateway; the same for every try. */
    static String smsId(CampaignRow campaign, long seq) {
        return digest(campaign, seq).substring(0, 32);
    }

    private static String digest(CampaignRow campaign, long seq) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((campaign.id() + ":" + seq).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
