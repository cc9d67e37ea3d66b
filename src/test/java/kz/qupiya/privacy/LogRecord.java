package kz.qupiya.privacy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Takes down whatever is logged by whom and on whatever thread, with stack traces; our own code and the engine's more talkative than in production. */
final class LogRecord extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Map<String, Level> LEVELS = Map.of(
            "kz.qupiya", Level.TRACE,
            "org.camunda", Level.INFO,
            "org.springframework.web", Level.INFO,
            "com.zaxxer.hikari", Level.INFO);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Map<String, Level> before = new HashMap<>();
    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();

    static LogRecord begin() {
        var log = new LogRecord();
        log.setContext(log.loggers);
        log.start();
        log.loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        LEVELS.forEach((name, level) -> {
            var logger = log.loggers.getLogger(name);
            log.before.put(name, logger.getLevel());
            logger.setLevel(level);
        });
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getLoggerName() + " " + event.getThreadName() + " " + event.getMDCPropertyMap() + " "
                + event.getFormattedMessage() + " " + trace);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        before.forEach((name, level) -> loggers.getLogger(name).setLevel(level));
        stop();
    }
}
