package kz.qupiya.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * One message source over the bundles of all modules. Every bundle has {@code _ru}, {@code _kk} and {@code _en}; Russian
 * answers who asks for none of them.
 */
@Configuration(proxyBeanMethods = false)
class Messages {

    static final Locale RUSSIAN = Locale.forLanguageTag("ru");
    private static final String SUFFIX = "_ru.properties";

    @Bean
    MessageSource messageSource() throws IOException {
        var names = new TreeSet<String>();
        var resources = new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*" + SUFFIX);
        Arrays.stream(resources)
                .map(resource -> String.valueOf(resource.getFilename()))
                .forEach(name -> names.add("messages/" + name.substring(0, name.length() - SUFFIX.length())));
        var source = new ResourceBundleMessageSource();
        source.setBasenames(names.toArray(String[]::new));
        source.setDefaultEncoding(StandardCharsets.UTF_8.name());
        source.setFallbackToSystemLocale(false);
        source.setDefaultLocale(RUSSIAN);
        return source;
    }

    @Bean
    LocaleResolver localeResolver() {
        var resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(List.of(RUSSIAN, Locale.forLanguageTag("kk"), Locale.ENGLISH));
        resolver.setDefaultLocale(RUSSIAN);
        return resolver;
    }
}
