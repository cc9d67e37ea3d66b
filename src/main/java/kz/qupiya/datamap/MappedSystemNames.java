package kz.qupiya.datamap;

import java.util.Locale;
import java.util.Optional;
import kz.qupiya.casefile.SystemNames;
import kz.qupiya.operator.OperatorKey;
import org.springframework.stereotype.Component;

@Component
class MappedSystemNames implements SystemNames {

    private final DataMaps maps;

    MappedSystemNames(DataMaps maps) {
        this.maps = maps;
    }

    @Override
    public Optional<String> name(OperatorKey operator, String system, Locale locale) {
        return maps.find(operator)
                .flatMap(map -> map.systems().stream()
                        .filter(each -> each.key().equals(system))
                        .findFirst())
                .map(found -> found.name().in(locale));
    }

    @Override
    public Optional<String> recipient(OperatorKey operator, String recipient, Locale locale) {
        return maps.find(operator).stream()
                .flatMap(map -> map.recipients().stream())
                .filter(each -> each.key().equals(recipient))
                .findFirst()
                .map(found -> found.name().in(locale));
    }
}
