package kz.qupiya.calendar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The year files that come with the application. An empty database takes them all at the start, as version 1 of their years. */
@Component
class BundledCalendars {

    static final String ORIGIN = "bundled";
    static final String SYSTEM = "system";

    private static final Logger log = LoggerFactory.getLogger(BundledCalendars.class);
    private static final Pattern NAME = Pattern.compile("\\d{4}\\.yaml");

    private final List<CalendarYear> files;

    BundledCalendars(CalendarStore store, PlatformTransactionManager transactions, Clock clock) {
        this.files = read();
        var checks = new CalendarChecks(store.law());
        files.forEach(checks::check);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            store.lock();
            if (store.inForce().isEmpty()) {
                files.forEach(file ->
                        store.insert(new CalendarStore.Row(file.year(), 1, file, ORIGIN, clock.instant(), SYSTEM)));
                log.info("working calendars of {} years taken in", files.size());
            }
        });
    }

    /** The files, by year. */
    List<CalendarYear> files() {
        return files;
    }

    private static List<CalendarYear> read() {
        var found = new ArrayList<CalendarYear>();
        try {
            for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:calendar/*.yaml")) {
                var name = String.valueOf(file.getFilename());
                if (NAME.matcher(name).matches()) {
                    try (var in = file.getInputStream()) {
                        var year = CalendarFormat.yaml().readValue(in, CalendarYear.class);
                        if (!name.equals(year.year() + ".yaml")) {
                            throw new IllegalStateException("calendar/" + name + " is about " + year.year());
                        }
                        found.add(year);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("calendar files of the application", e);
        }
        found.sort((a, b) -> Integer.compare(a.year(), b.year()));
        return List.copyOf(found);
    }
}
