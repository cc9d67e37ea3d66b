package kz.qupiya.casework;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Texts;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.restriction.HoldWords;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Words the grounds on which data are kept: the article that the map names, or the hold. */
@Component
public class KeptGrounds {

    private final DataMaps maps;
    private final MessageSource messages;
    private final HoldWords holds;

    KeptGrounds(DataMaps maps, MessageSource messages, HoldWords holds) {
        this.maps = maps;
        this.messages = messages;
        this.holds = holds;
    }

    /** The grounds as one text. */
    public String articles(OperatorKey operator, List<ActItem> kept, Locale locale) {
        return kept.stream()
                .filter(item -> item.ground() != null)
                .sorted(Comparator.comparing(item -> String.valueOf(item.ground())))
                .map(item -> text(operator, item, locale))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** The ground of a kept item in a language; of a hold its reason, and the number of the case that set it. */
    public String text(OperatorKey operator, ActItem item, Locale locale) {
        var ground = text(operator, String.valueOf(item.ground()), locale);
        return item.holds().isEmpty()
                ? ground
                : item.holds().stream()
                        .map(hold -> holds.text(hold.reason(), hold.caseNumber(), hold.until(), locale))
                        .collect(Collectors.joining("; ", ground + ": ", ""));
    }

    private String text(OperatorKey operator, String ground, Locale locale) {
        Texts texts = maps.get(operator).grounds().get(ground);
        return texts != null
                ? texts.in(locale)
                : String.valueOf(messages.getMessage("casework.kept." + ground, null, ground, locale));
    }
}
