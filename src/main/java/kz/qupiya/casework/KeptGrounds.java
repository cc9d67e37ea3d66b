package kz.qupiya.casework;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Texts;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Words the grounds on which data are kept: the article that the map names, or the hold. */
@Component
public class KeptGrounds {

    private final DataMaps maps;
    private final MessageSource messages;

    KeptGrounds(DataMaps maps, MessageSource messages) {
        this.maps = maps;
        this.messages = messages;
    }

    /** The articles, in Russian, as one text for the register of restrictions. */
    public String articles(CaseFile caseFile, List<ActItem> kept) {
        return kept.stream()
                .map(ActItem::ground)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .map(ground -> text(caseFile, ground, Locale.forLanguageTag("ru")))
                .collect(Collectors.joining("; "));
    }

    /** The ground of one kept item in a language. */
    public String text(CaseFile caseFile, String ground, Locale locale) {
        Texts texts = maps.get(caseFile.operator()).grounds().get(ground);
        return texts != null
                ? texts.in(locale)
                : String.valueOf(messages.getMessage("casework.kept." + ground, null, ground, locale));
    }
}
