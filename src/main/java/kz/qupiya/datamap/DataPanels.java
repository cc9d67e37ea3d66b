package kz.qupiya.datamap;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CasePanelSection;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the data map adds to the case panel: what was found where, and the acts with preview, state and evidence. */
@Configuration(proxyBeanMethods = false)
class DataPanels {

    private static final Set<Role> READERS =
            Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN);

    @Bean
    CasePanelSection findingsSection(ActViews views) {
        return new Section("findings", 30) {
            @Override
            public @Nullable Object of(CaseFile caseFile, Locale locale) {
                return views.findings(caseFile.id(), locale).orElse(null);
            }
        };
    }

    @Bean
    CasePanelSection actsSection(ActViews views, DataActs acts) {
        return new Section("acts", 50) {
            @Override
            public @Nullable Object of(CaseFile caseFile, Locale locale) {
                var list = acts.ofCase(caseFile.id()).stream()
                        .map(a -> views.of(a, locale))
                        .toList();
                return list.isEmpty() ? null : Map.of("acts", list);
            }
        };
    }

    @Bean
    CasePanelSection recipientsSection(RecipientViews views) {
        return new Section("recipients", 60) {
            @Override
            public @Nullable Object of(CaseFile caseFile, Locale locale) {
                var list = views.of(caseFile, locale);
                return list.isEmpty() ? null : Map.of("recipients", list);
            }

            @Override
            public Set<Role> roles() {
                return Set.of(Role.CLERK, Role.OFFICER, Role.LAWYER);
            }
        };
    }

    private abstract static class Section implements CasePanelSection {

        private final String name;
        private final int order;

        Section(String name, int order) {
            this.name = name;
            this.order = order;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int order() {
            return order;
        }

        @Override
        public Set<Role> roles() {
            return READERS;
        }
    }
}
