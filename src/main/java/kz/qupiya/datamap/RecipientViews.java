package kz.qupiya.datamap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseWording;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notices to recipients in the reader's language, for the case panel. */
@Component
class RecipientViews {

    private final Recipients recipients;
    private final DataMaps maps;
    private final CaseWording wording;

    RecipientViews(Recipients recipients, DataMaps maps, CaseWording wording) {
        this.recipients = recipients;
        this.maps = maps;
        this.wording = wording;
    }

    /**
     * A notice.
     *
     * @param waits whether the recipient still owes an acknowledgement
     * @param acknowledgedHow in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecipientView(
            UUID id,
            String recipient,
            String title,
            ActKind what,
            String whatTitle,
            List<String> purposes,
            RecipientMap.Via via,
            String state,
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable Instant toldAgainAt,
            boolean waits,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedHow,
            @Nullable UUID acknowledgementDocument,
            @Nullable Instant raisedAt) {}

    List<RecipientView> of(CaseFile caseFile, Locale locale) {
        var map = maps.find(caseFile.operator());
        return recipients.ofCase(caseFile.id()).stream()
                .map(notice -> of(notice, map, locale))
                .toList();
    }

    private RecipientView of(Recipients.Notice notice, Optional<DataMap> map, Locale locale) {
        var how = notice.acknowledgedHow();
        return new RecipientView(
                notice.id(),
                notice.recipient(),
                map.stream()
                        .flatMap(m -> m.recipients().stream())
                        .filter(r -> r.key().equals(notice.recipient()))
                        .map(r -> r.name().in(locale))
                        .findFirst()
                        .orElse(notice.recipient()),
                notice.what(),
                wording.text("datamap.act-kind." + notice.what().json(), locale),
                notice.purposes().stream()
                        .map(Purpose::code)
                        .sorted()
                        .map(code -> wording.value("purposes", code, locale))
                        .toList(),
                notice.via(),
                notice.state(),
                notice.createdAt(),
                notice.sentAt(),
                notice.toldAgainAt(),
                notice.waits(),
                notice.acknowledgedAt(),
                how == null ? null : wording.value("how", how.json(), locale),
                notice.acknowledgementDocument(),
                notice.raisedAt());
    }
}
